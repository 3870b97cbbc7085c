"""Relations: which document implements, continues, reviews, amends or replaces which, seen from both ends.

A relation is mined only where the sentence says so between two resolved mentions ("Kết luận số 66-KL/TW … về tiếp tục
thực hiện Nghị quyết số 09-NQ/TW"), or in a document's own text ("Quy định này thay thế Quy định số 205-QĐ/TW"); all
others are entered by an editor. Grammar of the text between two mentions, no other mention lying there:

    DETAILS "về" ["việc"] VERB          DETAILS := [", ngày" DATE] ["của" BODY | "giữa" BODIES] ["khóa" TERM]
    DETAILS ["đã"] ("thay thế" | "sửa đổi" [", bổ sung"])
    DETAILS ["đã"] ("được" | "bị") ("thay thế" | "sửa đổi" …) ("bởi" | "bằng")
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import chain, groupby, pairwise
from typing import Final

from vanban.directive_fields import ORIGINS, VERBS
from vanban.directives import Directive, Relation
from vanban.library import Library, Link, LinkedPage
from vanban.patterns import lazy_pattern
from vanban.records import dataclass
from vanban.units import plain_text

AUTOMATIC, MANUAL = ORIGINS

_DETAILS: Final = (
    r"(?:,? ngày [\d./\-]+)?,?(?: (?:của|giữa) (?:(?! về )[^;]){1,160}?)?(?:,? ?\(?(?:khóa|khoá) [IVXL]+\)?)?,?"
)
_DONE: Final = r"(?:triển khai,? )?(?:thực hiện)"
_PHRASES: Final[Mapping[str, str]] = {
    "tiếp tục thực hiện": rf"(?:việc )?tiếp tục {_DONE}",
    "giám sát": rf"(?:kết quả )?(?:kiểm tra, )?giám sát(?: việc)?(?: lãnh đạo, chỉ đạo)?(?: {_DONE})?",
    "tổng kết": rf"(?:việc )?tổng kết(?: \d+ năm)?(?: việc)?(?: {_DONE})?",
    "sơ kết": rf"(?:việc )?sơ kết(?: \d+ năm)?(?: việc)?(?: {_DONE})?",
    "cụ thể hóa": rf"(?:việc )?cụ thể (?:hóa|hoá)(?: và)?(?: {_DONE})?",
    "sửa đổi": r"(?:việc )?sửa đổi(?:, bổ sung)?(?: một số (?:điều|nội dung)(?: của)?)?",
    "thay thế": r"(?:việc )?thay thế",
    "thực hiện": rf"(?:việc )?(?:tổ chức )?{_DONE}",
}
_ABOUT: Final = {
    verb: lazy_pattern(rf"{_DETAILS} về (?:việc )?[“\"]?(?:{phrase})(?: các)?") for verb, phrase in _PHRASES.items()
}
_ACTIVE: Final = lazy_pattern(rf"{_DETAILS} (?:đã )?(?P<verb>thay thế|sửa đổi)(?:, bổ sung)?(?: cho)?")
_PASSIVE: Final = lazy_pattern(rf"{_DETAILS} (?:đã )?(?:được|bị) (?P<verb>thay thế|sửa đổi)(?:, bổ sung)? (?:bởi|bằng)")
_OWN: Final = lazy_pattern(r"\bnày\b[^.;]{0,160}\b(?P<verb>thay thế|sửa đổi)(?:, bổ sung)?(?: cho)?")
_BASIS: Final = lazy_pattern(r"[-+ ]*Căn cứ(?: vào)?")
_STOP: Final = lazy_pattern(r"[;?!…]|\.(?!\d)")
LONGEST: Final = 320
"""Characters between two mentions above which no relation is read."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation, read from `source` to `target`: "source verb target".

    Attributes:
        source: The registry's id, or the full name of a document outside it.
        verb: A verb of the vocabulary.
        target: Like `source`.
        origin: "tự động" (mined) or "thủ công" (entered).
        mark: Evidence mark of an entered relation.
        evidence: Where an entered relation was seen.
        checked: When that was last looked at.
        links: The mentions whose sentences say so.
    """

    source: str
    verb: str
    target: str
    origin: str
    mark: str | None = None
    evidence: str | None = None
    checked: dt.date | None = None
    links: tuple[Link, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what makes two edges the same relation."""
        return self.source, self.verb, self.target


@dataclass(frozen=True, slots=True)
class View:
    """A relation as the page of one of its ends shows it: verb towards `other`, or the reverse verb."""

    verb: str
    other: str
    edge: Edge


@dataclass(frozen=True)
class Relations:
    """Every relation once, with an index by both ends."""

    edges: tuple[Edge, ...]

    @cached_property
    def by_document(self) -> Mapping[str, tuple[View, ...]]:
        """Return the relations of each end: every edge appears under its source and under its target."""
        views: defaultdict[str, list[View]] = defaultdict(list)
        for edge in self.edges:
            views[edge.source].append(View(edge.verb, edge.target, edge))
            views[edge.target].append(View(VERBS[edge.verb], edge.source, edge))
        return {end: tuple(found) for end, found in views.items()}

    def of(self, document: str) -> tuple[View, ...]:
        """Return the relations of a document, those it has towards others first."""
        return self.by_document.get(document, ())


def find_relations(library: Library) -> Relations:
    """Return entered and mined relations; one that is both is shown once, as entered, with the sentences mined."""
    merged: dict[tuple[str, str, str], Edge] = {}
    for edge in chain(entered_edges(library.registry.directives), _mined(library)):
        known = merged.get(edge.key)
        merged[edge.key] = edge if known is None else replace(known, links=(*known.links, *edge.links))
    return Relations(tuple(merged.values()))


def _mined(library: Library) -> Iterator[Edge]:
    """Yield the relations that the texts state."""
    for linked, rows in library.read_links("relations", _rows):
        for place, source, verb, target in rows:
            yield Edge(source, verb, target, AUTOMATIC, links=(linked.links[place],))


def _rows(linked: LinkedPage) -> list[tuple[int, str, str, str]]:
    """Return (place of the mention that says so, source, verb, target) of each relation."""
    places = {id(link): place for place, link in enumerate(linked.links)}
    edges = mined_edges(linked.links)
    return [(places[id(link)], edge.source, edge.verb, edge.target) for edge in edges for link in edge.links]


def entered_edges(directives: Iterable[Directive]) -> Iterator[Edge]:
    """Yield the relations that editors wrote, each in the direction of its verb."""
    for directive in directives:
        for relation in directive.relations:
            yield _entered(directive.id, relation)


def _entered(document: str, relation: Relation) -> Edge:
    source, target = (relation.to, document) if relation.reverse else (document, relation.to)
    return Edge(source, relation.verb, target, relation.origin, relation.mark, relation.source, relation.checked)


def mined_edges(links: Iterable[Link]) -> Iterator[Edge]:
    """Yield the relations that sentences state between two neighbouring, resolved mentions."""
    for _, group in groupby(links, key=lambda link: (link.mention.path, link.mention.index)):
        unit_links = list(group)
        yield from _own_edges(unit_links)
        for first, second in pairwise(unit_links):
            found = _between(first, second)
            if found is not None and found.source != found.target:
                yield found


def _between(first: Link, second: Link) -> Edge | None:
    if first.document is None or second.document is None:
        return None
    text = _plain(first.mention.unit.text[first.mention.citation.end : second.mention.citation.start])
    if len(text) > LONGEST or _STOP.search(text):
        return None
    passive = _PASSIVE.fullmatch(text)
    if passive is not None:
        return Edge(second.document, passive["verb"], first.document, AUTOMATIC, links=(first,))
    verb = _verb(text)
    return Edge(first.document, verb, second.document, AUTOMATIC, links=(first,)) if verb else None


def _verb(text: str) -> str | None:
    active = _ACTIVE.fullmatch(text)
    if active is not None:
        return active["verb"]
    return next((verb for verb, pattern in _ABOUT.items() if pattern.fullmatch(text)), None)


def _own_edges(links: list[Link]) -> Iterator[Edge]:
    """Yield what a document's own text says of it: what it replaces, what it rests on."""
    first = links[0]
    document = first.page.url.rpartition("/")[2].removesuffix(".html")
    if not first.mention.path.endswith(f"/{document}.md") or "bao-cao/" in first.page.url or first.document is None:
        return
    before = _plain(first.mention.unit.text[: first.mention.citation.start])
    own = _OWN.search(before)
    if own is not None and own.end() == len(before):
        yield Edge(document, own["verb"], first.document, AUTOMATIC, links=(first,))
    elif _BASIS.fullmatch(before):
        yield Edge(document, "căn cứ", first.document, AUTOMATIC, links=(first,))


def _plain(text: str) -> str:
    return " ".join(f"#{plain_text(text)}#".split()).strip("#").rstrip()
