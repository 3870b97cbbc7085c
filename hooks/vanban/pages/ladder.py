"""Ladder (lược đồ): the documents above and below one, drawn; the list of relations says the same in words.

A document stands below what it implements, continues, reviews, amends or replaces. Everything is drawn with classes
and presentation attributes, because the site's policy allows no style of a page's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from vanban.catalogue import Catalogue
from vanban.dates import printed_date
from vanban.directive_fields import VERBS
from vanban.records import dataclass

_SIDEWAYS: Final = "liên quan"
_STEPS: Final = 3
_MOST: Final = 12
_HEIGHT, _GAP, _INDENT, _WIDTH, _LETTERS = 46, 14, 24, 292, 38


@dataclass(frozen=True, slots=True)
class Rung:
    """One document of a ladder.

    Attributes:
        document: The registry's id, or a full name.
        depth: Steps below (positive) or above (negative) the page's own document.
        label: Its relation to the rung it hangs on, as this document has it; empty for the page's own document.
        parent: Place in the ladder of the rung it hangs on.
    """

    document: str
    depth: int
    label: str
    parent: int


def ladder(catalogue: Catalogue, document: str) -> str:
    """Return the figure of a document's ladder, or nothing when it stands alone."""
    seen = {document}
    rungs = [*_climb(catalogue, document, seen, up=True)][::-1]
    middle = len(rungs)
    below = list(_climb(catalogue, document, seen, up=False))
    if not rungs and not below:
        return ""
    above = [_place(rung, middle - 1 - rung.parent if rung.parent >= 0 else middle) for rung in rungs]
    under = [_place(rung, middle + 1 + rung.parent if rung.parent >= 0 else middle) for rung in below]
    return _figure(catalogue, [*above, Rung(document, 0, "", -1), *under])


def _place(rung: Rung, parent: int) -> Rung:
    return Rung(rung.document, rung.depth, rung.label, parent)


def _climb(catalogue: Catalogue, document: str, seen: set[str], *, up: bool) -> Iterator[Rung]:
    """Yield the rungs above or below a document, nearest first; `parent` counts among them, -1 for the document.

    What is drawn is added to `seen` and drawn once, so that a ring of relations ends.
    """
    ends = [(document, 0, -1)]
    count = 0
    while ends:
        end, depth, parent = ends.pop(0)
        for step in catalogue.steps.get(end, ()):
            if step.verb == _SIDEWAYS or step.outward is not up or step.other in seen or depth >= _STEPS:
                continue
            if count >= _MOST:
                return
            seen.add(step.other)
            yield Rung(step.other, -depth - 1 if up else depth + 1, VERBS[step.verb] if up else step.verb, parent)
            ends.append((step.other, depth + 1, count))
            count += 1


def _figure(catalogue: Catalogue, rungs: list[Rung]) -> str:
    top = min(rung.depth for rung in rungs)
    lefts = [(rung.depth - top) * _INDENT for rung in rungs]
    width, height = _WIDTH + max(lefts) + 2, len(rungs) * (_HEIGHT + _GAP) - _GAP + 2
    lines = "".join(_line(rungs, lefts, place) for place in range(len(rungs)) if rungs[place].parent >= 0)
    boxes = "".join(_box(catalogue, rungs, lefts, place) for place in range(len(rungs)))
    return (
        '<figure class="vb-ladder">'
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-labelledby="vb-ladder-name"><title id="vb-ladder-name">Lược đồ quan hệ</title>{lines}{boxes}</svg>'
        "</figure>"
    )


def _line(rungs: list[Rung], lefts: list[int], place: int) -> str:
    upper, lower = sorted((place, rungs[place].parent))
    x, end = lefts[upper] + _INDENT // 2, lefts[lower]
    start, stop = _top(upper) + _HEIGHT, _top(lower) + _HEIGHT // 2
    return f'<path class="vb-ladder-line" d="M{x} {start}V{stop}H{max(end, x)}" fill="none"/>'


def _top(place: int) -> int:
    return place * (_HEIGHT + _GAP) + 1


def _box(catalogue: Catalogue, rungs: list[Rung], lefts: list[int], place: int) -> str:
    rung, x, y = rungs[place], lefts[place] + 1, _top(place)
    sign = catalogue.signs.get(rung.document)
    name = sign.name if sign is not None else rung.document
    day = printed_date(sign.date) if sign is not None and sign.date else ""
    label = " · ".join(part for part in (rung.label, day) if part)
    own = " vb-ladder-own" if rung.depth == 0 else ""
    shape = (
        f'<rect class="vb-ladder-box{own}" x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="4"/>'
        f'<text class="vb-ladder-code" x="{x + 10}" y="{y + 19}">{escape(_short(name))}</text>'
        f'<text class="vb-ladder-verb" x="{x + 10}" y="{y + 37}">{escape(_short(label))}</text>'
    )
    return f'<a href="{rung.document}.html">{shape}</a>' if sign is not None and not own else f"<g>{shape}</g>"


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1].rstrip()}…"
