"""Loading: the library read from the project's files, wholly or, while a page is edited, one file of it anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path

from vanban.bundles import bundles
from vanban.directives import Directive
from vanban.library import Library, LinkedPage, LinkGroup
from vanban.linking import link_directives, link_page, link_report
from vanban.memory import Memory, Spread, collector_paused
from vanban.originals import Originals
from vanban.records import dataclass
from vanban.registry import Registry, load_registry, read_directive
from vanban.reports import load_report, load_reports, report_folders


@dataclass(frozen=True, slots=True)
class Means:
    """What a library is read by.

    Attributes:
        memory: What earlier builds worked out.
        spread: Works in several processes where memory is empty.
        originals: The files as this build reads them.
    """

    memory: Memory = field(default_factory=Memory)
    spread: Spread | None = None
    originals: Originals = field(default_factory=Originals)


def load_library(docs: Path, directives: Path, means: Means | None = None) -> Library:
    """Read all committed text; afterwards every mention is resolved as far as the registry allows.

    Args:
        docs: The folder of Markdown pages.
        directives: The folder of directive files.
        means: What they are read by.

    Returns:
        The library with every finding in `problems`.
    """
    means = means or Means()
    memory = means.memory
    with collector_paused():
        first = memory.empty
        registry, problems = load_registry(directives, directives.name, memory, means.originals)
        if first and means.spread is not None:
            _read_apart(docs, registry, means, means.spread)
        reports, found = load_reports(docs, memory, means.originals)
        groups = [link_report(report, registry, memory) for report in reports]
        groups += [link_directives(bundle, registry, memory) for bundle in _bundles(registry)]
    return Library(registry, reports, tuple(groups), (*problems, *found), memory)


def revise_library(library: Library, docs: Path, directives: Path, path: Path) -> Library | None:
    """Return the library with one file read anew, everything else as it was; None when that does not say enough.

    It serves to show the file's own page: mentions elsewhere are not resolved again.

    Args:
        library: What was read before.
        docs: The folder of Markdown pages.
        directives: The folder of directive files.
        path: The file.
    """
    if path.parent == directives:
        return _with_directive(library, f"{directives.name}/{path.name}", path.read_text("utf-8"))
    shown = f"{docs.name}/{path.relative_to(docs).as_posix()}"
    report = next((report for report in library.reports if any(s.path == shown for s in report.sections)), None)
    if report is None:
        return library
    fresh, _ = load_report(docs, path.parent, library.memory)
    section = next((section for section in fresh.sections if section.path == shown), None)
    if section is None:
        return None
    reports = tuple(fresh if old is report else old for old in library.reports)
    linked = link_page(section, library.registry, report.jurisdiction, library.memory)
    return replace(library, reports=reports, groups=_with_page(library, shown, [linked]))


def _with_directive(library: Library, path: str, text: str) -> Library | None:
    directive, _ = read_directive(path, text, library.memory)
    if directive.id not in library.registry.by_id:
        return None
    known = (directive if old.id == directive.id else old for old in library.registry.directives)
    registry = Registry(tuple(known))
    pages = link_directives([directive], registry, library.memory).pages
    return replace(library, registry=registry, groups=_with_page(library, path, pages))


def _with_page(library: Library, path: str, fresh: Sequence[LinkedPage]) -> tuple[LinkGroup, ...]:
    """Return the pages with links, that of one file replaced, in its place; other groups stay as known."""
    groups = list(library.groups)
    for place, group in enumerate(groups):
        old = next((number for number, linked in enumerate(group.pages) if linked.page.path == path), None)
        if old is not None:
            groups[place] = LinkGroup((*group.pages[:old], *fresh, *group.pages[old + 1 :]))
            return tuple(groups)
    return (*groups, LinkGroup(tuple(fresh)))


def _read_apart(docs: Path, registry: Registry, means: Means, spread: Spread) -> None:
    """Read every page and find its mentions in several processes, into memory: most of a first build's reading."""
    memory = means.memory
    folders, shelves = report_folders(docs), list(_bundles(registry))

    def work(piece: int) -> bytes:
        if piece < len(folders):
            report, _ = load_report(docs, folders[piece], memory, means.originals)
            link_report(report, registry, memory)
        else:
            link_directives(shelves[piece - len(folders)], registry, memory)
        return memory.hand_over()

    for records in spread(len(folders) + len(shelves), work):
        memory.absorb(records)


def _bundles(registry: Registry) -> Iterator[list[Directive]]:
    return (list(map(registry.by_id.__getitem__, names)) for names in bundles(registry.by_id))
