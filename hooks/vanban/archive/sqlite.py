"""load_exports: the site's exports in one SQLite file with full-text search; nothing to install, nothing to serve.

The file holds the text as printed and, in its index, the words by the rules: an engine's own folding does not know đ,
and its own splitting takes symbols of documents apart wrongly.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vanban.archive.rules import apply_rules

_TABLES: Final = """
CREATE TABLE unit (id INTEGER PRIMARY KEY, url TEXT, kind TEXT, title TEXT, text TEXT) STRICT;
CREATE VIRTUAL TABLE words USING fts5(title, text, content='', tokenize='ascii');
"""
_TITLE_WEIGHT, _TEXT_WEIGHT = 8.0, 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """One result: where it is, what it is, and its title and text as printed."""

    url: str
    kind: str
    title: str
    text: str


def load_exports(data: Path, target: Path) -> int:
    """Write the exports of a built site into a new file, replacing an old one, and return how many units it holds.

    Args:
        data: The site's folder `data/`.
        target: The file to write; it is put in place whole.

    Raises:
        OSError: An export is missing or the file cannot be written.
    """
    half = target.with_suffix(".half")
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(half)) as connection, connection:
        connection.executescript(_TABLES)
        count = 0
        for count, unit in enumerate(_units(data), 1):
            row = (count, unit.url, unit.kind, unit.title, unit.text)
            connection.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?)", row)
            folded = (count, " ".join(apply_rules(unit.title)), " ".join(apply_rules(unit.text)))
            connection.execute("INSERT INTO words(rowid, title, text) VALUES (?, ?, ?)", folded)
        connection.execute("INSERT INTO words(words) VALUES ('optimize')")
    half.replace(target)
    return count


def search(database: Path, query: str, limit: int = 10) -> list[Found]:
    """Return the best units that hold every word of the query, those first that hold the words side by side."""
    found = [word for word in apply_rules(query) if word]
    if not found:
        return []
    run, each = f'"{" ".join(found)}"', " AND ".join(f'"{word}"' for word in found)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = [row for match in (run, each) for row in _matches(connection, match, limit)]
    return list(dict.fromkeys(Found(*row) for row in rows))[:limit]


def _matches(connection: sqlite3.Connection, match: str, limit: int) -> list[tuple[str, str, str, str]]:
    statement = (
        "SELECT url, kind, unit.title, unit.text FROM words JOIN unit ON unit.id = words.rowid "
        "WHERE words MATCH ? ORDER BY bm25(words, ?, ?), unit.id LIMIT ?"
    )
    return connection.execute(statement, (match, _TITLE_WEIGHT, _TEXT_WEIGHT, limit)).fetchall()


def _units(data: Path) -> Iterator[Found]:
    for row in _rows(data, "directives"):
        title = " ".join(filter(None, (row["type"], row["code"], row["title"])))
        text = " ".join(filter(None, (row["issuer"], row["date"], row["term"], *row["aliases"])))
        yield Found(row["url"], "document", title, text)
    for row in _rows(data, "sections"):
        yield Found(row["url"], "section", " ".join(filter(None, (row["number"], row["title"]))), "")
    for row in _rows(data, "footnotes"):
        yield Found(row["url"], "footnote", f"Chú thích {row['number']}", row["text"])
    for row in _rows(data, "citations"):
        yield Found(row["url"], "citation", row["text"], row["sentence"])


def _rows(data: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((data / f"{name}.json").read_text("utf-8"))
    return rows
