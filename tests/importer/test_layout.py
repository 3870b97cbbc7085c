"""Known texts set in pages in every usual way come back whole: notes, paragraphs, headings, and never a lost word."""

from __future__ import annotations

import pytest

from importer.mangler import PRINTS, runs
from importer.marking import mark
from importer.press import prints
from importer.scoring import Score, score
from vanban.importer.clues import Clue, End, Start, begins
from vanban.importer.drafts import draft_pages
from vanban.importer.formats import decode_source
from vanban.importer.layout import Role, read_layout
from vanban.importer.ledger import audit
from vanban.importer.reading import read_report
from vanban.importer.source import SourceText

PRESSED = range(3_000, 3_016)
"""Seeds of the press that nothing was tried on; `measure.py` prints more."""


def share(right: int, of: int) -> float:
    return right / of if of else 1.0


def test_texts_set_in_pages_come_back_whole() -> None:
    total, ways = Score(), set()
    for name, _, original, text in runs(range(3)):
        reading = read_report(SourceText("bao-cao.txt", text, b""))
        pages = draft_pages(reading.report, "bao-cao")
        assert audit(text, pages).holds, name
        found, _ = score(original, pages)
        total.add(found)
        ways.add(name)
    assert ways == set(PRINTS)
    assert share(total.notes_right, total.notes) >= 0.99
    assert share(total.paragraphs_right, total.paragraphs) >= 0.99
    assert share(total.headings_right, total.headings) >= 0.99


def test_texts_from_the_press_come_back_whole() -> None:
    total = Score()
    for seed, how, manuscript, text in prints(PRESSED):
        source = decode_source("bao-cao.txt", text.encode())
        pages = draft_pages(read_report(source).report, "bao-cao")
        assert audit(source.text, pages).holds, seed
        found, _, words = mark(manuscript, source.text, pages)
        assert not words or how.noise == "misread", (seed, words)
        total.add(found)
    assert share(total.notes_right, total.notes) >= 0.98
    assert share(total.paragraphs_right, total.paragraphs) >= 0.98
    assert share(total.headings_right, total.headings) >= 0.99


def roles(*clues: Clue) -> list[Role]:
    return [step.role for step in read_layout(clues)]


OPEN_CALL = Clue(Start.UPPER, End.OPEN, calls=("1",))
NOTE = Clue(Start.UPPER, End.CLOSED, note="1", tidy=True)
OPEN_NOTE = Clue(Start.UPPER, End.OPEN, note="1", tidy=True)
REST = Clue(Start.LOWER, End.CLOSED)
NEW = Clue(Start.UPPER, End.CLOSED)
SEAM = Clue(seam=True)
RULE = Clue(seam=True, rule=True)
HEADED = Clue(table=True, columns=3, headed=True)
ROWS = Clue(table=True, columns=3)
OPEN_NEW = Clue(end=End.OPEN, ruled=True)


@pytest.mark.parametrize(
    ("before", "clue"),
    [
        (Clue(end=End.OPEN, table=True), NEW),
        (Clue(end=End.OPEN, table=True), Clue(Start.DIGIT)),
        (Clue(end=End.SEMI), Clue(table=True, inset=False, headed=True)),
        (Clue(end=End.OPEN), Clue(table=True, headed=True)),
    ],
)
def test_a_table_begins_and_ends_without_doubt(before: Clue, clue: Clue) -> None:
    assert [step.cost for step in read_layout([before, clue])] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**b) Đào tạo:** Thị xã", Start.LIST),
        ("a- Về khai thác", Start.LIST),
        ("xã a) và b)", Start.LOWER),
        ("**Về** khai thác", Start.UPPER),
    ],
)
def test_begins(text: str, expected: Start) -> None:
    assert begins(text, heading=False) is expected


@pytest.mark.parametrize(
    ("clues", "expected"),
    [
        ([OPEN_CALL, NOTE, REST], [Role.NEW, Role.NOTE, Role.MORE]),
        ([NEW, NEW], [Role.NEW, Role.NEW]),
        ([OPEN_CALL, NOTE, NEW], [Role.NEW, Role.NOTE, Role.MORE]),
        ([Clue(calls=("1",)), NOTE, NEW], [Role.NEW, Role.NOTE, Role.NEW]),
        ([OPEN_CALL, NOTE, Clue(whole=True)], [Role.NEW, Role.NOTE, Role.NEW]),
        ([Clue(calls=("1",)), OPEN_NOTE, Clue(whole=True, close=True)], [Role.NEW, Role.NOTE, Role.NOTE_MORE]),
        (
            [Clue(calls=("1",)), OPEN_NOTE, Clue(end=End.OPEN, calls=("2",)), REST, Clue(note="2"), REST],
            [Role.NEW, Role.NOTE, Role.NEW, Role.NOTE_MORE, Role.NOTE, Role.MORE],
        ),
        ([Clue(end=End.OPEN), SEAM, REST], [Role.NEW, Role.NONE, Role.MORE]),
        ([Clue(calls=("1?", "2")), NEW, Clue(note="2"), NEW], [Role.NEW, Role.NEW, Role.NOTE, Role.NEW]),
        ([Clue(calls=("1", "2?")), Clue(note="1"), NEW, SEAM], [Role.NEW, Role.NOTE, Role.NOTE, Role.NONE]),
        ([Clue(end=End.OPEN, fixed=True), Clue(Start.LOWER, fixed=True)], [Role.NEW, Role.NEW]),
        ([Clue(end=End.HEAD), REST], [Role.NEW, Role.NEW]),
        ([Clue(note="9"), NEW], [Role.NEW, Role.NEW]),
        ([Clue(table=True), REST], [Role.NEW, Role.NEW]),
        ([HEADED, SEAM, ROWS], [Role.NEW, Role.NONE, Role.MORE]),
        (
            [Clue(calls=("1",)), RULE, OPEN_NOTE, SEAM, OPEN_NEW, RULE, REST, SEAM, REST],
            [Role.NEW, Role.NONE, Role.NOTE, Role.NONE, Role.NEW, Role.NONE, Role.NOTE_MORE, Role.NONE, Role.MORE],
        ),
        ([Clue(end=End.OPEN, brief=True), SEAM, NEW], [Role.NEW, Role.NONE, Role.NEW]),
        ([Clue(end=End.OPEN), SEAM, NEW], [Role.NEW, Role.NONE, Role.MORE]),
        ([NEW, SEAM, Clue(inset=False, slack=0)], [Role.NEW, Role.NONE, Role.NEW]),
        ([Clue(slack=0, inset=True), SEAM, Clue(inset=False, slack=0, word=4)], [Role.NEW, Role.NONE, Role.MORE]),
        ([Clue(slack=0, inset=True), SEAM, Clue(inset=True, slack=0, word=4)], [Role.NEW, Role.NONE, Role.NEW]),
        (
            [
                Clue(calls=("1",)),
                OPEN_NOTE,
                SEAM,
                Clue(end=End.OPEN, wide=False),
                Clue(Start.LOWER, wide=True),
                SEAM,
                REST,
            ],
            [Role.NEW, Role.NOTE, Role.NONE, Role.NEW, Role.NOTE_MORE, Role.NONE, Role.MORE],
        ),
    ],
)
def test_small_pages(clues: list[Clue], expected: list[Role]) -> None:
    assert roles(*clues) == expected
