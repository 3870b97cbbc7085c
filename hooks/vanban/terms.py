"""Term: the years in which a committee or an assembly sits, and the term a day falls in (domain reference, §3.5).

Only checks use it: a page shows the term that a document or a source states, never one worked out from a date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from vanban.records import dataclass

CENTRAL: Final = "trung-uong"
ASSEMBLY: Final = "quoc-hoi"


@dataclass(frozen=True, slots=True)
class Term:
    """One term.

    Attributes:
        scope: "trung-uong", "quoc-hoi" or a province as in `jurisdiction`.
        name: The numeral that documents print.
        start: First day.
        end: Last day; None while it runs.
        source: Evidence mark of the dates.
    """

    scope: str
    name: str
    start: dt.date
    end: dt.date | None
    source: str

    def holds(self, day: dt.date) -> bool:
        """Say whether `day` falls in the term."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Place:
    """What a value of `jurisdiction` is called, with a note for the reader of today."""

    id: str
    name: str
    note: str | None = None
    source: str | None = None


def load_rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of one data file of the package."""
    text = files("vanban").joinpath("data", name).read_text("utf-8")
    return list(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506 (both are safe)


@cache
def terms() -> Mapping[str, tuple[Term, ...]]:
    """Return the known terms by scope, oldest first."""
    return _by_scope(
        Term(row["scope"], row["term"], row["start"], row.get("end"), row["source"]) for row in load_rows("terms.yml")
    )


def _by_scope(rows: Iterable[Term]) -> dict[str, tuple[Term, ...]]:
    scopes: dict[str, tuple[Term, ...]] = {}
    for row in rows:
        scopes[row.scope] = (*scopes.get(row.scope, ()), row)
    return scopes


def term_of(day: dt.date, scope: str = CENTRAL) -> str | None:
    """Return the numeral of the term that `day` falls in, or None outside the table."""
    return next((term.name for term in terms().get(scope, ()) if term.holds(day)), None)


def find_term(name: str, scope: str = CENTRAL) -> Term | None:
    """Return the term of that numeral, or None when the table lacks it."""
    return next((term for term in terms().get(scope, ()) if term.name == name), None)


@cache
def places() -> Mapping[str, Place]:
    """Return the known places by id."""
    return {row["id"]: Place(**row) for row in load_rows("places.yml")}


def place_name(jurisdiction: str) -> str:
    """Return what a jurisdiction is called; an unknown one is shown as written."""
    place = places().get(jurisdiction)
    return place.name if place is not None else jurisdiction
