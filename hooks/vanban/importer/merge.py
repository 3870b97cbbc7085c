"""Merge: an editor's page and a better scan, joined like two branches; nothing of the editor's is ever lost.

Paragraphs are compared first; where both changed one paragraph, its words are. Where both changed the same words the
editor's stay, and the place is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_WORDS: Final = re.compile(r"\s+|[^\s]+")


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
    for chunk in _chunks(*(text.splitlines(keepends=True) for text in (base, ours, theirs))):
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


def _chunks(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Chunk]:
    """Cut three sequences at the places where all three agree; every item is in exactly one chunk."""
    to_ours, to_theirs = _matches(base, ours), _matches(base, theirs)
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
            same = (base[index],)
            yield _Chunk(same, same, same)
            at = (point[0] + 1, point[1] + 1, point[2] + 1)


def _matches(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
