"""Merge: an editor's page and a better scan, joined like two branches; nothing of the editor's is ever lost.

Paragraphs are compared first; where both changed one paragraph, its words are. Where both changed the same words the
editor's stay, and the place is listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_ALIKE: Final = 0.6
_WORDS: Final = lazy_pattern(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed: the line of the merged page, what the editor has, what the new scan has."""

    line: int
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged page and the places that an editor must settle."""

    text: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Chunk:
    base: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Merge two versions of a page that both come from `base`; in a conflict `ours` stays."""
    result: list[str] = []
    conflicts: list[Conflict] = []
    for chunk in _chunks(*(text.splitlines(keepends=True) for text in (base, ours, theirs)), close=True):
        line = sum(text.count("\n") for text in result) + 1
        settled = _settle(chunk)
        if settled is None:
            settled, clash = _merge_words(chunk)
            conflicts += [Conflict(line, ours, theirs) for ours, theirs in clash]
        result += settled
    return Merged("".join(result), tuple(conflicts))


def _settle(chunk: _Chunk) -> tuple[str, ...] | None:
    if chunk.ours == chunk.base:
        return chunk.theirs
    return chunk.ours if chunk.theirs in (chunk.base, chunk.ours) else None


def _merge_words(chunk: _Chunk) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    words = [_WORDS.findall("".join(part)) for part in (chunk.base, chunk.ours, chunk.theirs)]
    result: list[str] = []
    clash: list[tuple[str, str]] = []
    for part in _chunks(*words):
        settled = _settle(part)
        if settled is None:
            clash.append(("".join(part.ours).strip(), "".join(part.theirs).strip()))
            settled = part.ours
        result += settled
    return tuple(result), clash


def _chunks(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], *, close: bool = False
) -> Iterator[_Chunk]:
    """Cut three sequences at the places where all three agree; every item is in exactly one chunk.

    With `close`, items that are much alike agree too and make a chunk of their own, so that a line which both sides
    changed never swallows the new lines beside it.
    """
    to_ours, to_theirs = _matches(base, ours, close=close), _matches(base, theirs, close=close)
    at = (0, 0, 0)
    for index in range(len(base) + 1):
        end = index == len(base)
        if not end and (index not in to_ours or index not in to_theirs):
            continue
        point = (index, len(ours) if end else to_ours[index], len(theirs) if end else to_theirs[index])
        chunk = _Chunk(tuple(base[at[0] : point[0]]), tuple(ours[at[1] : point[1]]), tuple(theirs[at[2] : point[2]]))
        if chunk.base or chunk.ours or chunk.theirs:
            yield chunk
        if not end:
            yield _Chunk((base[index],), (ours[point[1]],), (theirs[point[2]],))
            at = (point[0] + 1, point[1] + 1, point[2] + 1)


def _matches(base: Sequence[str], other: Sequence[str], *, close: bool) -> dict[int, int]:
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    found: dict[int, int] = {}
    ends = (0, 0)
    for block in blocks:
        if close:
            found |= _alike(base, other, range(ends[0], block.a), range(ends[1], block.b))
        found |= {block.a + step: block.b + step for step in range(block.size)}
        ends = (block.a + block.size, block.b + block.size)
    return found


def _alike(base: Sequence[str], other: Sequence[str], olds: range, news: range) -> dict[int, int]:
    """Pair the lines of two gaps that are much alike, in order."""
    found: dict[int, int] = {}
    start = news.start
    for old in olds:
        best = max(range(start, news.stop), key=lambda new: likeness(base[old], other[new]), default=None)
        if best is not None and likeness(base[old], other[best]) > _ALIKE:
            found[old] = best
            start = best + 1
    return found


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are by their words: 1 for the same words, 0 for none in common."""
    mine, theirs = Counter(one.split()), Counter(other.split())
    total = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / total if total else 0.0
