"""Maker: makes one page after the other, as the engine's two loops over pages would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.meta import get_data

from swift.aside import Memory
from swift.converter import Converter, agrees, make_converter
from swift.environment import nav_page
from swift.facts import by_kind, changed_facts, packed_facts, rests_on
from swift.files import MadePage, put
from swift.manifest import MARK, PageRecord, answer_mark, digest, pack, stamp
from swift.reader import Reader
from swift.shells import Shells
from swift.state import Build, Library
from swift.switches import Trick
from swift.workers import Listener

_LOG = get_plugin_logger("vanban")
NEVER: Final = "-"
"""Key of a page that was warned of: it is made again each time, so that the warning is given each time."""
Made = tuple[PageRecord, bool]
"""What there is to know of a page, and whether the site held it already."""


class Maker:
    """Makes the pages of one build."""

    def __init__(self, build: Build, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        """Get ready; the converter and the shells are made when the first page needs them."""
        self._build, self._env, self._config, self._files = build, env, config, files
        self._pages = files.documentation_pages()
        self._shells = Shells(config, self._shell) if Trick.SHELL in build.tricks else None
        before = build.before
        self._before = before if before is not None and before.environment == build.environment else None
        self._changed = by_kind(changed_facts(self._before, build.library.facts) if self._before is not None else ())
        self._same_addresses = before is not None and before.addresses == build.addresses
        self._keys: dict[str, str] = {}
        self._marks: dict[str, bytes] = {}
        self._converter: Converter | None = None
        self._reader: Reader | None = None

    @property
    def memory(self) -> Memory:
        """Return what the making of pages recalls from."""
        return self._build.library.memory

    def _shell(self, key: str, make: Callable[[], list[str]]) -> list[str]:
        environment = self._build.environment
        return self.memory.recall("shell", digest(environment, key).encode(), make) if environment else make()

    def prepare(self, page: Page) -> None:
        """Make the converter before any process is forked, and try it on a page unless the last build did so."""
        if Trick.CONVERTER not in self._build.tricks:
            return
        read(page, self._config, self._files, self._build.library)
        converter = make_converter(self._config, self._files)
        trusted = self._before is not None
        if converter is not None and (trusted or agrees(converter, page, self._config, self._files)):
            self._converter = converter
            if Trick.READER in self._build.tricks:
                read_page = self._build.library.read
                self._reader = Reader(read_page, converter, self._files, self._config, trusted=trusted)
                self._reader.basis = self._build.program
        else:
            _LOG.info("converting each page with an instance of its own: the engine's steps are not as expected")

    def known(self, page: Page) -> PageRecord | None:
        """Return what is known of a page that need not be made again.

        Its text is not made for this: a page that only its text tells of, which is not there yet, is left to `make`.
        """
        record = self._before.pages.get(page.file.src_uri) if self._before is not None else None
        if record is None or record.key == NEVER:
            return None
        if record.basis and record.basis == self._build.basis(page):
            return record if self._holds(page, record) else None
        if record.facts is not None:
            return record if not rests_on(record.facts, self._changed) and self._holds(page, record) else None
        if isinstance(page.file, MadePage) and not page.file.origin.ready():
            return None
        if record.key != self._key(page) or not self._holds(page, record):
            return None
        _let_go(page)
        return record

    def make(self, page: Page) -> Made:
        """Make a page, unless its text shows that the site holds it."""
        key = self._key(page) if Trick.CACHE in self._build.tricks else ""
        record = self._before.pages.get(page.file.src_uri) if self._before is not None else None
        if record is not None and record.key == key and self._holds(page, record):
            again = replace(record, **self._origin(page))
            _let_go(page)
            return again, True
        with Listener() as heard:
            asked = self._convert(page)
            self._write(page)
        record = self._record(page, NEVER if heard.warned else key, asked)
        _let_go(page)
        return record, False

    def _key(self, page: Page) -> str:
        address = page.file.src_uri
        if address not in self._keys:
            read(page, self._config, self._files, self._build.library)
            meta, markdown = repr(sorted(page.meta.items())), page.markdown or ""
            self._keys[address] = digest(address, markdown, meta, self._build.library.inputs(address, markdown))
        return self._keys[address]

    def _holds(self, page: Page, record: PageRecord) -> bool:
        if not self._same_addresses:
            asked = record.asked
            marks = {asked[start : start + MARK] for start in range(0, len(asked), MARK)}
            if not marks <= self._answers:
                return False
        return self._build.held(page.file.dest_uri, record.stamp)

    @cached_property
    def _answers(self) -> frozenset[bytes]:
        """Return the marks of what a link check finds now; an address where it finds nothing is asked for anew."""
        return frozenset(answer_mark(file.src_uri, file) for file in self._files)

    def _mark(self, address: str, file: File | None) -> bytes:
        if address not in self._marks:
            self._marks[address] = answer_mark(address, file)
        return self._marks[address]

    def _convert(self, page: Page) -> dict[str, File | None]:
        read(page, self._config, self._files, self._build.library)
        self._build.library.select(page.file.src_uri)
        asked = self._reader.render(page) if self._reader is not None else None
        if asked is None:
            asked = self._render_text(page)
        page.content = self._config.plugins.on_page_content(
            page.content or "", page=page, config=self._config, files=self._files
        )
        return asked

    def _render_text(self, page: Page) -> dict[str, File | None]:
        if self._converter is None:
            page.render(self._config, self._files)
            return {}
        self._converter.render(page)
        return self._converter.files.asked

    def _write(self, page: Page) -> None:
        page.active = True
        nav: Any = self._build.nav
        plain = get_context(nav, self._pages, self._config, page)
        template = self._env.get_template(page.meta.get("template", "main.html"))
        context = self._config.plugins.on_page_context(plain.copy(), page=page, config=self._config, nav=nav)
        output = self._render(page, template, plain, context)
        output = self._config.plugins.on_post_page(output, page=page, config=self._config)
        if output.strip():
            put(page.file.abs_dest_path, output.encode("utf-8", errors="xmlcharrefreplace"))
        page.active = False

    def _render(self, page: Page, template: jinja2.Template, plain: Any, context: Any) -> str:  # noqa: ANN401 (dicts)
        if self._shells is None:
            return template.render(context)
        added = {key: value for key, value in context.items() if key not in plain or plain[key] is not value}
        filled = self._shells.render(page, context, template.render, added)
        return template.render(context) if filled is None else filled

    def _record(self, page: Page, key: str, asked: Mapping[str, File | None]) -> PageRecord:
        links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
        answers = b"".join(self._mark(path, file) for path, file in asked.items())
        written = stamp(page.file.abs_dest_path) or (0, 0)
        anchors = sorted(page.present_anchor_ids or ())
        return PageRecord(key, pack(anchors), pack(links), answers, written, **self._origin(page))

    def _origin(self, page: Page) -> dict[str, Any]:
        if Trick.CACHE not in self._build.tricks:
            return {}
        if not isinstance(page.file, MadePage):
            return self._settled(page)
        facts = page.file.origin.facts()
        return {} if facts is None else {"facts": packed_facts(facts)}

    def _settled(self, page: Page) -> dict[str, Any]:
        basis = self._build.basis(page)
        try:
            return {"basis": basis, "head": pack((page.title, page.meta))} if basis else {}
        except ValueError:
            return {}


def _let_go(page: Page) -> None:
    """Give back the memory of a page that is written: its record says what is asked of it later."""
    page.content, page.toc = None, TableOfContents([])
    page.present_anchor_ids = page.links_to_anchors = None
    if "title" in vars(page) or not nav_page(page):
        page.markdown = None
    if not nav_page(page):
        page.meta = {}
    if isinstance(page.file, MadePage):
        page.file.origin.forget()


def read(page: Page, config: MkDocsConfig, files: Files, library: Library) -> None:
    """Read the page's source, once."""
    if page.markdown is not None:
        return
    page = config.plugins.on_pre_page(page, config=config, files=files)
    if config.plugins.events["page_read_source"]:
        _read_source(page, config)
    elif isinstance(page.file, MadePage):
        page.markdown, page.meta = page.file.origin.parts()
    else:
        _recall_source(page, config, library)
    page.markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)


def _recall_source(page: Page, config: MkDocsConfig, library: Library) -> None:
    """Read a file as the engine does, but take its head and text apart only where that was not done before."""
    try:
        content = library.content(page.file.abs_src_path) if page.file.abs_src_path else page.file.content_bytes
        source = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, ValueError):
        _read_source(page, config)
        return
    recall = library.memory.recall
    page.markdown, head = recall("source of a page", digest(source).encode(), lambda: get_data(source))
    page.meta = dict(head)


def _read_source(page: Page, config: MkDocsConfig) -> None:
    try:
        page.read_source(config)
    except UnicodeDecodeError as error:
        message = f"{page.file.src_uri}: tệp không phải UTF-8; hãy lưu lại bằng UTF-8"
        raise BuildError(message) from error
