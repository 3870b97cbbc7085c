"""Gathered: footnotes that all stand at the end of a text, over several pages, where a page turns inside a note.

Body does not come back between two such notes, and hardly after them: what a page begins with there is the rest of the
note before. At the foot of pages it is body as a rule, so nothing is said of texts whose notes may stand there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Final

from vanban.importer.clues import UNANSWERED, Clue, End, Start
from vanban.records import dataclass

_ENOUGH: Final = 3
"""Notes at least that are gathered; and pages of calls above them that no page foot answers."""


@dataclass(slots=True)
class _Run:
    """Notes with no call between them, and the pages of the calls above them; `last` is the block that ends them."""

    calls: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    page: int = 0
    last: int = 0

    @property
    def gathered(self) -> bool:
        """Say whether the calls of several pages are answered here, or those of one page overleaf."""
        return len(set(self.calls)) > 1 or self.apart

    @property
    def apart(self) -> bool:
        """Say whether the notes cannot stand at the foot of the last page that calls."""
        return len(set(self.calls)) >= _ENOUGH or (len(self.calls) > 0 and self.page > self.calls[-1])


def carry_notes(clues: Sequence[Clue]) -> list[Clue]:
    """Mark the blocks that only the rest of a note can be: afterwards they are `carried`, all else is as it was."""
    total = sum(clue.note is not None for clue in clues)
    found = {
        at
        for run in _runs(clues)
        if len(run.notes) >= _ENOUGH and len(run.notes) * 2 > total
        for at in range(run.notes[0], run.last)
        if _is_rest(clues, at, run)
    }
    return [replace(clue, carried=True) if at in found else clue for at, clue in enumerate(clues)]


def _runs(clues: Sequence[Clue]) -> Iterator[_Run]:
    """Yield the runs of notes, in order; a call that no note answers says nothing of where notes stand."""
    run, page = _Run(), 0
    for at, clue in enumerate(clues):
        page += clue.seam and not clue.rule
        if clue.note is not None:
            run.page = run.page if run.notes else page
            run.notes.append(at)
        elif any(not number.endswith(UNANSWERED) for number in clue.calls):
            if run.notes:
                yield replace(run, last=at)
                run = _Run()
            run.calls.append(page)
    yield replace(run, last=len(clues))


def _is_rest(clues: Sequence[Clue], at: int, run: _Run) -> bool:
    """Say whether a block begins a page and goes on with the note before, or has no other place among the notes."""
    clue, above = clues[at], _above(clues, at)
    turned = any(seam.seam and not seam.rule for seam in clues[above + 1 : at])
    if not turned or clue.seam or clue.note is not None or not _may_be_rest(clue, clues[run.notes[0]]):
        return False
    begun = clue.tidy and clues[above].end is not End.CLOSED
    follower = next((after for after in clues[at + 1 : run.last] if not after.seam), None)
    if follower is not None and follower.note is not None:
        return begun or (run.gathered and (clue.start is Start.LOWER or not _had_room(clues[above], clue)))
    return begun and clue.start is not Start.LIST and (run.apart or clues[_above(clues, run.notes[0])].fixed)


def _above(clues: Sequence[Clue], at: int) -> int:
    """Return the block above another and the seams between."""
    return next((index for index in range(at - 1, 0, -1) if not clues[index].seam), 0)


def _may_be_rest(clue: Clue, first: Clue) -> bool:
    """Say whether a block is no heading, table, new paragraph, nor the recipients or signature below the notes."""
    titled = clue.brief and clue.end is not End.CLOSED and clue.start is not Start.LOWER
    apart = clue.table or clue.start is Start.HEAD or clue.inset is True
    return not titled and not apart and not (clue.fixed and not first.fixed)


def _had_room(before: Clue, clue: Clue) -> bool:
    """Say whether the first word of a block had room on the last line before it, so that a paragraph ended there."""
    return before.slack is not None and before.slack > clue.word
