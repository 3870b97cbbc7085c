"""Spreadsheets: the registry and its mentions as CSV files that office programs open as they are.

UTF-8 with a byte order mark, so that they show Vietnamese; a cell that such a program would run as a formula starts
with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def format_csv(columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> str:
    """Return records as CSV (RFC 4180) with a heading line; lists become one cell, parted by "; "."""
    return f"\ufeff{format_rows(columns, [dict(zip(columns, columns, strict=True)), *records])}"


def format_rows(columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> str:
    """Return records as the rows of such a file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_cell(record.get(column)) for column in columns] for record in records)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = "; ".join(_items(value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _items(values: list[object]) -> Iterator[str]:
    for value in values:
        yield f"{value['verb']} {value['to']}" if isinstance(value, dict) else str(value)
