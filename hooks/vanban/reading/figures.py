"""Figure: a number with its unit that the text of a report states.

```text
figure  = share | rate | amount
share   = count "/" total [space unit]                 68/117 xã, 291/417 đơn; count <= total, total > 0
rate    = number "%"                                   69,84%
amount  = number { scale number } [scale] unit         55.474 đoàn viên, hội viên; 1 tỷ 421 triệu đồng; 33,4km
number  = digits { "." 3 digits } [ "," digits ]       1.008 is one thousand and eight; 7,2 is seven and two tenths
```

A number inside the symbol of a document, a date, a year, a range (6-14) or an amount printed wrongly (`1.6151`) is no
figure. Nothing is corrected: `text` is what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from vanban.citations import find_citations
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_NUMBER: Final = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"
_OPEN: Final = r"(?<![\w.,/\-–])"
_CLOSED: Final = r"(?![\w/\-–])(?![.,]\d)"
_SHARE: Final = lazy_pattern(rf"{_OPEN}(?P<count>{_NUMBER})/(?P<total>{_NUMBER})(?=[\s(),;.]|\Z)")
_RATE: Final = lazy_pattern(rf"{_OPEN}(?P<value>{_NUMBER})\s?%")


class FigureKind(Enum):
    """What a figure says."""

    SHARE = "share"
    RATE = "rate"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text.

    Attributes:
        kind: What it says.
        start: Code point at which `text` starts in the text searched.
        text: As printed, unit included.
        value: The number; of a share its count.
        total: Of a share the whole; None for the others.
        unit: As printed: "%", "xã", "tỷ đồng"; empty for a share without one.
    """

    kind: FigureKind
    start: int
    text: str
    value: Decimal
    total: Decimal | None
    unit: str

    @property
    def end(self) -> int:
        """Return the code point after `text`."""
        return self.start + len(self.text)

    @property
    def percent(self) -> Decimal | None:
        """Return a share or a rate in percent; None for an amount. A share is worked out, not read."""
        if self.kind is FigureKind.RATE:
            return self.value
        return None if self.total is None else self.value * 100 / self.total


def parse_number(text: str) -> Decimal:
    """Return a Vietnamese number: dots between thousands, a comma before the fraction."""
    return Decimal(text.replace(".", "").replace(",", "."))


def find_figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a plain text in order; none lies in the symbol of a document."""
    taken = [(citation.start, citation.end) for citation in find_citations(text)]
    found = [*_shares(text), *_rates(text), *_amounts(text)]
    free = [figure for figure in found if all(figure.end <= low or figure.start >= high for low, high in taken)]
    yield from sorted(free, key=lambda figure: figure.start)


def _shares(text: str) -> Iterator[Figure]:
    for match in _SHARE.finditer(text):
        count, total = parse_number(match["count"]), parse_number(match["total"])
        if total > 0 and count <= total:
            unit = _unit_pattern().match(text, match.end())
            end = unit.end() if unit else match.end()
            yield Figure(FigureKind.SHARE, match.start(), text[match.start() : end], count, total, _unit_text(unit))


def _rates(text: str) -> Iterator[Figure]:
    for match in _RATE.finditer(text):
        yield Figure(FigureKind.RATE, match.start(), match.group(), parse_number(match["value"]), None, "%")


def _amounts(text: str) -> Iterator[Figure]:
    for match in _amount_pattern().finditer(text):
        value = parse_number(match["value"])
        unit = text[match.end("value") : match.end()].strip()
        yield Figure(FigureKind.AMOUNT, match.start(), match.group(), value, None, unit)


def _unit_text(match: re.Match[str] | None) -> str:
    return "" if match is None else match.group().strip()


@cache
def _unit_pattern() -> re.Pattern[str]:
    rows = yaml.load(files("vanban").joinpath("data", "units.yml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    units = sorted([*rows["measures"], *rows["things"]], key=len, reverse=True)
    scales = "|".join(rows["scales"])
    words = "|".join(map(re.escape, units))
    return re.compile(rf"\s*(?:(?:{scales})\s+(?:{_NUMBER}\s+(?:{scales})\s+)?)?(?:{words})(?!\w)")


@cache
def _amount_pattern() -> re.Pattern[str]:
    return re.compile(rf"{_OPEN}(?P<value>{_NUMBER})(?![\d/%])(?![.,]\d){_unit_pattern().pattern}")
