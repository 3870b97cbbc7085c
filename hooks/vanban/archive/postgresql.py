"""load_script: the units of a site as one SQL script for `psql`, with the rules of the search as rows of tables.

The script is one transaction: who reads meanwhile sees the old schema `vanban` whole, then the new one; a script that
breaks off changes nothing. Data stand only between `COPY … FROM stdin` and its end, every sign that has a meaning there
escaped, so that no text of a page can become a command.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Final

from vanban.archive.rules import RULES, Rules, apply_rules
from vanban.archive.units import Unit
from vanban.vocabulary import DOCUMENT_TYPES

_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
)
_MARKS: Final = "[\u0300-\u034e\u0350-\u036f]+"
"""Every mark that stands over or under a letter once letters are decomposed (U+034F joins, it marks nothing)."""
_SAME_SYMBOLS: Final = {"qdi": "qd", "qyd": "qd", "qydi": "qd"}
"""Spellings of the symbol of a "quy định", as readers and registers mix them."""
_FILLERS: Final = ["so", "ngay", "thang", "nam", "cua", "khoa", "ve", "viec", "do", "van", "ban", "tu"]
"""Words beside a number that say nothing of what it numbers."""
_ONES: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN: Final = [f"{tens}{ones}" for tens in ("", "X") for ones in _ONES if tens or ones]
_SYLLABLES: Final = frozenset({"i", "v", "x", "vi"})
"""Numerals that are letters or syllables as well: terms only behind «khóa»."""
_BEGIN: Final = r"""\set ON_ERROR_STOP on
\encoding UTF8
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL standard_conforming_strings = on;
DO $$ BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'vanban: co so du lieu phai dung bang ma UTF8 (CREATE DATABASE ... ENCODING ''UTF8'')';
  END IF;
  IF to_regnamespace('vanban') IS NOT NULL THEN
    DROP SCHEMA IF EXISTS vanban_cu CASCADE;
    ALTER SCHEMA vanban RENAME TO vanban_cu;
  END IF;
END $$;
CREATE SCHEMA vanban;
"""
_END: Final = """CREATE INDEX unit_words ON vanban.unit USING gin (words) WITH (fastupdate = off);
CREATE INDEX unit_number ON vanban.unit (number) WHERE number IS NOT NULL;
CREATE INDEX name_folded ON vanban.name (folded);
CREATE INDEX name_unit ON vanban.name (unit);
ANALYZE vanban.unit, vanban.name;
DROP SCHEMA IF EXISTS vanban_cu CASCADE;
COMMIT;
"""
_COLUMNS: Final = "id, url, kind, title, text, names, code, type, number, year, date, term, citations"

Cell = str | int | bool | None


def load_script(units: Iterable[Unit], rules: Rules = RULES) -> Iterator[str]:
    """Yield the script piece by piece; what was yielded is not kept, so memory stays flat.

    Args:
        units: What to load, in the order in which equals are shown.
        rules: How texts become words.
    """
    yield _BEGIN
    yield files("vanban.archive").joinpath("postgresql.sql").read_text("utf-8")
    for table, rows in settings(rules).items():
        yield from _copy(table, rows)
    yield from _copy(f"unit ({_COLUMNS})", map(_row, range(1, 1 << 31), units))
    yield _END


def settings(rules: Rules = RULES) -> Mapping[str, list[tuple[Cell, ...]]]:
    """Return the rows of each table of rules."""
    steps = {"printed": rules.replaced, "plain": ((_MARKS, ""),), "token": ((rules.token, ""),), "word": rules.cleaned}
    numerals = dict(enumerate(_ROMAN, 1))
    return {
        "rule": [(stage, place, *step) for stage, rows in steps.items() for place, step in enumerate(rows)],
        "letter": list(_letters(rules)),
        "synonym": sorted({pair for short, long in rules.synonyms for pair in ((short, long), (long, short))}),
        "type_name": list(_type_names()),
        "symbol": list(_SAME_SYMBOLS.items()),
        "term": [
            *((str(number), roman, False) for number, roman in numerals.items()),
            *((roman.lower(), roman, roman.lower() not in _SYLLABLES) for roman in _ROMAN),
        ],
        "filler": [(word,) for word in _FILLERS],
    }


def _letters(rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield the letters that decomposing does not bring to their plain form (đ, ð, …), one character each."""
    for letter, plain in rules.letters.items():
        decomposed = re.sub(_MARKS, "", unicodedata.normalize("NFKD", letter))
        if len(letter) == len(plain) == 1 and decomposed.lower() != plain and plain.isascii():
            yield letter, plain


def _type_names() -> Iterator[tuple[str, str]]:
    known: set[str] = set()
    for row in DOCUMENT_TYPES:
        code = "".join(apply_rules(row.code))
        for name in (" ".join(apply_rules(name)) for name in (row.name, *row.aliases)):
            if name not in known and code:
                known.add(name)
                yield name, _SAME_SYMBOLS.get(code, code)


def _row(place: int, unit: Unit) -> tuple[Cell, ...]:
    names = "\n".join(" ".join(name.split()) for name in unit.names)
    facts = (unit.code, unit.type, unit.number, unit.year, unit.date, unit.term, unit.citations)
    return (place, unit.url, unit.kind, unit.title, unit.text, names, *facts)


def _copy(target: str, rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    yield f"COPY vanban.{target} FROM stdin;\n"
    for row in rows:
        yield "\t".join(map(_cell, row)) + "\n"
    yield "\\.\n"


def _cell(value: Cell) -> str:
    """Write a value as COPY reads it back: every sign that ends a cell, a row or the data is escaped."""
    return "\\N" if value is None else str(value).translate(_ESCAPES)
