"""Furniture: page numbers and running heads, which stand on every page and belong to no paragraph.

They are left out of the section pages, listed in the review, and only ever recognised by their run: numbers that grow
from page to page, and heads that come back at page seams. A lone number or a heading printed once stays text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from vanban.importer.labels import find_label
from vanban.importer.lines import LIST_MARK, Line, open_end

_NUMBER: Final = re.compile(r"[-–—\s\f]*(?:[Tt]rang\s+|[Pp]age\s+)?(\d{1,4})(?:\s*[/|]\s*\d{1,4})?[-–—\s]*")
_LONGEST_HEAD: Final = 120
_HEAD_PAGES: Final = 3


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
        if line.number not in numbers and 3 < len(text) <= _LONGEST_HEAD and not LIST_MARK.match(text):
            places[re.sub(r"\d+", "#", text.casefold())].append(index)
    pages = max(len(numbers), sum(line.text.startswith("\f") for line in inked))
    heads: set[int] = set()
    for indexes in places.values():
        seams = [index for index in indexes if _at_seam(inked, index, numbers)]
        often = len(seams) >= max(_HEAD_PAGES, pages / 3) and len(seams) * 10 >= len(indexes) * 6
        if often or _on_two_pages(inked, indexes, numbers):
            heads |= {inked[index].number for index in seams}
    return frozenset(heads)


def _on_two_pages(inked: Sequence[Line], indexes: Sequence[int], numbers: frozenset[int]) -> bool:
    """Say whether a line stands beside the page numbers of a short text, wherever it is printed."""
    beside = [inked[at].number for index in indexes for at in (index - 1, index + 1) if 0 <= at < len(inked)]
    text = inked[indexes[0]].text.strip()
    plain = find_label(text) is None and text[:1].isupper() and text[-1:].isalnum()
    return plain and 1 < len(indexes) <= len({number for number in beside if number in numbers})


def _at_seam(inked: Sequence[Line], index: int, numbers: frozenset[int]) -> bool:
    """Say whether a line stands where a page turns: by a form feed or page number, or alone and in mid-sentence."""
    line = inked[index]
    before = inked[index - 1] if index else None
    after = inked[index + 1] if index + 1 < len(inked) else None
    if line.text.startswith("\f") or (after and (after.text.startswith("\f") or after.number in numbers)):
        return True
    if before and before.number in numbers:
        return True
    alone = before and after and before.number < line.number - 1 and after.number > line.number + 1
    broken = alone and before and after and open_end(before.text) and after.text.strip()[:1].islower()
    return bool(broken) and find_label(line.text) is None
