"""Layout: which block of a page is body and which is footnote, and where a paragraph or a note goes on overleaf.

The model is a printed page: body, then (below the line) the rest of the note begun on the page before, then the notes
called on this page. Every reading of the blocks has a cost made of what the blocks show (does it stop in mid-sentence,
does it begin in lower case, is its number called above, what follows); the cheapest reading is kept, found by beam
search in one pass. Afterwards every block has exactly one role, so nothing can be lost, whatever was misread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Final

from vanban.importer.clues import UNANSWERED, Clue, End, Start
from vanban.records import dataclass

BEAM: Final = 16
_WAITING: Final = 1_200
"""Calls at most that wait for their notes, as all do where the notes stand at the end of a text."""
_NEXT: Final = 3
"""Calls waiting longest that the next note may answer: notes stand in the order of their calls."""
DOUBTFUL: Final = 2.5
"""A step at least this dear is shown to the editor."""


class Role(Enum):
    """What a block is on its page."""

    NEW = "new paragraph"
    MORE = "continues the paragraph before"
    NOTE = "begins a footnote"
    NOTE_MORE = "continues the footnote before"
    NONE = "page seam"


@dataclass(frozen=True, slots=True)
class Step:
    """The role given to one block and what it cost; `number` is the footnote's for NOTE and NOTE_MORE."""

    role: Role
    cost: float
    number: str | None = None


@dataclass(frozen=True, slots=True)
class _Path:
    """One reading of the blocks so far; the last step and a link to the reading before it."""

    cost: float
    step: Step | None
    before: _Path | None
    body: int
    note: int
    number: str | None
    below: bool
    turned: bool
    ruled: bool
    waiting: tuple[str, ...]


_START_COST: Final[Mapping[tuple[Start, End], float]] = {
    (Start.LOWER, End.OPEN): 8, (Start.LOWER, End.SEMI): 4.5, (Start.LOWER, End.CLOSED): 5, (Start.LOWER, End.HEAD): 2,
    (Start.LOWER, End.LABEL): 6, (Start.DIGIT, End.LABEL): 1,
    (Start.UPPER, End.OPEN): 4, (Start.UPPER, End.SEMI): 1, (Start.DIGIT, End.OPEN): 5, (Start.DIGIT, End.SEMI): 1.5,
    (Start.DIGIT, End.CLOSED): 0.5, (Start.LIST, End.OPEN): 1, (Start.HEAD, End.OPEN): 1,
}  # fmt: skip
_MORE_COST: Final[Mapping[tuple[Start, End], float]] = {
    (Start.LOWER, End.OPEN): 0, (Start.LOWER, End.SEMI): 1, (Start.LOWER, End.CLOSED): 4,
    (Start.UPPER, End.OPEN): 1.5, (Start.UPPER, End.SEMI): 4, (Start.UPPER, End.CLOSED): 7,
    (Start.LOWER, End.LABEL): 0.5, (Start.DIGIT, End.LABEL): 3,
    (Start.DIGIT, End.OPEN): 0.5, (Start.DIGIT, End.SEMI): 4, (Start.DIGIT, End.CLOSED): 6,
}  # fmt: skip
_NEVER: Final = 9.0
_UNCUT: Final = 6.0
"""Cost of a paragraph or note that goes on below a note, where no page cuts them."""
_CARRIED: Final = 8.0
"""Cost of body where only the rest of a note can stand."""
_PASSED: Final = 2.0
"""Cost of beginning a note while one called before it, whose number OCR lost, was not found."""
_OUTSET: Final = {Start.LOWER: 3.0, Start.UPPER: 3.0, Start.DIGIT: 3.0}
"""Cost of beginning a paragraph that is not set in, where the others are."""


def read_layout(clues: Sequence[Clue]) -> list[Step]:
    """Give every block its role: the cheapest reading of the whole text."""
    paths = [_Path(0.0, None, None, -1, -1, None, below=False, turned=False, ruled=False, waiting=())]
    for index in range(len(clues)):
        grown = [path for old in paths for path in _grow(old, clues, index)]
        paths = _cheapest(grown)
    best = min(paths, key=lambda path: path.cost + 3 * len(path.waiting))
    return _steps(best)


def _steps(path: _Path) -> list[Step]:
    steps: list[Step] = []
    current: _Path | None = path
    while current is not None and current.step is not None:
        steps.append(current.step)
        current = current.before
    return steps[::-1]


def _cheapest(paths: Sequence[_Path]) -> list[_Path]:
    kept: dict[tuple[object, ...], _Path] = {}
    for path in sorted(paths, key=lambda path: path.cost):
        kept.setdefault((path.body, path.note, path.below, path.turned, path.ruled, path.waiting), path)
        if len(kept) == BEAM:
            break
    return list(kept.values())


def _grow(path: _Path, clues: Sequence[Clue], index: int) -> Iterator[_Path]:
    clue = clues[index]
    if clue.rule:
        yield _next(path, Step(Role.NONE, 0.0), ruled=True)
        return
    if clue.seam:
        dropped = 3.0 * clue.tidy if _pending(path, clues) and not path.below and not path.turned else 0.0
        yield _next(path, Step(Role.NONE, dropped), turned=True)
        return
    if clue.note is not None:
        yield _begin_note(path, clue.note, clues, index)
    if _rows_go_on(path, clues, index):
        yield _body(path, Step(Role.MORE, 0.0), clue, index)
        return
    yield _new(path, clues, index)
    if clue.table or (clue.fixed and not clue.carried):
        return
    if path.body >= 0 and _may_go_on(clues[path.body]):
        yield _more(path, clues, index)
    if path.note >= 0 and clue.note is None and clue.start is not Start.HEAD:
        yield _note_more(path, clues, index)
    lost = next((number for number in path.waiting[:_NEXT] if number.endswith(UNANSWERED)), None)
    if lost is not None and clue.note is None and clue.start in {Start.UPPER, Start.DIGIT}:
        yield from _lost_number(path, clues, index, lost)


def _rows_go_on(path: _Path, clues: Sequence[Clue], index: int) -> bool:
    """Say whether rows without a head are the rest of the table that the page before cut."""
    clue, before = clues[index], clues[path.body] if path.body >= 0 else Clue()
    return clue.table and not clue.headed and path.turned and before.table and before.columns == clue.columns


def _may_go_on(before: Clue) -> bool:
    """Say whether a block can have its rest overleaf: a title, a table or a line of the frame has none."""
    return not before.fixed and not before.table and before.end is not End.HEAD


def _next(path: _Path, step: Step, **changes: object) -> _Path:
    fields: dict[str, object] = {
        "body": path.body, "note": path.note, "number": path.number, "below": path.below, "turned": path.turned,
        "ruled": path.ruled, "waiting": path.waiting,
    } | changes  # fmt: skip
    return _Path(path.cost + step.cost, step, path, **fields)  # type: ignore[arg-type]  # the fields just copied


def _follower(clues: Sequence[Clue], index: int) -> Clue | None:
    return next((clue for clue in clues[index + 1 : index + 4] if not clue.seam), None)


def _begin_note(path: _Path, number: str, clues: Sequence[Clue], index: int) -> _Path:
    called = number in path.waiting
    cost = 0.0 if called else 6.5
    cost += _unfinished(path, clues) + _unruled(path, clues[index]) + 3.0 * (clues[index].wide is False)
    waiting = _without(path.waiting, number)
    cost += _PASSED * (len(path.waiting) - len(waiting) - called)
    step = Step(Role.NOTE, cost, number)
    return _next(path, step, note=index, number=number, below=True, turned=False, waiting=waiting)


def _without(waiting: tuple[str, ...], number: str) -> tuple[str, ...]:
    """Return the numbers still waiting when the first call of `number` has found its note.

    Notes come in the order of their calls: those before it that no note answers are waited for no longer.
    """
    if number not in waiting:
        return waiting
    place = waiting.index(number)
    return tuple(early for early in waiting[:place] if not early.endswith(UNANSWERED)) + waiting[place + 1 :]


def _unfinished(path: _Path, clues: Sequence[Clue]) -> float:
    """Return the cost of beginning a note while the one before stopped in mid-sentence and was never taken up."""
    if not _pending(path, clues):
        return 0.0
    return 0.5 if path.below else 3.5 * clues[path.note].tidy


def _pending(path: _Path, clues: Sequence[Clue]) -> bool:
    """Say whether the last note stops in mid-sentence, so that its rest, and the notes after it, stand overleaf."""
    return path.note >= 0 and clues[path.note].end is End.OPEN


def _left_behind(path: _Path, clues: Sequence[Clue]) -> float:
    """Return the cost of leaving a page whose notes are not all printed."""
    return 2.0 * min(len(path.waiting), 2) if path.below and not _pending(path, clues) else 0.0


def _back_to_body(path: _Path, clues: Sequence[Clue], index: int) -> float:
    """Return the cost of body at a place: none below the footnotes of its page, nor below the rule above them."""
    below_notes = 5.0 * clues[index].paged if path.below and not path.turned else 0.0
    below_rule = 6.0 if path.ruled and not path.below else 0.0
    carried = _CARRIED * (clues[index].carried and path.below)
    return _left_behind(path, clues) + below_notes + below_rule + carried + 4.0 * (clues[index].wide is True)


def _unruled(path: _Path, clue: Clue) -> float:
    """Return the cost of beginning the footnotes of a page where there is no rule, or where a page begins."""
    if path.below and not path.turned:
        return 0.0
    return 4.0 * (clue.ruled and not path.ruled) + 2.0 * (clue.paged and path.turned and not path.ruled)


def _new(path: _Path, clues: Sequence[Clue], index: int) -> _Path:
    clue = clues[index]
    cost = 0.0
    if path.body >= 0 and not clue.fixed and not clues[path.body].fixed:
        cost = _START_COST.get((clue.start, clues[path.body].end), 0.0)
        if clues[path.body].brief and clue.start is not Start.LOWER:
            cost = min(cost, 1.0)
        if clue.table or (clues[path.body].table and clue.start is not Start.LOWER):
            cost = 0.0
        if path.below or path.turned:
            cost += _turned_new(clue, clues[path.body])
    if clue.note is not None:
        cost += 7.0 if clue.note in path.waiting else 1.0
    cost += 2.0 * _same_note(path, clue, index)
    if path.body >= 0 and not clue.fixed and not clue.table:
        cost += _OUTSET.get(clue.start, 0.0) * (clue.inset is False)
    return _body(path, Step(Role.NEW, cost + _back_to_body(path, clues, index)), clue, index)


def _turned_new(clue: Clue, before: Clue) -> float:
    if clue.start is not Start.UPPER or before.end is not End.CLOSED:
        return 0.0
    return 2.0 * clue.listed + 2.0 * (_reaches(before, clue) is True)


def _reaches(before: Clue, clue: Clue) -> bool | None:
    """Say whether the first word of `clue` had no room on the last line before it; None when nothing was wrapped."""
    return None if before.slack is None else before.slack <= clue.word


def _more(path: _Path, clues: Sequence[Clue], index: int) -> _Path:
    clue, before = clues[index], clues[path.body]
    cost = _MORE_COST.get((clue.start, before.end), _NEVER)
    if (path.below or path.turned) and clue.start is Start.UPPER and before.end is End.CLOSED:
        cost -= 5.5 * clue.listed + 5.5 * (_reaches(before, clue) is True)
    cost += 2.0 * (_reaches(before, clue) is False)
    whole = 3.0 * (clue.start is not Start.LOWER and before.brief)
    cost += 0.3 + whole if path.below or path.turned else 2.0 + max(3.0 * (clue.seamed or clue.paged), whole)
    cost += 4.0 * (clue.inset is True)
    cost += 8.0 if clue.note is not None else 0.0
    cost += _UNCUT * (clue.whole and path.below)
    return _body(path, Step(Role.MORE, max(cost, 0.0) + _back_to_body(path, clues, index)), clue, index)


def _body(path: _Path, step: Step, clue: Clue, index: int) -> _Path:
    return _next(
        path, step, body=index, below=False, turned=False, ruled=False, waiting=(path.waiting + clue.calls)[-_WAITING:]
    )


def _note_more(path: _Path, clues: Sequence[Clue], index: int) -> _Path:
    clue, before = clues[index], clues[path.note]
    cost = _MORE_COST.get((clue.start, before.end), 6.0)
    follower = _follower(clues, index)
    heads_zone = follower is not None and follower.note is not None and follower.note in path.waiting
    if path.below and not path.turned:
        cost = min(cost, 2.0) + 1.0 if heads_zone else cost + 3.0
    elif path.ruled:
        cost = min(cost, 1.0 + 2.0 * (before.end is End.CLOSED))
    else:
        cost += 2.0 * (not heads_zone) + 2.0 * path.turned + _unruled(path, clue)
    cost += 4.0 * (clue.wide is False) + 3.0 * (clue.inset is True) - min(cost, 2.0) * (clue.wide is True)
    cost = 0.0 if _same_note(path, clue, index) else cost + _UNCUT * clue.whole
    if clue.carried and path.below and path.turned:
        cost = DOUBTFUL if before.end is End.CLOSED and clue.start is not Start.LOWER else 0.0
    step = Step(Role.NOTE_MORE, cost, path.number)
    return _next(path, step, note=index, below=True, turned=False)


def _same_note(path: _Path, clue: Clue, index: int) -> bool:
    """Say whether no blank line parts a block from the note right above it, in a text that no page cuts."""
    return clue.whole and clue.close and path.note == index - 1


def _lost_number(path: _Path, clues: Sequence[Clue], index: int, called: str) -> Iterator[_Path]:
    """Read a block as a note whose number the OCR lost, only where the page shows a note must stand."""
    follower = _follower(clues, index)
    noted = follower is not None and follower.note is not None and follower.note in path.waiting
    cut = path.body >= 0 and clues[path.body].end is End.OPEN and follower is not None and follower.start is Start.LOWER
    if path.below or noted or cut or path.ruled:
        number, waiting = called.removesuffix(UNANSWERED), _without(path.waiting, called)
        step = Step(Role.NOTE, DOUBTFUL, number)
        yield _next(path, step, note=index, number=number, below=True, turned=False, waiting=waiting)
