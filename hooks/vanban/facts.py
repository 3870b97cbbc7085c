"""Facts: what the page of a document was made from, so that a later build can tell whether it still is.

A page is made from a catalogue whose mappings note each thing that is looked up (`Sheet`). Afterwards its facts are
known by kind and name, and `Facts.state` says of each what it is now: while none has another state, the page is the
same and so is all that the converter is told of it. A state is a digest of whatever can be reached from what the
mapping returned, by the digests of the files it was read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import ClassVar, Final, NoReturn, TypeVar

from vanban.catalogue import Catalogue
from vanban.directives import Directive
from vanban.fingerprints import page_inputs
from vanban.library import DOCUMENTS, Library, Link
from vanban.links import PageContext
from vanban.memory import digest, joined
from vanban.pages.documents import document_page
from vanban.pages.page import DRAFT, GeneratedPage
from vanban.pages.shelf import REGISTERS, registers_key
from vanban.records import dataclass
from vanban.registry import Registry
from vanban.relations import Relations, View
from vanban.series import Neighbours

Value = TypeVar("Value")
Fact = tuple[str, str]
"""Kind and name: what was looked up, and where."""
FILE: Final = "file"
"""Kind of the fact that is the whole file of a document, its text included; the kind "document" is all but the text,
"sign" the name and the date alone; likewise "relations" are all of a document's, with their sources, "steps" the bare
relations. A document's subject changes none of the shorter facts, and so none of the figures that it stands in."""


class _Watched(Mapping[str, Value]):
    """A mapping that notes what is looked up in it, found or not; to walk through it would be to depend on all."""

    def __init__(self, kind: str, values: Mapping[str, Value], seen: dict[Fact, None]) -> None:
        self._kind, self._values, self._seen = kind, values, seen

    def __getitem__(self, name: str) -> Value:
        self._seen[self._kind, name] = None
        return self._values[name]

    def __iter__(self) -> NoReturn:
        raise _WalkError(self._kind)

    def __len__(self) -> NoReturn:
        raise _WalkError(self._kind)


class _WalkError(TypeError):
    """A page of one document reads all of a kind: it would have to be made anew whenever anything changes."""


def watched(catalogue: Catalogue, seen: dict[Fact, None]) -> Catalogue:
    """Return the catalogue as pages of single documents may read it; what they look up is noted in `seen`."""
    registry, library, relations = Registry(()), catalogue.library, Relations(())
    empty = Library(registry, (), (), (), library.memory)
    copy = Catalogue(empty)
    _hold(registry, by_id=_Watched("document", library.registry.by_id, seen))
    _hold(
        empty,
        links_by_document=_Watched("cited", library.links_by_document, seen),
        links_by_path=_Watched("text", library.links_by_path, seen),
        homonyms=_Watched("code", library.homonyms, seen),
    )
    _hold(relations, by_document=_Watched("relations", catalogue.relations.by_document, seen))
    _hold(
        copy,
        relations=relations,
        signs=_Watched("sign", catalogue.signs, seen),
        steps=_Watched("steps", catalogue.steps, seen),
        neighbours=_Watched("neighbours", catalogue.neighbours, seen),
        reports=_Watched("report", catalogue.reports, seen),
        counts=_Watched("count", catalogue.counts, seen),
    )
    return copy


def _hold(owner: object, **values: object) -> None:
    """Put values where the owner's cached properties look first."""
    vars(owner).update(values)


@dataclass(frozen=True)
class Facts:
    """The facts of one catalogue.

    Attributes:
        catalogue: The catalogue.
        drafts: Address of a page made from many documents -> digest of all that it is made from; empty when there is
            no such page.
    """

    catalogue: Catalogue
    drafts: Callable[[str], bytes] = lambda _: b""

    def state(self, fact: Fact) -> bytes:
        """Return the digest of what a fact now is."""
        known = self._known.get(fact)
        if known is None:
            kind, name = fact
            known = self.drafts(name) if kind in _PAGES else _KINDS[kind](self.catalogue, name)
            self._known[fact] = known
        return known

    def basis(self, kind: str) -> bytes:
        """Return the digest of all that the facts of a kind follow from; empty where each has to be asked."""
        if kind not in self._bases:
            self._bases[kind] = _BASES[kind](self.catalogue) if kind in _BASES else b""
        return self._bases[kind]

    @cached_property
    def _known(self) -> dict[Fact, bytes]:
        return {}

    @cached_property
    def _bases(self) -> dict[str, bytes]:
        return {}


class Sheet:
    """The page of one document in the making: asked for at most once, and only when it must be made."""

    slow: ClassVar[bool] = False

    def __init__(self, catalogue: Catalogue, document: str) -> None:
        """Take the document; nothing is looked up yet."""
        self._seen: dict[Fact, None] = {}
        self._catalogue, self._document = catalogue, document
        self.address = f"{DOCUMENTS}/{document}.md"
        self.path = catalogue.library.registry.by_id[document].path

    def source(self) -> str:
        """Return the page with its front matter, as a Markdown file."""
        return self.page.source()

    def parts(self) -> tuple[str, dict[str, object]]:
        """Return the text and the front matter, as reading `source()` gives them."""
        return self.page.parts()

    def ready(self) -> bool:
        """Return whether the page was made and not forgotten."""
        return "page" in vars(self)

    def forget(self) -> None:
        """Let go of the page and of what was looked up for it, which would be made again if it were asked for."""
        vars(self).pop("page", None)
        vars(self).pop("_watched", None)
        self._seen = {}

    @property
    def title(self) -> str:
        """Return the title of the page."""
        return self.page.title

    @cached_property
    def page(self) -> GeneratedPage:
        """Return the page."""
        return document_page(self._watched, self._directive)

    def context(self) -> PageContext:
        """Return what the links extension must know of the page."""
        links = self._watched.library.links_by_path.get(self._directive.path, ())
        return PageContext(self.address, None, links, self.page.blocks)

    def inputs(self, markdown: str) -> str:
        """Return what the page is made from beside its Markdown; see `fingerprints`."""
        return page_inputs(self.context(), self._watched.library.registry, markdown)

    def facts(self) -> list[Fact]:
        """Return what was looked up so far, in order."""
        return list(self._seen)

    @property
    def _directive(self) -> Directive:
        """Return the document with its text; of the others only what stands in front of theirs is looked up."""
        self._seen[FILE, self._document] = None
        return self._catalogue.library.registry.by_id[self._document]

    @cached_property
    def _watched(self) -> Catalogue:
        return watched(self._catalogue, self._seen)


def _file(catalogue: Catalogue, name: str) -> bytes:
    directive = catalogue.library.registry.by_id.get(name)
    return directive.key if directive is not None else b""


def _document(catalogue: Catalogue, name: str) -> bytes:
    return _identity(catalogue.library.registry.by_id.get(name))


def _identity(directive: Directive | None) -> bytes:
    return directive.identity if directive is not None else b""


def _sign(catalogue: Catalogue, name: str) -> bytes:
    sign = catalogue.signs.get(name)
    return digest(sign.name, str(sign.date)) if sign is not None else b""


def _steps(catalogue: Catalogue, name: str) -> bytes:
    return digest(repr(catalogue.steps.get(name)))


def _cited(catalogue: Catalogue, name: str) -> bytes:
    return _links(catalogue.library.links_by_document.get(name, ()))


def _text(catalogue: Catalogue, path: str) -> bytes:
    return _links(catalogue.library.links_by_path.get(path, ()))


def _links(links: Iterable[Link]) -> bytes:
    return digest(b"".join([link.key for link in links]))


def _code(catalogue: Catalogue, name: str) -> bytes:
    return digest(*catalogue.library.homonyms.get(name, ()))


def _relations(catalogue: Catalogue, name: str) -> bytes:
    return digest(repr([_view(view) for view in catalogue.relations.of(name)]))


def _view(view: View) -> tuple[object, ...]:
    edge = view.edge
    keys = [link.key for link in edge.links]
    return view.verb, view.other, edge.key, edge.origin, edge.mark, edge.evidence, edge.checked, keys


def _neighbours(catalogue: Catalogue, name: str) -> bytes:
    found = catalogue.neighbours.get(name, Neighbours(None, None))
    return digest(_identity(found.previous), _identity(found.following))


def _report(catalogue: Catalogue, name: str) -> bytes:
    return catalogue.reports[name].key if name in catalogue.reports else b""


def _count(catalogue: Catalogue, name: str) -> bytes:
    return str(catalogue.counts.get(name)).encode()


_KINDS: Final[Mapping[str, Callable[[Catalogue, str], bytes]]] = {
    FILE: _file,
    "document": _document,
    "sign": _sign,
    "cited": _cited,
    "text": _text,
    "code": _code,
    "relations": _relations,
    "steps": _steps,
    "neighbours": _neighbours,
    "report": _report,
    "count": _count,
}
"""Kind -> what digests a fact of that kind."""
_PAGES: Final = (DRAFT, REGISTERS)
"""Kinds of facts that are pages made from many documents."""


def _files(catalogue: Catalogue) -> bytes:
    return catalogue.library.registry.key


def _documents(catalogue: Catalogue) -> bytes:
    return catalogue.library.registry.identity


def _all_signs(catalogue: Catalogue) -> bytes:
    return digest(repr([(name, *sign) for name, sign in catalogue.signs.items()]))


def _all_steps(catalogue: Catalogue) -> bytes:
    """Return what all steps follow from: the relations in order, each told by its ends and its verb."""
    return digest(repr([edge.key for edge in catalogue.relations.edges]))


def _all_relations(catalogue: Catalogue) -> bytes:
    """Return what all relations follow from: the documents, which enter them, and the mentions that say so."""
    mined = [edge for edge in catalogue.relations.edges if edge.links]
    said = digest(repr([(edge.key, [link.key for link in edge.links]) for edge in mined]))
    whole = all(link.key for edge in mined for link in edge.links)
    return joined(catalogue.library.registry.identity, said if whole else b"")


_BASES: Final[Mapping[str, Callable[[Catalogue], bytes]]] = {
    FILE: _files,
    "document": _documents,
    "sign": _all_signs,
    "code": _documents,
    "neighbours": _documents,
    "relations": _all_relations,
    "steps": _all_steps,
    REGISTERS: registers_key,
}
"""Kind -> what digests all that its facts follow from, where that is soon done."""
