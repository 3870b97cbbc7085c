"""The margin is found from words that no longer fitted, for letters of one width and of many, for body and notes."""

from __future__ import annotations

import textwrap

import pytest

from importer.manuscripts import sentences
from vanban.importer.lines import Line, read_blocks
from vanban.importer.margin import Margin, find_margin

PROSE = " ".join(sentences()[:40])
SMALL = " ".join(sentences()[40:60])


@pytest.mark.parametrize("width", [60, 75, 98])
def test_margin_of_a_typewriter(width: int) -> None:
    margin = find_margin([textwrap.wrap(PROSE, width, break_on_hyphens=False)])
    assert margin is not None
    assert not margin.printed
    assert margin.body <= width + 1
    assert margin.body > width - 2
    assert margin.agreed > 0.95


def test_notes_have_a_margin_of_their_own() -> None:
    margin = find_margin([textwrap.wrap(PROSE, 70), textwrap.wrap(SMALL, 84)])
    assert margin is not None
    assert (round(margin.body), round(margin.notes)) == (70, 84)
    assert margin.wide(textwrap.wrap(SMALL, 84)) is True
    assert margin.wide(textwrap.wrap(PROSE, 70)[:6]) is False
    assert margin.wide(["một dòng ngắn"]) is None


def test_spaces_doubled_between_words_make_no_line_wider() -> None:
    margin = Margin(70, 84)
    assert margin.wide([line.replace(" ", "  ") for line in textwrap.wrap(PROSE, 70)[:6]]) is False
    assert Margin(70, 84, printed=True).width("một  hai") == Margin(70, 84, printed=True).width("một hai")


def test_printed_letters_are_measured_by_their_width() -> None:
    printed = Margin(0, 0, printed=True)
    lines, line = [], ""
    for word in PROSE.split():
        if printed.width(f"{line} {word}") > 72:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    margin = find_margin([lines])
    assert margin is not None
    assert margin.printed
    assert margin.agreed > 0.95


def test_lines_ended_by_their_author_have_no_margin() -> None:
    margin = find_margin([[sentence[: 20 + 7 * place % 300] for place, sentence in enumerate(sentences()[:60])]])
    assert margin is None or margin.agreed < 0.4


def test_room_parts_paragraphs_without_blank_lines() -> None:
    first, second = textwrap.wrap(PROSE[:500] + ".", 70), textwrap.wrap(SMALL[:700], 70)
    lines = [Line(number, text) for number, text in enumerate([*first, *second], 1)]
    blocks = read_blocks(lines)
    assert [block.number for block in blocks] == [1, len(first) + 1]


NOTE = ["¹ " + line if at == 0 else line for at, line in enumerate(textwrap.wrap(SMALL[:700], 84))]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (NOTE[:4], textwrap.wrap(PROSE[600:1_200], 70)),
        ([*NOTE[:4], "hai xã"], ["nói riêng được quan tâm, chỉ đạo và tổ chức thực hiện từ đầu"]),
    ],
)
def test_the_top_of_the_next_page_is_no_part_of_the_note_above(above: list[str], below: list[str]) -> None:
    page = [*textwrap.wrap(PROSE, 70), *NOTE, ""] * 3
    lines = [Line(number, text) for number, text in enumerate([*page, *above, *below], 1)]
    assert len(page) + len(above) + 1 in {block.number for block in read_blocks(lines)}


def test_few_lines_beyond_the_margin_make_a_second_one() -> None:
    margin = find_margin([textwrap.wrap(PROSE * 3, 70), textwrap.wrap(SMALL[:1_000], 84)])
    assert margin is not None
    assert (round(margin.body), round(margin.notes)) == (70, 84)
