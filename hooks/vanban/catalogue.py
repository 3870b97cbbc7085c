"""Catalogue: what follows from a library about its documents, each worked out once and on first use."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, Final, NamedTuple, TypeVar

from vanban.directives import Directive
from vanban.library import Library, Link, LinkedPage
from vanban.memory import joined
from vanban.milestones import Milestone, Review, find_reviews, milestones_by_year
from vanban.numbers import DocNumber
from vanban.records import dataclass
from vanban.relations import Relations, View, find_relations
from vanban.reports import Report
from vanban.series import Neighbours, neighbour_ids
from vanban.terms import CENTRAL
from vanban.vocabulary import STATE, issuer

UNKNOWN: Final = "chưa rõ"
_DISTRICT: Final = frozenset({"HU", "QU", "TxU", "ThU"})
_BASE: Final = frozenset({"ĐU", "CB"})
_CENTRAL_STATE: Final = frozenset({"QH", "UBTVQH", "CTN", "CP", "TTg", "VPCP", "VPQH", "HĐNN", "HĐBT", "TANDTC"})

Value = TypeVar("Value")
Source = TypeVar("Source")


class Sign(NamedTuple):
    """What a figure shows of a document: its name, and the day it was issued if that is known."""

    name: str
    date: dt.date | None

    @classmethod
    def of(cls, directive: Directive) -> Sign:
        """Return that of a document."""
        return cls(directive.name, directive.date)


class Step(NamedTuple):
    """What a figure shows of a relation: its verb, the other document, and whether that is what the verb acts on."""

    verb: str
    other: str
    outward: bool


class _Shown(Mapping[str, Value]):
    """What is shown of each value of a mapping, made when it is asked for."""

    def __init__(self, values: Mapping[str, Source], show: Callable[[Source], Value]) -> None:
        self._values: Mapping[str, Any] = values
        self._show = show

    def __getitem__(self, name: str) -> Value:
        return self._show(self._values[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True)
class Catalogue:
    """A library with its relations, series, milestones and levels."""

    library: Library

    @cached_property
    def relations(self) -> Relations:
        """Return every relation, entered and mined."""
        return find_relations(self.library)

    @cached_property
    def signs(self) -> Mapping[str, Sign]:
        """Return what a figure shows of each document."""
        return _Shown(self.library.registry.by_id, Sign.of)

    @cached_property
    def steps(self) -> Mapping[str, list[Step]]:
        """Return what a figure shows of the relations of each document that has some."""
        return _Shown(self.relations.by_document, _steps)

    @cached_property
    def neighbours(self) -> Mapping[str, Neighbours]:
        """Return the neighbours in its series of each document that has one."""
        registry = self.library.registry
        work = partial(neighbour_ids, registry.directives)
        known = self.library.memory.recall("neighbours", registry.identity, work)
        by_id: dict[str | None, Directive] = dict(registry.by_id.items())
        return {document: Neighbours(*map(by_id.get, ends)) for document, ends in known.items()}

    @cached_property
    def reviews(self) -> tuple[Review, ...]:
        """Return the reviews that the reports mention."""
        return tuple(find_reviews(self.library))

    @cached_property
    def milestone_years(self) -> Mapping[int, tuple[int, bytes]]:
        """Return how many milestones each year has and the digest of them, in the order of the years."""

        def count() -> dict[int, tuple[int, bytes]]:
            years = self.milestones.items()
            return {year: (len(found), joined(*(item.directive.identity for item in found))) for year, found in years}

        return self.library.memory.recall("milestones of years", self.library.registry.identity, count)

    @cached_property
    def milestones(self) -> Mapping[int, tuple[Milestone, ...]]:
        """Return the milestones of every year."""
        return milestones_by_year(self.library.registry.directives)

    @cached_property
    def reports(self) -> Mapping[str, Report]:
        """Return the reports by id."""
        return {report.id: report for report in self.library.reports}

    @cached_property
    def unsettled(self) -> Mapping[str, tuple[Link, ...]]:
        """Return the mentions that lead to no single document, under the first id of those that share their code."""
        by_id, by_code = self.library.registry.by_id, self.library.registry.by_code
        groups: defaultdict[str, list[Link]] = defaultdict(list)
        for linked, rows in self.library.read_links("unsettled", _unsettled):
            for place, fitting in rows:
                code = by_id[fitting].code
                for directive in by_code.get(code, ())[:1] if code else ():
                    groups[directive.id].append(linked.links[place])
        return {document: tuple(links) for document, links in groups.items()}

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Return how many times each document is cited."""
        links = self.library.links_by_document
        return {directive.id: len(links.get(directive.id, ())) for directive in self.library.registry.directives}

    @cached_property
    def rows(self) -> dict[tuple[str, int], str]:
        """Return the rows of registers made so far, by document and depth: a document stands in many registers."""
        return {}


def _steps(views: Iterable[View]) -> list[Step]:
    """Return relations as a figure shows them."""
    return [Step(view.edge.verb, view.other, view.edge.target == view.other) for view in views]


def _unsettled(linked: LinkedPage) -> list[tuple[int, str]]:
    """Return the places of the links that lead to no document although some fit, with the first of these."""
    unsettled = (place for place, document in enumerate(linked.documents) if document is None)
    fitting = ((place, linked.said[place].resolution) for place in unsettled)
    return [(place, ids[0]) for place, found in fitting if (ids := found.ids or found.rivals)]


def level(directive: Directive) -> str:
    """Return the level of the body that issued the document: central, province, district or base.

    The symbol's UBND and HĐND stand for three levels, so the jurisdiction decides for them.
    """
    number = DocNumber.parse(directive.code) if directive.code else None
    row = issuer(number.issuer.partition("-")[0]) if number is not None else None
    code = row.code if row is not None else ""
    if directive.jurisdiction == CENTRAL or code.endswith("TW") or code in _CENTRAL_STATE:
        return "Trung ương"
    if code in _DISTRICT or code.endswith("HU"):
        return "Huyện"
    if code in _BASE:
        return "Cơ sở"
    return "Tỉnh" if directive.jurisdiction or code.endswith("TU") else UNKNOWN


def is_state(directive: Directive) -> bool:
    """Say whether the document is the State's, by its symbol; a law without one is."""
    number = DocNumber.parse(directive.code) if directive.code else None
    if number is None:
        return directive.type in {"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"}
    return number.system == STATE
