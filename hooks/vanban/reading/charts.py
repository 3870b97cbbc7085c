"""Chart: shares of a whole as bars on one honest scale, from 0 to 100 %, drawn as SVG with a text beside each bar.

No colour carries meaning alone: every bar has its printed figure as text, and the same figures stand in the table that
follows. The drawing uses classes only; the style sheet gives light, dark, print and forced colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Final

_WIDTH: Final = 600
_BAR: Final = 12
_LINE: Final = 17
_GAP: Final = 16
_LETTERS: Final = 82
"""Letters of 13 units that fit a line of the drawing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what is measured, the figure as printed, and the share in percent (0 to 100)."""

    label: str
    printed: str
    percent: Decimal


def bar_chart(title: str, bars: Sequence[Bar]) -> str:
    """Return a figure element with the bars in the order given; text is escaped, whatever it holds."""
    rows: list[str] = []
    top = 0
    for bar in bars:
        lines = [*_wrapped(bar.label)]
        rows.append(_row(bar, lines, top))
        top += _LINE * (len(lines) + 0) + _BAR + _GAP
    return (
        f'<figure class="vb-chart"><figcaption>{escape(title)}</figcaption>'
        f'<svg viewBox="0 0 {_WIDTH} {top}" role="img" aria-label="{escape(_spoken(title, bars))}">'
        f"{''.join(rows)}</svg>"
        "</figure>"
    )


def _row(bar: Bar, lines: Sequence[str], top: int) -> str:
    texts = "".join(f'<text x="0" y="{top + _LINE * n + 13}">{escape(line)}</text>' for n, line in enumerate(lines))
    y = top + _LINE * len(lines) + 2
    scale = _WIDTH - 130
    length = max(Decimal(1), bar.percent * scale / 100).quantize(Decimal("0.1"))
    return (
        f'{texts}<rect class="vb-chart__rest" x="0" y="{y}" width="{scale}" height="{_BAR}"/>'
        f'<rect class="vb-chart__bar" x="0" y="{y}" width="{length}" height="{_BAR}"/>'
        f'<text class="vb-chart__value" x="{scale + 10}" y="{y + _BAR - 1}">{escape(bar.printed)}</text>'
    )


def _spoken(title: str, bars: Sequence[Bar]) -> str:
    return f"{title}: {'; '.join(f'{bar.label}: {bar.printed}' for bar in bars)}"


def _wrapped(label: str) -> list[str]:
    """Return the label in at most two lines of whole words."""
    lines = [""]
    for word in label.split():
        if len(lines[-1]) + len(word) >= _LETTERS and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1][: _LETTERS - 1]}…"]  # noqa: PLR2004 (two lines, said above)
