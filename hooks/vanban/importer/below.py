"""Below: footnotes printed right below the paragraph that calls them, numbered anew or running on.

There are no pages then: no paragraph and no note is cut, and what stands between two paragraphs is notes of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from vanban.importer.marks import Mark

Place = tuple[int, Mark]
"""A mark and the block or line it stands in."""
Pair = tuple[Place, Place]
"""A call and the head of the note that answers it."""

_ENOUGH: Final = 3
_MOST: Final = 0.9


def right_below(calls: Mapping[int, Sequence[Mark]], heads: Mapping[int, Mark], near: int) -> Iterator[Pair]:
    """Yield calls with their notes where the notes of a paragraph follow it one after another.

    Args:
        calls: The calls by block or line.
        heads: The marks at the head of a block or line.
        near: How far a note stands at most from its call or from the note before; 1 when it must be the next.
    """
    above: list[Place] = []
    run: list[Place] = []
    for index in sorted({*(index for index in calls if calls[index]), *heads}):
        head, last = heads.get(index), (run or above)[-1][0] if above else index
        if head is not None and index - last <= near and _follows(head, above, run):
            run.append((index, head))
            continue
        own = [(index, mark) for mark in calls.get(index, ()) if mark.start]
        if run or index - last > near or not _goes_on(above, own):
            yield from answered(above, run)
            above, run = [], []
        above += own
    yield from answered(above, run)


def _follows(head: Mark, above: Sequence[Place], run: Sequence[Place]) -> bool:
    """Say whether a note has the number after that of the note before it, or the first that is called above it."""
    called = [mark.number for _, mark in above]
    if not run or not head.number.isdecimal():
        return head.number in called[: None if run else 1] or head.number == "1" in called
    return head.number in called and int(head.number) == int(run[-1][1].number) + 1


def _goes_on(above: Sequence[Place], own: Sequence[Place]) -> bool:
    """Say whether the calls of a line go on counting from those of the lines above it."""
    if not above or not own:
        return True
    before, after = above[-1][1].number, own[0][1].number
    return before.isdecimal() and after.isdecimal() and int(after) == int(before) + 1


def answered(calls: Sequence[Place], heads: Sequence[Place]) -> list[Pair]:
    """Return pairs, read from the foot up: each note answers a call before that of the note below it."""
    found: list[Pair] = []
    left = list(calls)
    for index, head in reversed(heads):
        before = [at for at, call in enumerate(left) if call[0] < index and call[1].number == head.number]
        if before:
            found.append((left[before[-1]], (index, head)))
            left = left[: before[-1]]
    return found[::-1]


def are_below(texts: Sequence[str], calls: Mapping[int, Sequence[Mark]], heads: Mapping[int, Mark]) -> bool:
    """Say whether nearly all footnotes of a text stand right below their paragraph, and no sentence goes on below."""
    pairs = list(right_below(calls, heads, 1))
    after = {index + 1 for _, (index, _) in pairs} - {*heads, len(texts)}
    cut = [index for index in after if texts[index][:1].islower()]
    return len(pairs) >= max(_ENOUGH, len(heads) * _MOST) and len(cut) * 10 <= len(after)
