"""Registry: every document of `directives/`, found by id, code, short form or name; nothing is guessed.

Resolving keeps only documents that contradict nothing the mention says. One left is the answer, several are ambiguous.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Final, TypeVar

from vanban.bundles import bundles
from vanban.citations import Citation
from vanban.directives import Directive, parse_directive
from vanban.fulltext import find_articles
from vanban.memory import Memory, digest, joined
from vanban.numbers import DocNumber
from vanban.originals import Originals, decoded
from vanban.problems import Problem
from vanban.records import dataclass
from vanban.vietnamese import fold, nfc, slug

CENTRAL: Final = "trung-uong"
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention stands for.

    Attributes:
        ids: The documents that fit: one when resolved, several when ambiguous, none when unknown.
        rivals: When none fits, the documents of the same code that the mention contradicts.
    """

    ids: tuple[str, ...]
    rivals: tuple[str, ...] = ()

    @property
    def id(self) -> str | None:
        """Return the one document meant, or None."""
        return self.ids[0] if len(self.ids) == 1 else None


@dataclass(frozen=True)
class Registry:
    """All documents, in the order of their ids."""

    directives: tuple[Directive, ...]

    @cached_property
    def identity(self) -> bytes:
        """Return the digest of every document without its body; empty when one was not read from a file."""
        return joined(*(directive.identity for directive in self.directives))

    @cached_property
    def key(self) -> bytes:
        """Return the digest of every document's file; empty when one was not read from a file."""
        return joined(*(directive.key for directive in self.directives))

    @cached_property
    def evidence(self) -> bytes:
        """Return the digest of all that mentions are resolved by; empty when a document was not read from a file."""
        return joined(*(directive.evidence for directive in self.directives))

    @cached_property
    def names_key(self) -> bytes:
        """Return the digest of the names that a mention may use."""
        return digest(*(part for pair in sorted(self.names.items()) for part in pair))

    @cached_property
    def by_id(self) -> Mapping[str, Directive]:
        """Return the documents by id."""
        return {directive.id: directive for directive in self.directives}

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Directive, ...]]:
        """Return the documents by canonical code, also by the code a public source gives."""
        return _grouped((code, directive) for directive in self.directives for code in _codes(directive))

    @cached_property
    def by_short_form(self) -> Mapping[tuple[str, int], tuple[Directive, ...]]:
        """Return the documents by folded type word and number, as short forms name them."""
        return _grouped(_short_forms(self.directives))

    @cached_property
    def by_plenum(self) -> Mapping[tuple[int, str], tuple[Directive, ...]]:
        """Return the documents by the plenum (number, term) that adopted them."""
        return _grouped(
            ((directive.plenum, directive.term), directive)
            for directive in self.directives
            if directive.plenum is not None and directive.term is not None
        )

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return alias -> id for named documents; a name that two documents claim is left out."""
        owners = _grouped((alias, directive) for directive in self.directives for alias in directive.aliases)
        return {alias: found[0].id for alias, found in owners.items() if len(found) == 1}

    @cached_property
    def old_ids(self) -> Mapping[str, str]:
        """Return old address -> id."""
        return {old: directive.id for directive in self.directives for old in directive.old_ids}

    def resolve(self, citation: Citation, jurisdiction: str | None = None) -> Resolution:
        """Return the documents that `citation` can mean, read in a text of the given jurisdiction."""
        if citation.name is not None and citation.name in self.names:
            return Resolution((self.names[citation.name],))
        candidates = self._candidates(citation)
        left = [directive for directive in candidates if _agrees(directive, citation, jurisdiction)]
        for test in _PREFERENCES:
            preferred = [directive for directive in left if test(directive, citation)]
            left = preferred or left
        rivals = () if left else tuple(directive.id for directive in candidates)
        return Resolution(tuple(directive.id for directive in left), rivals)

    def _candidates(self, citation: Citation) -> tuple[Directive, ...]:
        if citation.code is not None:
            return self.by_code.get(citation.code, ())
        if citation.type is None or citation.number is None:
            return ()
        return self.by_short_form.get((fold(citation.type), citation.number), ())


def load_registry(
    folder: Path, shown: str | None = None, memory: Memory | None = None, originals: Originals | None = None
) -> tuple[Registry, list[Problem]]:
    """Read every `*.md` of `folder`, sorted by name.

    Args:
        folder: The folder; a missing one gives an empty registry and a Problem.
        shown: How the folder is written in messages; its own path by default.
        memory: What earlier builds read.
        originals: The files as this build reads them.

    Returns:
        The registry and every finding, with path and line.
    """
    shown = shown if shown is not None else folder.as_posix()
    memory, originals = memory or Memory(), originals or Originals()
    if not folder.is_dir():
        return Registry(()), [Problem(shown, 0, "không có thư mục văn bản; hãy tạo hoặc chỉ đúng thư mục")]
    directives: list[Directive] = []
    problems: list[Problem] = []
    place = str(folder) + os.sep
    names = sorted(name for name in os.listdir(folder) if name.endswith(".md"))  # noqa: PTH208 (thousands)
    for bundle in bundles(names):
        files = [(f"{shown}/{name}", originals.content(place + name)) for name in bundle]
        key = digest(*(part for file in files for part in file))
        found, wrong = memory.recall("directives", key, partial(_read_bundle, files, memory))
        directives += found
        problems += wrong
    registry = Registry(tuple(directives))
    clashes = memory.recall("clashes", registry.identity, lambda: list(_clashes(registry)))
    return registry, [*problems, *clashes]


def _read_bundle(files: Iterable[tuple[str, bytes]], memory: Memory) -> tuple[list[Directive], list[Problem]]:
    directives: list[Directive] = []
    problems: list[Problem] = []
    for path, content in files:
        try:
            directive, found = read_directive(path, decoded(content), memory)
        except UnicodeDecodeError:
            problems.append(Problem(path, 0, "tệp không phải UTF-8; hãy lưu lại bằng UTF-8"))
            continue
        directives.append(directive)
        problems += found
    return directives, problems


def read_directive(path: str, text: str, memory: Memory) -> tuple[Directive, tuple[Problem, ...]]:
    """Return the document of a file with every finding, from memory when it was read before."""
    return memory.recall("directive", digest(path, text), partial(_read, path, text))


def _read(path: str, text: str) -> tuple[Directive, tuple[Problem, ...]]:
    directive, problems = parse_directive(path, text)
    identity = digest(repr(replace(directive, body="")), repr(directive.lines))
    return replace(directive, key=digest(path, text), identity=identity, evidence=_evidence(directive)), tuple(problems)


def _evidence(directive: Directive) -> bytes:
    """Return the digest of all that `Registry.resolve` and a link's target ask of a document."""
    words = (directive.type, *(printed.type for printed in directive.printed))
    known = (sorted(directive.dates()), sorted(directive.terms()), directive.jurisdiction)
    articles = [article.anchor for article in find_articles(directive.body)]
    said = (directive.id, tuple(_codes(directive)), words, directive.aliases, directive.code, *known, articles)
    return digest(repr(said))


def code_slug(code: str) -> str:
    """Return the address part of a canonical code."""
    number = DocNumber.parse(code)
    return number.slug if number is not None else slug(code)


def _grouped(pairs: Iterable[tuple[Key, Directive]]) -> dict[Key, tuple[Directive, ...]]:
    groups: defaultdict[Key, dict[str, Directive]] = defaultdict(dict)
    for key, directive in pairs:
        groups[key][directive.id] = directive
    return {key: tuple(found.values()) for key, found in groups.items()}


def _codes(directive: Directive) -> Iterator[str]:
    stated = [directive.code, *(claim.value for claim in directive.sources if claim.field == "code")]
    for code in stated:
        if code is not None:
            number = DocNumber.parse(code)
            yield str(number) if number is not None else nfc(code)


def _short_forms(directives: Iterable[Directive]) -> Iterator[tuple[tuple[str, int], Directive]]:
    for directive in directives:
        number = DocNumber.parse(directive.code) if directive.code else None
        if number is None:
            continue
        words = {directive.type, *(printed.type for printed in directive.printed)}
        for word in words:
            if word:
                yield (fold(word), number.number), directive


def _agrees(directive: Directive, citation: Citation, jurisdiction: str | None) -> bool:
    """Say whether nothing that the mention states contradicts what is known of the document."""
    dates, terms = directive.dates(), directive.terms()
    if citation.date is not None and dates and citation.date not in dates:
        return False
    dated = citation.date is not None and citation.date in dates
    if citation.term is not None and terms and citation.term not in terms and not dated:
        return False
    everywhere = (None, CENTRAL)
    return directive.jurisdiction in (*everywhere, jurisdiction) or jurisdiction in everywhere


def _same_date(directive: Directive, citation: Citation) -> bool:
    return citation.date is not None and citation.date in directive.dates()


def _same_term(directive: Directive, citation: Citation) -> bool:
    return citation.term is not None and citation.term in directive.terms()


_PREFERENCES: Final[tuple[Callable[[Directive, Citation], bool], ...]] = (_same_date, _same_term)
"""Evidence that lifts a document over others that merely do not contradict the mention, strongest first."""


def _clashes(registry: Registry) -> Iterator[Problem]:
    yield from _same_identity(registry)
    yield from _same_name(registry)
    for directive in registry.directives:
        for old in directive.old_ids:
            if old in registry.by_id:
                yield Problem(
                    directive.path,
                    directive.line("old_ids"),
                    f"địa chỉ cũ «{old}» là tên tệp của một văn bản khác; hãy bỏ",
                )


def _same_identity(registry: Registry) -> Iterator[Problem]:
    seen: dict[tuple[str, dt.date | None, str | None, str | None], Directive] = {}
    for directive in registry.directives:
        if directive.code is None:
            continue
        key = (next(_codes(directive)), directive.date, directive.term, directive.jurisdiction)
        first = seen.setdefault(key, directive)
        if first is not directive:
            yield Problem(
                directive.path,
                directive.line("code"),
                f"trùng với {first.path}: cùng số ký hiệu {directive.code}, cùng ngày và khóa; hãy gộp hai tệp "
                "hoặc ghi ngày, khóa để phân biệt",
            )


def _same_name(registry: Registry) -> Iterator[Problem]:
    owner: dict[str, Directive] = {}
    for directive in registry.directives:
        for alias in directive.aliases:
            first = owner.setdefault(fold(alias), directive)
            if first is not directive:
                yield Problem(
                    directive.path, directive.line("aliases"), f"tên gọi «{alias}» đã là của {first.path}; hãy bỏ một"
                )
