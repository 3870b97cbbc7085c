"""Furniture: page numbers and running heads, which stand on every page and belong to no paragraph.

They are left out of the section pages, listed in the review, and only ever recognised by their run: numbers that grow
from page to page, and heads that come back at page seams. A lone number or a heading printed once stays text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from vanban.importer.labels import find_label
from vanban.importer.lines import LIST_MARK, Line, open_end
from vanban.patterns import lazy_pattern

_NUMBER: Final = lazy_pattern(r"[-–—\s\f]*(?:[Tt]rang\s+|[Pp]age\s+)?(\d{1,4})(?:\s*[/|]\s*\d{1,4})?[-–—\s]*")
_LONGEST_HEAD: Final = 120
_HEAD_PAGES: Final = 3
_HEAD_STEP: Final = 3
_HEAD_GAP: Final = 3
"""Lines from one running head to the next at least, but for a few; the lines of a list that counts stand together."""
_SHORT: Final = 0.75
"""Share of its neighbours' length that a running head between them has at most."""
_BROKEN: Final = 0.6
"""Share below which no line was broken at the margin for want of room."""
_PAGES_A_HEAD: Final = 4
"""Pages of a text at most for each line beside a page number that may be a head; on fewer of them it is chance."""
_FOLIO: Final = lazy_pattern(r"^\d{1,4}(?=\s+\D)|(?<=\D\s)\d{1,4}$")


def find_furniture(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that are page numbers or running heads."""
    inked = [line for line in lines if line.text.strip()]
    numbers = _page_numbers(inked)
    return numbers | _running_heads(inked, numbers)


def _page_numbers(inked: Sequence[Line]) -> frozenset[int]:
    found = [(line.number, int(match[1])) for line in inked if (match := _NUMBER.fullmatch(line.text))]
    chains: list[list[tuple[int, int]]] = []
    for number, value in found:
        chain = next((chain for chain in chains if 0 < value - chain[-1][1] <= 3), None)
        if chain is None:
            chains.append([(number, value)])
        else:
            chain.append((number, value))
    best = max(chains, key=len, default=[])
    alone = {line.number for line in inked if line.text.startswith("\f")}
    by_feed = _beside_feed(inked, alone)
    if len(best) > 1 and len(best) * 2 > len(found):
        return frozenset(number for number, _ in best)
    return frozenset(number for number, _ in found if number in by_feed)


def _beside_feed(inked: Sequence[Line], feeds: set[int]) -> set[int]:
    before = {line.number for line, after in pairwise(inked) if after.number in feeds}
    return before | feeds


def _running_heads(inked: Sequence[Line], numbers: frozenset[int]) -> frozenset[int]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(inked):
        text = line.text.strip()
        worded = 3 < len(text) <= _LONGEST_HEAD and not LIST_MARK.match(text) and not text.startswith("|")
        if worded and line.number not in numbers:
            places[_head(text)].append(index)
    pages = max(len(numbers), sum(line.text.startswith("\f") for line in inked))
    heads: set[int] = set()
    for indexes in places.values():
        if len(indexes) > 1:
            heads |= {inked[index].number for index in _heads_of(inked, indexes, numbers, pages)}
    return frozenset(heads)


def _head(text: str) -> str:
    """Return a line without the page number at its head or end."""
    return " ".join(re.sub(r"\d+", "#", _FOLIO.sub("", text.casefold())).split())


def _heads_of(inked: Sequence[Line], indexes: Sequence[int], numbers: frozenset[int], pages: int) -> Sequence[int]:
    """Return which of the lines that read alike are running heads."""
    seams = [index for index in indexes if _at_seam(inked, index, numbers)]
    often = len(seams) >= max(_HEAD_PAGES, pages / 3) and len(seams) * 10 >= len(indexes) * 6
    broken = [index for index in indexes if _breaks_sentence(inked, index)]
    breaking = len(indexes) >= _HEAD_PAGES and len(broken) > 1 and len(broken) * 10 >= len(indexes) * 4
    near = [after - before for before, after in pairwise(indexes) if after - before < _HEAD_GAP]
    far = len(indexes) >= _HEAD_PAGES and len(near) * 10 <= len(indexes) and 1 not in near
    if (far or breaking) and _counts_pages(inked, indexes):
        return indexes
    if often or breaking:
        return _regular(indexes, {*seams, *broken})
    return seams if _on_two_pages(inked, indexes, numbers) else ()


def _counts_pages(inked: Sequence[Line], indexes: Sequence[int]) -> bool:
    """Say whether lines have page numbers at their head or end, growing from one to the next."""
    found = [_FOLIO.search(inked[index].text.strip()) for index in indexes]
    values = [int(match[0]) for match in found if match]
    grows = all(0 < after - before <= _HEAD_STEP for before, after in pairwise(values))
    return len(values) == len(indexes) and grows and find_label(inked[indexes[0]].text.strip()) is None


def _regular(indexes: Sequence[int], sure: Collection[int]) -> Sequence[int]:
    """Return the sure places, and others about as far from their neighbours as pages are long."""
    gaps = sorted(after - before for before, after in pairwise(indexes))
    usual = gaps[len(gaps) // 2]
    near = {
        index
        for before, index in pairwise(indexes)
        if index in sure or (before in sure and usual * 0.6 <= index - before <= usual * 1.5)
    }
    return [index for index in indexes if index in sure or index in near]


def _on_two_pages(inked: Sequence[Line], indexes: Sequence[int], numbers: frozenset[int]) -> bool:
    """Say whether a line stands beside the page numbers of a short text, wherever it is printed."""
    beside = [inked[at].number for index in indexes for at in (index - 1, index + 1) if 0 <= at < len(inked)]
    text = inked[indexes[0]].text.strip()
    plain = find_label(text) is None and text[:1].isupper() and text[-1:].isalnum()
    return (
        plain
        and len(indexes) * _PAGES_A_HEAD >= len(numbers)
        and 1 < len(indexes) <= len({number for number in beside if number in numbers})
    )


def _at_seam(inked: Sequence[Line], index: int, numbers: frozenset[int]) -> bool:
    """Say whether a line stands where a page turns: by a form feed or page number, or alone and in mid-sentence."""
    line = inked[index]
    before = inked[index - 1] if index else None
    after = inked[index + 1] if index + 1 < len(inked) else None
    if line.text.startswith("\f") or (after and (after.text.startswith("\f") or after.number in numbers)):
        return True
    if before and before.number in numbers:
        return True
    return _breaks_sentence(inked, index)


def _breaks_sentence(inked: Sequence[Line], index: int) -> bool:
    """Say whether the line below goes on in small letters with a sentence that this line does not begin.

    Such a line stands alone, or it parts an open sentence, or it is far too short to have been broken at the margin.
    """
    if not 0 < index < len(inked) - 1 or find_label(inked[index].text.strip()) is not None:
        return False
    before, after, text = inked[index - 1].text, inked[index + 1].text.strip(), inked[index].text.strip()
    apart = inked[index - 1].number < inked[index].number - 1 and inked[index + 1].number > inked[index].number + 1
    goes_on = after[:1].islower() and not LIST_MARK.match(after)
    share = len(text) / max(len(before), len(after), 1)
    parts = text[:1].isupper() and (open_end(before) or (share <= _BROKEN and text[-1:].isalnum()))
    return goes_on and share <= _SHORT and (apart or parts)
