"""Chart: shares of a whole as bars on one honest scale, from 0 to 100 %, each bar an SVG with its text beside it.

Label and figure are text of the page: they grow with it, are read aloud and can be copied; the drawing adds nothing
that is not said in words. No colour carries meaning alone. The style sheet gives light, dark, print and forced colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Final

from vanban.records import dataclass

_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what is measured, the figure as printed, and the share in percent (0 to 100)."""

    label: str
    printed: str
    percent: Decimal


def bar_chart(title: str, bars: Sequence[Bar]) -> str:
    """Return a figure element with the bars in the order given; text is escaped, whatever it holds."""
    rows = "".join(_row(bar) for bar in bars)
    caption = f"<figcaption>{escape(title)}</figcaption>"
    return f'<figure class="vb-chart">{caption}<ul class="vb-chart__rows">{rows}</ul></figure>'


def _row(bar: Bar) -> str:
    length = min(Decimal(100), max(Decimal(0), bar.percent)).quantize(_TENTH)
    return (
        f'<li><span class="vb-chart__label">{escape(bar.label)}</span> '
        f'<span class="vb-chart__value">{escape(bar.printed)}</span>'
        '<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="vb-chart__rest" width="100" height="1"/>'
        f'<rect class="vb-chart__bar" width="{length}" height="1"/></svg></li>'
    )
