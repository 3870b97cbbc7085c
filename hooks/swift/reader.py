"""Reader: pages that the entry file's own reader knows how to read are not converted.

The reader is strict: it returns a page only when all of it is in its grammar, and then just what the converter would
give. The addresses in the page are checked and published once for each page linked and folder, or family of folders
from which it is reached the same way: those of plain letters by the rule of the engine that holds for them, others by
its own function. An address that the engine would warn of sends the page to the converter, so that every warning is
given where and as it was.

The first page of each family and every fiftieth after it is also converted, and compared: text, contents, title, ids,
links, and what the files were asked. One difference turns the trick off for the rest of the build, which starts anew. A
build that follows another one in the same environment checks every fiftieth page only.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, Final, Protocol
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import get_relative_url

from swift.converter import Converter, RecordingFiles
from vanban.records import dataclass

CHECK_EVERY: Final = 50
_PLAIN: Final = re.compile(r"(?:\.\./)*[A-Za-z0-9_-][A-Za-z0-9_./-]*\.md")
Asked = dict[str, File | None]


class ReaderMismatchError(Exception):
    """A page from the reader is not what the converter gives: the converter is not the one the reader was made for."""


class ReadPage(Protocol):
    """A page as the reader gives it; the attributes are those that the engine's own `render` leaves."""

    @property
    def html(self) -> str:
        """Return the text."""

    @property
    def contents(self) -> list[dict[str, Any]]:
        """Return the nested entries of the table of contents."""

    @property
    def title(self) -> str | None:
        """Return the text of the heading that the page begins with."""

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids in it."""

    @property
    def hrefs(self) -> tuple[str, ...]:
        """Return the addresses of its links as written, each once, in order."""


class Read(Protocol):
    """Reads the page that was selected; None when it is not in the grammar."""

    def __call__(self, markdown: str, place: Addresses) -> ReadPage | None:
        """Return the page."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the engine makes of the address of a page.

    Attributes:
        url: The published address; None when the engine would warn.
        target: The file it leads to; None when it stays on the page.
        asked: What the files were asked for it.
    """

    url: str | None
    target: File | None = None
    asked: Asked = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Family:
    """Folders of the same depth below the same top folder.

    Attributes:
        name: Tells it from others.
        climb: The way from one of its folders to the root; empty when nothing is shared.
        home: The way to its own top folder, or to above the root.
        known: What is known of the addresses that begin with `climb` and not with `home`.
    """

    name: tuple[str, ...]
    climb: str = ""
    home: tuple[str, ...] = ()
    known: dict[str, _Answer] = field(default_factory=dict)


class Addresses:
    """What the addresses written in the pages of one folder lead to.

    Attributes:
        basis: Digest of all that the answers follow from beside the folder and which pages there are; empty where that
            is not known.
        family: Names the folders of the same depth below the same top folder: what they write to reach another top
            folder leads the same way from each of them.
    """

    def __init__(self, file: File, files: Files, config: MkDocsConfig, family: Family) -> None:
        """Start with what the folders of the family know; `file` is any page of this one."""
        self.basis = ""
        self._file, self._files, self._config = file, files, config
        self._folder = posixpath.dirname(file.src_uri)
        self.family = family.name
        self._common, self._own = family.known, {"": _Answer("")}
        self._climb, self._home = family.climb, family.home

    def shared(self, href: str) -> bool:
        """Say whether an address leads the same way from every folder of the family."""
        if not href or href[0] == "#":
            return True
        return bool(self._climb) and href.startswith(self._climb) and not href.startswith(self._home)

    def url(self, page: str) -> str | None:
        """Return the published address of a page as written in a link, or None when the engine would warn of it."""
        return self._answer(page).url

    def _answer(self, page: str) -> _Answer:
        known = self._common if page and self.shared(page) else self._own
        if page not in known:
            known[page] = self._ask(page)
        return known[page]

    def _ask(self, page: str) -> _Answer:
        if _PLAIN.fullmatch(page):
            address = posixpath.normpath(posixpath.join(self._folder, page))
            target = self._files.src_uris.get(address)
            if target is None or _hidden(target) or _hidden(self._file):
                return _Answer(None)
            return _Answer(get_relative_url(target.url, self._file.url), target, {address: target})
        return self._ask_engine(page)

    def _ask_engine(self, page: str) -> _Answer:
        files = RecordingFiles(self._files)
        step = pages._RelativePathTreeprocessor(self._file, files, self._config)  # type: ignore[arg-type]  # noqa: SLF001 (the engine's own check, guarded by comparison)
        found = self._files.get_file_from_path(step._target_uri(self._file.src_uri, unquote(page)))  # noqa: SLF001 (likewise)
        if page.startswith("/") or found is None or _hidden(found) or _hidden(self._file):
            return _Answer(None)
        return _Answer(step.path_to_url(page), found, files.asked)

    def follow(self, page: Page, hrefs: Iterable[str]) -> Asked:
        """Note in a page where its links lead, and return what the files were asked."""
        asked: Asked = {}
        page.links_to_anchors = {}
        for href in hrefs:
            address, _, anchor = href.partition("#")
            answer = self._answer(address)
            asked |= answer.asked
            if anchor:
                page.links_to_anchors.setdefault(answer.target or page.file, {}).setdefault(anchor, href)
        return asked


def _hidden(file: File) -> bool:
    return file.inclusion in (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)


class Reader:
    """Makes pages by the entry file's reader; afterwards a page is as the engine's own `render` would leave it.

    Attributes:
        basis: Digest of all that links follow from beside which pages there are: programs and settings; empty where it
            is not known.
    """

    basis = ""

    def __init__(
        self, read: Read, converter: Converter, files: Files, config: MkDocsConfig, *, trusted: bool = False
    ) -> None:
        """Start with nothing read.

        Args:
            read: The entry file's reader.
            converter: What checked pages are compared with.
            files: The files of the site.
            config: The site's configuration.
            trusted: Whether the last build checked the reader in the same environment, so that first pages need not
                be checked again.
        """
        self._checked = 0 if trusted else 1
        self._read, self._converter = read, converter
        self._files, self._config = files, config
        self._places: dict[tuple[str, str], Addresses] = {}
        self._families: dict[tuple[str, ...], Family] = {}
        self._count: Counter[tuple[str, ...]] = Counter()

    def render(self, page: Page) -> Asked | None:
        """Return what the files were asked, or None when the page must be converted.

        Raises:
            ReaderMismatchError: A checked page differs; no page of the reader may be trusted.
        """
        place = self._place(page.file)
        read = self._read(page.markdown or "", place)
        if read is None:
            return None
        page.content, page.toc = read.html, get_toc(read.contents)  # type: ignore[arg-type]  # entries of the keys it reads
        page._title_from_render = read.title  # noqa: SLF001 (what Page.render sets, and the title reads)
        page.present_anchor_ids = set(read.ids)
        asked = place.follow(page, read.hrefs)
        self._count[place.family] += 1
        if self._count[place.family] % CHECK_EVERY == self._checked:
            self._check(page, asked)
        return asked

    def _place(self, file: File) -> Addresses:
        folder, _, name = file.url.rpartition("/")
        key = (posixpath.dirname(file.src_uri), folder if "." in name else file.url)
        if key not in self._places:
            place = self._places[key] = Addresses(file, self._files, self._config, self._family(*key))
            place.basis = self.basis
        return self._places[key]

    def _family(self, source: str, published: str) -> Family:
        """Return the family of a folder; one that is published elsewhere, or is the root, has one of its own."""
        top, *below = source.split("/")
        if source != published or not source:
            return Family((source, published))
        name = (top, str(len(below)))
        if name not in self._families:
            climb = "../" * (len(below) + 1)
            self._families[name] = Family(name, climb, (f"{climb}../", f"{climb}./", f"{climb}{top}/"))
        return self._families[name]

    def _check(self, page: Page, asked: Asked) -> None:
        ours = page_outcome(page, asked)
        self._converter.render(page)
        if ours != page_outcome(page, self._converter.files.asked):
            raise ReaderMismatchError(page.file.src_uri)


def page_outcome(page: Page, asked: Mapping[str, File | None]) -> tuple[object, ...]:
    """Return all that a page has after it was rendered, for a comparison."""
    title = page._title_from_render  # noqa: SLF001 (what Page.render sets)
    links = [(file, list(anchors.items())) for file, anchors in (page.links_to_anchors or {}).items()]
    return page.content, _entries(page.toc), title, page.present_anchor_ids, links, dict(asked)


def _entries(toc: Iterable[AnchorLink]) -> list[tuple[object, ...]]:
    return [(item.title, item.id, item.level, _entries(item.children)) for item in toc]
