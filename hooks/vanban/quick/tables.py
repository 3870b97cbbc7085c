"""Tables: rows that begin and end in a pipe, each with as many cells; see the package for the grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from vanban.quick.inline import Text, UnreadableError, written

_RULE: Final = re.compile(r"(:?)-+(:?)")
_ALIGNS: Final = {("", ""): "", (":", ""): "left", ("", ":"): "right", (":", ":"): "center"}
_PIPE: Final = re.compile(r"((?:[^\\|]|\\.)*)\|")
_FEWEST: Final = 3
ReadText = Callable[[str], Text]


def table(block: str, read: ReadText) -> str:
    """Return the table; `read` is asked for its cells in their order.

    Raises:
        UnreadableError: It is not in the grammar.
    """
    head, *rest = block.split("\n")
    if len(rest) < _FEWEST - 1:
        raise UnreadableError(block)
    names, styles = _cells(head), [_style(rule) for rule in _cells(rest[0])]
    if not 1 < len(names) == len(styles):
        raise UnreadableError(block)
    parts = ["<table>\n<thead>", _row(names, "th", styles, read), "</thead>\n<tbody>"]
    rows = [_row(_cells(row), "td", styles, read) for row in rest[1:]]
    return "\n".join([*parts, *rows, "</tbody>\n</table>"])


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


def _row(cells: Sequence[str], tag: str, styles: Sequence[str], read: ReadText) -> str:
    if len(cells) != len(styles):
        raise UnreadableError("|".join(cells))
    shown = (f"<{tag}{style}>{read(cell).inner}</{tag}>" for cell, style in zip(cells, styles, strict=True))
    return "\n".join(["<tr>", *shown, "</tr>"])
