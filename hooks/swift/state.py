"""Build: what one build knows, and Library: what it was told of the pages that are made from the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from swift.aside import Aside, Memory, Thinking
from swift.facts import Facts
from swift.files import Source
from swift.manifest import Look, Manifest, PageRecord, Stamp, Written, digest, unpack
from swift.reader import Read
from swift.switches import Trick
from vanban.records import dataclass


@dataclass(frozen=True)
class Library:
    """What the entry file tells of the pages made from the library.

    Attributes:
        inputs: Source address and Markdown -> what else the page is made from, as text.
        select: Tells the converter's extensions which page comes next.
        read: Reads the page selected, when it is one of those it knows.
        facts: What the facts now are that pages are made from.
        basis: Source address -> digest of all that a page is made from, known without its text; empty where only the
            text tells.
        content: File -> its bytes, as this build reads them.
        origin: Source address -> the page made from the library.
        title: Source address -> the title that reading such a page gives it: others' navigation prints it.
        address: File -> source address of the page that comes from it.
        memory: What the making of pages recalls from.
    """

    inputs: Callable[[str, str], str]
    select: Callable[[str], None]
    read: Read
    facts: Facts
    basis: Callable[[str], bytes]
    content: Callable[[str], bytes]
    origin: Callable[[str], Source]
    title: Callable[[str], str]
    address: Callable[[Path], str]
    memory: Memory


@dataclass(slots=True)
class Build:
    """What one build knows.

    Attributes:
        library: What the entry file tells.
        tricks: The steps that are on.
        manifest_path: Where the manifest lies; None while nothing is kept.
        before: What the last build left; None when the site is made from nothing.
        program: Digest of what every page depends on beside the navigation; empty while nothing is kept.
        environment: The same with the navigation.
        addresses: Digest of every address that a link may lead to.
        existing: Files the site held before.
        kept: Addresses in the site of pages that were not made again.
        made: What is known of every page.
        bases: What `basis` found.
        index: Digest and stamp of each file of the search index.
        aside: What other processes do meanwhile.
        thinking: The part of it that thinks of pages that take long; None when neither this nor the search index, but
            at most the files beside the pages, are made aside.
    """

    library: Library
    tricks: frozenset[Trick]
    manifest_path: Path | None = None
    before: Manifest | None = None
    program: str = ""
    environment: str = ""
    addresses: str = ""
    existing: dict[str, Look] = field(default_factory=dict)
    site_dir: str = ""
    scratch: str = ""
    config: MkDocsConfig | None = None
    env: jinja2.Environment | None = None
    nav: Navigation | None = None
    files: Files | None = None
    pages: list[Page] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    made: dict[str, PageRecord] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    index: dict[str, Written] = field(default_factory=dict)
    aside: Aside = field(default_factory=lambda: Aside((), 0))
    thinking: Thinking | None = None

    def held(self, address: str, stamp: Stamp) -> bool:
        """Say whether the site that the build found held a file with such a stamp."""
        found = self.existing.get(address)
        return found is not None and found[0] == stamp

    def size(self, page: Page) -> int:
        """Return how many bytes of a page the site held that the build found."""
        found = self.existing.get(page.file.dest_uri)
        return found[0][0] if found is not None else 0

    def basis(self, page: Page) -> str:
        """Return the digest of all that a page is made from, known without its text; empty where only that tells."""
        address = page.file.src_uri
        if address not in self.bases:
            own = self.library.basis(address) if self.program else b""
            self.bases[address] = digest(self.program, own) if own else ""
        return self.bases[address]

    def learn(self, page: Page) -> bool:
        """Learn from the last build what other pages print of a page; say whether it was known without its text."""
        record = self.before.pages.get(page.file.src_uri) if self.before is not None else None
        if record is None or not record.basis or record.basis != self.basis(page):
            return False
        title, page.meta = unpack(record.head)
        if "title" not in vars(page):
            page.title = title
        return True
