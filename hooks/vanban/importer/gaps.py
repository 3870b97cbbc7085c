"""Gap: a number missing among calls or notes, because OCR printed it in another style or lost it, and what fills it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from vanban.importer.below import Pair, Place
from vanban.importer.lines import Block
from vanban.importer.marks import BY_NAME, STYLES, Mark, Style, find_marks, note_start
from vanban.importer.matching import match_notes

_WEAK: Final = tuple(style for style in STYLES if not style.strong)
_SAME_PAGE: Final = 40
"""Blocks between a call and its note at most."""
_LOST: Final = 3
"""Calls without a note at most, one after another, that are believed."""


def fill_gaps(
    blocks: Sequence[Block],
    texts: Sequence[str],
    calls: dict[int, tuple[Mark, ...]],
    starts: dict[int, Mark],
    doubts: list[tuple[int, str]],
) -> None:
    """Add to `calls` and `starts` what is printed in another style than the others, each with a doubt to show."""
    _fill_starts(blocks, texts, calls, starts, doubts)
    _fill_calls(blocks, texts, calls, starts, doubts)


def _fill_starts(
    blocks: Sequence[Block],
    texts: Sequence[str],
    calls: Mapping[int, tuple[Mark, ...]],
    starts: dict[int, Mark],
    doubts: list[tuple[int, str]],
) -> None:
    """Find notes whose number is printed in a weak style while their call is strong."""
    have = {mark.number for mark in starts.values()}
    for index, marks in list(calls.items()):
        for mark in marks:
            if mark.number in have or not starts:
                continue
            window = range(index + 1, min(index + _SAME_PAGE, len(texts)))
            near = [
                (at, head) for at, head in note_heads([texts[at] for at in window], _WEAK) if head.number == mark.number
            ]
            beside = [(index + 1 + at, head) for at, head in near if _beside_note(index + 1 + at, starts)]
            if len(beside) == 1:
                at, head = beside[0]
                starts[at] = head
                have.add(mark.number)
                doubts.append((blocks[at].number, f"số chú thích {mark.number} in khác kiểu; đã nhận theo thứ tự"))


def _beside_note(index: int, starts: Mapping[int, Mark]) -> bool:
    return index - 1 in starts or index + 1 in starts


def _fill_calls(
    blocks: Sequence[Block],
    texts: Sequence[str],
    calls: dict[int, tuple[Mark, ...]],
    starts: Mapping[int, Mark],
    doubts: list[tuple[int, str]],
) -> None:
    """Find calls printed in a weak style: the only mark of a note's number between the calls of its neighbours."""
    answered = {index: call for call, (index, _) in matched(_called(calls, starts), starts)}
    bounds = _bounds(starts, answered)
    first = (0, 0)
    for at, head in sorted(starts.items()):
        if at in answered:
            first = _position(answered[at])
        elif head.number.isdecimal():
            lowest = first[0] if first > (0, 0) else max(0, at - _SAME_PAGE)
            places = _weak_places(texts, starts, range(lowest, min(at, bounds[at][0] + 1)))
            fitting = [
                place for place in places if place[1].number == head.number and first < _position(place) < bounds[at]
            ]
            if len(fitting) == 1:
                index, mark = fitting[0]
                calls[index] = tuple(sorted((*calls.get(index, ()), mark), key=lambda mark: mark.start))
                first = _position(fitting[0])
                doubts.append(
                    (blocks[index].number, f"dấu gọi chú thích {mark.number} in khác kiểu; đã nhận theo thứ tự")
                )


def _called(calls: Mapping[int, tuple[Mark, ...]], starts: Mapping[int, Mark]) -> dict[int, tuple[Mark, ...]]:
    return {index: marks for index, marks in calls.items() if index not in starts}


def _bounds(starts: Mapping[int, Mark], answered: Mapping[int, Place]) -> dict[int, tuple[int, int]]:
    """Return, for each note, the place of the call that the next answered note below it answers."""
    bounds: dict[int, tuple[int, int]] = {}
    following = (max(starts, default=0) + 1, 0)
    for at in sorted(starts, reverse=True):
        bounds[at] = following
        if at in answered:
            following = _position(answered[at])
    return bounds


def _weak_places(texts: Sequence[str], starts: Mapping[int, Mark], indexes: Iterable[int]) -> Iterator[Place]:
    for index in indexes:
        if index not in starts:
            yield from ((index, mark) for mark in find_marks(texts[index], _WEAK))


def unanswered(texts: Sequence[str], pairs: Sequence[Pair]) -> Iterator[Place]:
    """Yield marks in the style of the calls that no note answers, where the numbers of the calls have a gap for them.

    Such a call is believed when it counts on from the call before it to the one after it.
    """
    style = BY_NAME[pairs[0][0][1].style]
    known = sorted((call for call, _ in pairs), key=_position)
    heads = {index for _, (index, _) in pairs}
    marked = (
        (index, mark) for index, text in enumerate(texts) if index not in heads for mark in find_marks(text, (style,))
    )
    restarts = any(call[1].number == "1" for call in known[1:])
    between: list[Place] = []
    taken = {_position(call) for call in known}
    last: str = ""
    for place in marked:
        if _position(place) not in taken:
            between.append(place)
            continue
        numbers = [last, *(mark.number for _, mark in between), place[1].number]
        if len(between) <= _LOST and all(_counts_on(a, b, restarts=restarts) for a, b in pairwise(numbers)):
            yield from between
        between, last = [], place[1].number


def _counts_on(before: str, after: str, *, restarts: bool) -> bool:
    """Say whether a number is the next after another, or the first where numbers begin anew."""
    if after == "1":
        return restarts or not before
    return bool(before) and before.isdecimal() and after.isdecimal() and int(after) == int(before) + 1


def _position(place: Place) -> tuple[int, int]:
    return place[0], place[1].start


def matched(calls: Mapping[int, tuple[Mark, ...]], starts: Mapping[int, Mark]) -> list[Pair]:
    """Return the calls with the notes that answer them, in order over the whole text."""
    return match_notes([(index, mark) for index in sorted(calls) for mark in calls[index]], sorted(starts.items()))


def note_heads(texts: Sequence[str], styles: Sequence[Style]) -> Iterator[tuple[int, Mark]]:
    """Yield the blocks that begin with a number in one of the styles, with its mark."""
    for index, text in enumerate(texts):
        mark = next((mark for style in styles if (mark := note_start(text, style))), None)
        if mark is not None:
            yield index, mark
