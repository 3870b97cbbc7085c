"""find_citations, find_by_block: mentions of a whole text, block by block, in order and without overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from vanban.citations.citation import Citation, Kind
from vanban.citations.drafts import Draft
from vanban.citations.lists import share_lists
from vanban.citations.names import NameFinder, name_finder
from vanban.citations.numbered import find_numbered
from vanban.citations.plain import Plain, blocks
from vanban.citations.plenums import find_plenums
from vanban.citations.short_forms import Memory


def find_citations(text: str, names: Mapping[str, str] | None = None) -> Iterator[Citation]:
    """Yield the citations of `text` in order.

    Args:
        text: Plain text or Markdown, in any Unicode form.
        names: Registry aliases of documents ("Luật Tiếp công dân") and their ids.

    Yields:
        Each mention, with offsets into `text`; no two overlap.
    """
    for _, _, found in find_by_block((text,), names):
        yield from found


def find_by_block(
    pieces: Iterable[str], names: Mapping[str, str] | None = None
) -> Iterator[tuple[int, str, list[Citation]]]:
    """Yield a text that arrives in pieces as blocks: offset, text, and the citations in it.

    Offsets count from the start of the whole text. What was yielded is not kept, so that memory does not grow with the
    text. The citations are those of `find_citations` on the pieces joined.
    """
    memory = Memory({})
    finder = name_finder(names) if names else None
    for offset, piece in blocks(pieces):
        plain = Plain(piece)
        found = []
        for draft in _block(plain.text, memory, finder):
            start, end = plain.source_span(draft.start, draft.end)
            found.append(draft.citation(offset + start, offset + end, piece[start:end]))
        yield offset, piece, found


def _block(text: str, memory: Memory, finder: NameFinder | None) -> list[Draft]:
    """Return the mentions of one plain block in order; what prints a symbol wins over what does not."""
    numbered = list(find_numbered(text, memory))
    share_lists(numbered)
    plenums = list(find_plenums(text))
    named = finder.find(text) if finder else []
    if not plenums and not named:
        return numbered
    return _without_overlaps([*numbered, *plenums, *named])


def _without_overlaps(drafts: list[Draft]) -> list[Draft]:
    """Return drafts in order of place; of two that overlap the one with a symbol stays, else the longer."""
    chosen: list[Draft] = []
    for draft in sorted(drafts, key=lambda each: (each.start, each.start - each.end)):
        while chosen and chosen[-1].end > draft.start:
            if _weight(chosen[-1]) >= _weight(draft):
                break
            chosen.pop()
        else:
            chosen.append(draft)
    return chosen


def _weight(draft: Draft) -> tuple[bool, int]:
    """Return how much a draft is believed."""
    return draft.kind is not Kind.SHORT and draft.plenum is None, draft.end - draft.start
