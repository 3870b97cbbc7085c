"""Tables: rows that begin and end in a pipe, each with as many cells; see the package for the grammar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from vanban.dialect import written
from vanban.patterns import lazy_pattern
from vanban.quick.inline import UnreadableError
from vanban.quick.texts import Texts

_RULE: Final = lazy_pattern(r"(:?)-+(:?)")
_ALIGNS: Final = {("", ""): "", (":", ""): "left", ("", ":"): "right", (":", ":"): "center"}
_PIPE: Final = lazy_pattern(r"((?:[^\\|]|\\.)*)\|")
_FEWEST: Final = 3
ReadRow = Callable[[str, Callable[[Texts], str]], str]
"""Reads a row: what tells it from others, and what makes it from its texts."""


def table(block: str, read: ReadRow) -> str:
    """Return the table; `read` is asked for its rows in their order.

    Raises:
        UnreadableError: It is not in the grammar.
    """
    head, *rest = block.split("\n")
    if len(rest) < _FEWEST - 1:
        raise UnreadableError(block)
    styles = [_style(rule) for rule in _cells(rest[0])]
    if len(styles) < _FEWEST - 1:
        raise UnreadableError(block)
    key = "".join(styles)
    rows = (read(f"{key}{row}", partial(_row, row, "td", styles)) for row in rest[1:])
    first = read(f"th{key}{head}", partial(_row, head, "th", styles))
    return "\n".join(["<table>\n<thead>", first, "</thead>\n<tbody>", *rows, "</tbody>\n</table>"])


def _style(rule: str) -> str:
    found = _RULE.fullmatch(rule)
    if found is None:
        raise UnreadableError(rule)
    align = _ALIGNS[found[1], found[2]]
    return written({"style": f"text-align: {align};"}) if align else ""


def _cells(row: str) -> list[str]:
    if not (row.startswith("| ") and row.endswith(" |")) or len(row) < _FEWEST:
        raise UnreadableError(row)
    cells = row[1:].split("|")[:-1] if "\\" not in row else _PIPE.findall(row[1:])
    return [cell.strip(" ") for cell in cells]


def _row(row: str, tag: str, styles: Sequence[str], texts: Texts) -> str:
    cells = _cells(row)
    if len(cells) != len(styles):
        raise UnreadableError(row)
    shown = (f"<{tag}{style}>{texts.line(cell).inner}</{tag}>" for cell, style in zip(cells, styles, strict=True))
    return "\n".join(["<tr>", *shown, "</tr>"])
