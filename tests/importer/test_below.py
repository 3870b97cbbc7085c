"""Notes printed right below the paragraph that calls them answer its calls, whatever else begins with a number."""

from __future__ import annotations

import pytest

from importer.manuscripts import sentences
from vanban.importer.below import are_below, right_below
from vanban.importer.callmarks import Calls
from vanban.importer.layout import Role, Step
from vanban.importer.marks import BY_NAME, Mark, find_marks, note_start
from vanban.importer.owning import own_notes
from vanban.importer.reading import read_report
from vanban.importer.source import SourceText

Marked = tuple[dict[int, tuple[Mark, ...]], dict[int, Mark]]


def marked(texts: list[str]) -> Marked:
    calls = {index: tuple(find_marks(text, (BY_NAME["paren"],))) for index, text in enumerate(texts)}
    starts = {index: mark for index, text in enumerate(texts) if (mark := note_start(text, BY_NAME["stopped"]))}
    return calls, starts


@pytest.mark.parametrize(
    ("texts", "near", "expected"),
    [
        (["Một (1).", "1. A.", "Hai (1) ba (2).", "1. B.", "2. C."], 1, {1: 0, 3: 2, 4: 2}),
        (["Một (1).", "1. A.", "1. Mục", "Hai (1).", "1. B."], 1, {1: 0, 4: 3}),
        (["Một (1).", "Hai.", "1. Mục"], 1, {}),
        (["Một (1)", "hai (2)", "ba.", "1. A", "a.", "2. B."], 30, {3: 0, 5: 1}),
        (["Một (4).", "4. A.", "Hai (5).", "5. B."], 1, {1: 0, 3: 2}),
    ],
)
def test_right_below(texts: list[str], near: int, expected: dict[int, int]) -> None:
    assert {head[0]: call[0] for call, head in right_below(*marked(texts), near)} == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Một (1).", "1. A.", "Hai (1).", "1. B.", "Ba (1).", "1. C."], True),
        (["Một (1) và", "1. A.", "hai (1) và", "1. B.", "ba (1).", "1. C."], False),
        (["Một (1), hai (2), ba (3).", "Bốn.", "1. A.", "2. B.", "3. C."], False),
    ],
)
def test_are_below(texts: list[str], expected: bool) -> None:  # noqa: FBT001 (a column of the table)
    assert are_below(texts, *marked(texts)) is expected


def test_notes_that_read_like_clauses_stay_with_their_paragraphs() -> None:
    said = sentences()[:30]
    blocks = [
        block
        for n in range(10)
        for block in (f"{said[n]} Xem thêm (1) nữa", f"1. {said[n + 10]}", f"1. Mục {n}", said[n + 20])
    ]
    source = SourceText("x.txt", "BÁO CÁO\n\n" + "\n\n".join(blocks) + "\n", b"")
    text = read_report(source).text
    assert [note.text for note in text.footnotes] == list(said[10:20])
    assert [paragraph.text for paragraph in text.paragraphs if paragraph.text.startswith("1. ")] == [
        f"1. Mục {n}" for n in range(10)
    ]


def test_a_call_waits_for_the_note_that_answers_it() -> None:
    calls, starts = marked(["Một (1).", "1. A.", "Hai (1).", "1. B."])
    roles = [Step(Role.NEW, 0), Step(Role.NEW, 0), Step(Role.NEW, 0), Step(Role.NOTE, 0, "1")]
    answers = {1: (0, calls[0][0].start), 3: (2, calls[2][0].start)}
    assert own_notes(roles, Calls(calls, starts, answers=answers)).calls == {answers[3]: "1"}
