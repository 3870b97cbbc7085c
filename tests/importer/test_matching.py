"""Calls and notes are matched in order over the whole text, so that one number lost moves no other note."""

from __future__ import annotations

import random

import pytest

from vanban.importer.marks import Mark
from vanban.importer.matching import match_notes

Places = list[tuple[int, Mark]]


def places(*numbered: tuple[int, str]) -> Places:
    return [(index, Mark(5, 8, number, "paren")) for index, number in numbered]


@pytest.mark.parametrize(
    ("calls", "heads", "expected"),
    [
        ([(0, "1"), (0, "2"), (4, "1")], [(1, "1"), (2, "2"), (5, "1")], [(0, 1), (0, 2), (4, 5)]),
        ([(0, "1"), (0, "2"), (4, "1"), (4, "2")], [(1, "1"), (5, "1"), (6, "2")], [(0, 1), (4, 5), (4, 6)]),
        ([(0, "1"), (4, "1"), (8, "1")], [(5, "1"), (9, "1")], [(4, 5), (8, 9)]),
        ([(0, "1")], [(0, "1")], []),
        ([(3, "1")], [(1, "1")], []),
        ([(0, "1"), (1, "2")], [(5, "2"), (6, "1")], [(1, 5)]),
        (
            [(3 * at, "1") for at in range(9)],
            [(3 * at + 1, "1") for at in range(1, 10)],
            [(3 * at, 3 * at + 1) for at in range(1, 9)],
        ),
    ],
)
def test_match_notes(
    calls: list[tuple[int, str]], heads: list[tuple[int, str]], expected: list[tuple[int, int]]
) -> None:
    found = match_notes(places(*calls), places(*heads))
    assert [(call[0], head[0]) for call, head in found] == expected


def test_numbers_lost_here_and_there_move_no_other_note() -> None:
    chance = random.Random("lost numbers")
    for _ in range(60):
        calls, heads, index = places(), places(), 0
        for _ in range(20):
            count = chance.randint(0, 4)
            calls += places(*((index + at, str(at + 1)) for at in range(count)))
            heads += places(*((index + 5 + at, str(at + 1)) for at in range(count)))
            index += 10
        kept_heads = [place for place in heads if chance.random() > 0.1]
        for (at, call), (below, head) in match_notes(calls, kept_heads):
            assert call.number == head.number
            assert below - at == 5
