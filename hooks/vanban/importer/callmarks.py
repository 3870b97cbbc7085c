"""Calls: which marks of a text call footnotes and which blocks begin one, decided over the whole text at once.

Strong marks are believed. When there are none, the weak style whose calls and notes answer each other best is taken.
Then gaps in the numbering are filled: a number that OCR printed in another style is taken when it stands, alone of its
kind, between its neighbours, and a note of that number exists.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from vanban.importer.below import Pair, Place, are_below, right_below
from vanban.importer.frame import Frame
from vanban.importer.gaps import fill_gaps, matched, note_heads, unanswered
from vanban.importer.labels import find_label
from vanban.importer.lines import Block, Kind, is_rule, open_end
from vanban.importer.marks import STYLES, Mark, Style, find_marks
from vanban.records import dataclass

_STRONG: Final = tuple(style for style in STYLES if style.strong)
_WEAK: Final = tuple(style for style in STYLES if not style.strong)
_SAME_PAGE: Final = 40
"""Blocks between a call and its note at most, for a weak mark to be believed."""
_NEAR_LINES: Final = 120
"""Lines between them at most."""
_BELOW_LINES: Final = 30
"""Lines between a call, or a note, and the next note at most, where notes stand right below their paragraphs."""
_PAGES: Final = 3
_LOST: Final = 3
"""Numbers one after another at most that OCR may have lost from a series."""


_MISREAD: Final = "dấu gọi chú thích 1 in là (l); đã nhận là (1)"


@dataclass(frozen=True, slots=True)
class Calls:
    """Which marks call footnotes and begin them.

    Attributes:
        calls: Calls by block.
        starts: Heads of notes by block.
        doubts: Choices to show, as (line, message).
        answers: Block of a note -> (block, start) of the call it answers.
        lost: (block, start) of the calls that no note answers: OCR may have lost the number of theirs.
        below: Whether the notes stand right below their paragraphs, so that no page cuts either.
    """

    calls: Mapping[int, tuple[Mark, ...]]
    starts: Mapping[int, Mark]
    doubts: tuple[tuple[int, str], ...] = field(default=())
    answers: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    below: bool = False
    lost: frozenset[tuple[int, int]] = frozenset()


def read_calls(blocks: Sequence[Block], frame: Frame) -> Calls:
    """Find the calls and the heads of footnotes in `blocks`."""
    texts = [block.text if block.kind is not Kind.SEAM else "" for block in blocks]
    calls = {index: tuple(find_marks(text, _STRONG)) for index, text in enumerate(texts)}
    starts = dict(note_heads(texts, _STRONG))
    doubts: list[tuple[int, str]] = []
    turns = [index for index, block in enumerate(blocks) if block.kind is Kind.SEAM and not is_rule(block.text)]
    if not any(calls.values()) or not starts:
        pairs = _best_weak(texts, calls, starts, _Paper(frame, _SAME_PAGE, 1, turns))
        if pairs:
            calls, starts = (
                _by_block([*(call for call, _ in pairs), *unanswered(texts, pairs)]),
                {index: mark for _, (index, mark) in pairs},
            )
    fill_gaps(blocks, texts, calls, starts, doubts)
    for index in starts:
        calls.pop(index, None)
    calls = {index: marks for index, marks in calls.items() if marks}
    below = len(turns) < _PAGES and are_below(texts, calls, starts)
    pairs = list(right_below(calls, starts, 1)) if below else matched(calls, starts)
    answers = {index: (call, mark.start) for (call, mark), (index, _) in pairs}
    doubts += [(blocks[index].number, _MISREAD) for index, marks in calls.items() if _misread(texts[index], marks)]
    return Calls(calls, starts, tuple(doubts), answers, below, _lost(calls, starts, answers))


def _misread(text: str, marks: Iterable[Mark]) -> bool:
    return any("l" in text[mark.start : mark.end] for mark in marks)


def _lost(
    calls: Mapping[int, tuple[Mark, ...]], starts: Mapping[int, Mark], answers: Mapping[int, tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """Return the calls that no note answers and that no note of their number, left over below, could answer."""
    answered = set(answers.values())
    last = {mark.number: index for index, mark in sorted(starts.items()) if index not in answers}
    return frozenset(
        (index, mark.start)
        for index, marks in calls.items()
        for mark in marks
        if (index, mark.start) not in answered and last.get(mark.number, -1) < index
    )


def note_lines(texts: Sequence[str], turns: Collection[int] = ()) -> frozenset[int]:
    """Return which of the lines of a text begin footnotes, for marks that could be something else.

    A line counts when a mark of its number and style, not at the head of a line, calls it above.

    Args:
        texts: The lines.
        turns: Indexes of the lines where a page turns.
    """
    if any(mark.start for text in texts for mark in find_marks(text, _STRONG)):
        return frozenset()
    best: tuple[float, frozenset[int]] = (0.0, frozenset())
    paper = _Paper(Frame(0, 0, len(texts), len(texts)), _NEAR_LINES, _BELOW_LINES, turns)
    for style in _WEAK:
        calls = _all_calls(texts, style)
        for heads_style in _WEAK:
            heads = dict(note_heads(texts, (heads_style,)))
            for pairs in _answers(texts, calls, heads, paper):
                score = _score(calls, pairs)
                if score > best[0]:
                    best = (score, frozenset(index for _, (index, _) in pairs))
    return best[1]


def _best_weak(
    texts: Sequence[str], strong: Mapping[int, tuple[Mark, ...]], starts: Mapping[int, Mark], paper: _Paper
) -> list[Pair]:
    """Return calls and notes of the pair of styles that answer each other best; none when no styles do."""
    call_sets = [dict(strong)] if any(strong.values()) else [_all_calls(texts, style) for style in _WEAK]
    start_sets = [dict(starts)] if starts else [dict(note_heads(texts, (style,))) for style in (*_WEAK, *_STRONG)]
    best: tuple[float, list[Pair]] = (0.0, [])
    for calls in call_sets:
        for heads in start_sets:
            for pairs in _answers(texts, calls, heads, paper):
                score = _score(calls, pairs)
                if score > best[0] and not _are_clauses(pairs, heads):
                    best = (score, pairs)
    return best[1]


def _are_clauses(pairs: Sequence[Pair], heads: Mapping[int, Mark]) -> bool:
    """Say whether most of what answers the calls are numbered points of the text, whose notes are not there.

    A point is told from a note by what follows it: where calls are printed in another style, a block that begins with
    the next number and that nothing calls goes on with the row.
    """
    answered = {index for _, (index, _) in pairs}
    return 2 * sum(_is_clause(pair, heads, answered) for pair in pairs) > len(pairs)


def _is_clause(pair: Pair, heads: Mapping[int, Mark], answered: Collection[int]) -> bool:
    (_, call), (index, head) = pair
    after = heads.get(index + 1)
    goes_on = after is not None and after.number == str(int(head.number) + 1) if head.number.isdecimal() else False
    return head.style == "stopped" != call.style and goes_on and index + 1 not in answered


@dataclass(frozen=True, slots=True)
class _Paper:
    """Where marks stand: the frame, how far a note is from its call and from the one above it, where pages turn."""

    frame: Frame
    near: int
    below: int
    turns: Collection[int] = ()


def _answers(
    texts: Sequence[str], calls: Mapping[int, tuple[Mark, ...]], heads: Mapping[int, Mark], paper: _Paper
) -> Iterator[list[Pair]]:
    """Yield the ways in which notes answer calls: at the foot of the page, near, at the end, right below, in order.

    The last asks least of the page, so only notes numbered as they are called are believed.
    """
    if len(paper.turns) >= _PAGES:
        yield list(_at_foot(calls, heads, paper))
    yield list(_pairs(texts, calls, heads, paper.frame, paper.near))
    called = _chain([(index, mark) for index in sorted(calls) for mark in calls[index]], (-1, 0))
    if called:
        noted = {mark.number: (index, mark) for index, mark in _chain(sorted(heads.items()), (called[-1][0], 0))}
        yield [(call, noted[call[1].number]) for call in called if call[1].number in noted]
    body = {index: marks for index, marks in calls.items() if not paper.frame.fixed(index)}
    yield list(right_below(body, heads, paper.below))
    if {mark.style for marks in body.values() for mark in marks} == {head.style for head in heads.values()}:
        ordered = matched({index: _inner(marks) for index, marks in body.items()}, heads)
        yield [pair for pair in ordered if pair[1][0] - pair[0][0] <= paper.near]


def _inner(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark.start)


def _at_foot(calls: Mapping[int, tuple[Mark, ...]], heads: Mapping[int, Mark], paper: _Paper) -> Iterator[Pair]:
    """Yield pairs page by page, read from the foot up: the last note answers the last call of its number.

    A call that no note of its page answers may be answered on the next page.
    """
    turns = sorted(paper.turns)
    pages: defaultdict[int, list[int]] = defaultdict(list)
    for index in sorted({*(index for index in calls if calls[index]), *heads}):
        pages[bisect_right(turns, index)].append(index)
    carried: list[Place] = []
    for members in pages.values():
        own = [(index, mark) for index in members if not paper.frame.fixed(index) for mark in calls.get(index, ())]
        called = [*carried, *own]
        answered: set[Place] = set()
        for index, head in _feet(members, called, heads):
            call = next(
                call for call in called if call[1].number == head.number and call[0] < index and call not in answered
            )
            answered.add(call)
            yield call, (index, head)
        carried = [call for call in own if call not in answered]


def _feet(members: Sequence[int], called: Sequence[Place], heads: Mapping[int, Mark]) -> list[Place]:
    """Return the notes of a page in order: read from the foot up, each answers a call before that of the one below."""
    found: list[Place] = []
    left = list(called)
    for index in reversed(members):
        head = heads.get(index)
        before = [at for at, call in enumerate(left) if head and call[0] < index and call[1].number == head.number]
        if head and before:
            found.append((index, head))
            left = left[: before[-1]]
    return found[::-1]


def _chain(places: Sequence[Place], after: tuple[int, int]) -> list[Place]:
    """Return places numbered 1, 2, 3 …, each the first after the one before; a few numbers may be lost."""
    by_number: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_number[place[1].number].append(place)
    chain: list[Place] = []
    number = lost = 0
    while lost < _LOST:
        number += 1
        following = by_number.get(str(number), [])
        at = bisect_right(following, after, key=lambda place: (place[0], place[1].start))
        if at < len(following):
            chain.append(following[at])
            after, lost = (following[at][0], following[at][1].start), 0
        else:
            lost += 1
    return chain


def _by_block(calls: Iterable[tuple[int, Mark]]) -> dict[int, tuple[Mark, ...]]:
    """Return the calls of each block in the order they stand."""
    result: dict[int, tuple[Mark, ...]] = {}
    for index, mark in sorted(calls, key=lambda call: (call[0], call[1].start)):
        result[index] = (*result.get(index, ()), mark)
    return result


def _score(calls: Mapping[int, tuple[Mark, ...]], pairs: Sequence[object]) -> float:
    """Return pairs less a third of the calls left over: an enumeration `(1) … (2) …` has calls and no notes."""
    return len(pairs) - (sum(map(len, calls.values())) - len(pairs)) / 3


def _all_calls(texts: Sequence[str], style: Style) -> dict[int, tuple[Mark, ...]]:
    return {index: tuple(find_marks(text, (style,))) for index, text in enumerate(texts)}


def _pairs(
    texts: Sequence[str],
    calls: Mapping[int, tuple[Mark, ...]],
    heads: Mapping[int, Mark],
    frame: Frame,
    near: int = _SAME_PAGE,
) -> Iterator[tuple[tuple[int, Mark], tuple[int, Mark]]]:
    """Yield each call with the first later block that begins with its number and answers no earlier call.

    A block that reads like a heading or calls footnotes itself is passed over when the text has another to answer with.
    """
    waiting: list[tuple[int, Mark]] = []
    for index in sorted({*calls, *heads}):
        head = heads.get(index)
        waiting = [place for place in waiting if index - place[0] <= near]
        match = next((place for place in waiting if head and place[1].number == head.number), None)
        if head is not None and match is not None and not _in_body(texts, index, calls, heads):
            waiting.remove(match)
            yield match, (index, head)
        elif not frame.fixed(index):
            waiting += [(index, mark) for mark in calls.get(index, ())]


def _in_body(
    texts: Sequence[str], index: int, calls: Mapping[int, tuple[Mark, ...]], heads: Mapping[int, Mark]
) -> bool:
    """Say whether a block reads like a heading or calls footnotes, and a later one of the same number does not."""
    number = heads[index].number
    later = range(index + 1, min(index + _SAME_PAGE, len(texts)))
    same = [at for at in later if at in heads and heads[at].number == number]
    if _calls_others(calls, index, number):
        return any(not _calls_others(calls, at, number) for at in same)
    titled = open_end(texts[index]) and find_label(texts[index]) is not None
    return titled and any(not open_end(texts[at]) for at in same)


def _calls_others(calls: Mapping[int, tuple[Mark, ...]], index: int, number: str) -> bool:
    return any(mark.start and mark.number != number for mark in calls.get(index, ()))
