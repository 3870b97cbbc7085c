"""Swift: makes the pages of a build by the tricks that are on; the entry file calls one method for each event."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import jinja2
import mkdocs
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file

from swift.converter import Converter, agrees, make_converter
from swift.environment import environment_digest, nav_page
from swift.files import MadeFile, SwiftFiles, site_files
from swift.manifest import Manifest, PageRecord, digest, lay_manifest, stamp, take_manifest
from swift.reader import Read, Reader, ReaderMismatchError
from swift.shells import ShellMismatchError, Shells
from swift.switches import Trick, wanted_tricks
from swift.workers import Listener, WorkerError, spread, worker_count

_LOG = get_plugin_logger("vanban")
_ENGINE: Final = "1.6."
"""Version of the engine whose two loops over pages this module stands in for."""
_PAGE_EVENTS: Final = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
_HIDDEN: Final = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
_NEVER: Final = "-"
"""Key of a page that was warned of: it is made again each time, so that the warning is given each time."""
_PIECE: Final = 24
"""Pages a worker takes at a time."""
_FEW: Final = 3 * _PIECE
"""Pages below which a second process costs more than it saves."""
Inputs = Callable[[str, str], str]
Select = Callable[[str], None]


@dataclass(slots=True)
class _Build:
    """What one build knows.

    Attributes:
        inputs: Source address and Markdown -> what else the page is made from, as text.
        select: Tells the converter's extensions which page comes next.
        read: Reads the page selected, when it is one of those it knows.
        manifest_path: Where the manifest lies; None while nothing is kept.
        before: What the last build left; None when the site is made from nothing.
        environment: Digest of what every page depends on.
        existing: Files the site held before, with the time of their last change.
        kept: Addresses in the site of pages that were not made again.
    """

    inputs: Inputs
    select: Select
    read: Read
    tricks: frozenset[Trick]
    manifest_path: Path | None = None
    before: Manifest | None = None
    environment: str = ""
    existing: dict[str, int] = field(default_factory=dict)
    site_dir: str = ""
    scratch: str = ""
    nav: Navigation | None = None
    files: Files | None = None
    pages: list[Page] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    made: dict[str, PageRecord] = field(default_factory=dict)


class Swift:
    """The tricks of one run of the engine; a second build in the same process starts anew."""

    def __init__(self, owners: Iterable[str], replaced: Iterable[str] = ()) -> None:
        """Start with no build.

        Args:
            owners: Modules whose events look at one page at a time: the entry file's own.
            replaced: Modules whose work on pages is thrown away, because the entry file writes what they would.
        """
        self._owners, self._replaced = frozenset(owners), frozenset(replaced)
        self._serving = False
        self._build: _Build | None = None
        self._memory: dict[str, Manifest] = {}

    def startup(self, command: str) -> None:
        """Learn whether pages are served while they are edited: then the site is temporary and so is its manifest."""
        self._serving = command == "serve"

    def begin(self, inputs: Inputs, select: Select, read: Read, environment: Mapping[str, str] = os.environ) -> None:
        """Start a build.

        Args:
            inputs: Tells what else a page is made from.
            select: Says which page comes next.
            read: Reads the page selected, when it is one of those it knows.
            environment: Where the tricks to leave out are named.
        """
        self._build = _Build(inputs, select, read, wanted_tricks(environment))

    def keep_site(self, config: MkDocsConfig) -> None:
        """Keep the engine from emptying the site where its pages may serve again."""
        build = self._state()
        if Trick.CACHE not in build.tricks or not config.config_file_path:
            return
        name = digest(os.path.abspath(config.site_dir))  # noqa: PTH100 (a name, not a file)
        build.manifest_path = Path(config.config_file_path).parent / ".cache" / "vanban" / f"{name}.json"
        build.before = self._memory.pop(name, None) if self._serving else take_manifest(build.manifest_path)
        if build.before is None or not Path(config.site_dir).is_dir():
            build.before = None
            return
        build.site_dir, build.scratch = config.site_dir, f"{config.site_dir}.none"
        build.existing = site_files(config.site_dir)
        config.site_dir = build.scratch

    def take_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Send the files to the site that was kept, and return them so that the engine's loops leave pages to us."""
        build = self._state()
        if build.scratch:
            config.site_dir = build.site_dir
            shutil.rmtree(build.scratch, ignore_errors=True)
        for file in files:
            if build.scratch:
                file.dest_dir = build.site_dir
            if isinstance(file, MadeFile) and build.before is not None:
                file.before = build.before.files.get(file.dest_uri)
        return SwiftFiles(files) if build.tricks else files

    def plan(self, nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Decide which pages are made here and not by the engine's loops: all or none."""
        build = self._state()
        build.nav, build.files = nav, files
        if not isinstance(files, SwiftFiles):
            return
        obstacle = self._obstacle(config)
        if obstacle is not None:
            _LOG.info("building without tricks: %s", obstacle)
            return
        level = InclusionLevel.is_in_serve if self._serving else InclusionLevel.is_included
        found = files.documentation_pages(inclusion=level)
        if any(file.inclusion in _HIDDEN for file in found):
            _LOG.info("building without tricks: drafts are shown")
            return
        for event in ("page_context", "post_build"):
            methods = config.plugins.events[event]
            methods[:] = [method for method in methods if getattr(method, "__module__", "") not in self._replaced]
        build.pages = [file.page or Page(None, file, config) for file in found]
        files.ours = frozenset(file.src_uri for file in found)

    def _obstacle(self, config: MkDocsConfig) -> str | None:
        if not mkdocs.__version__.startswith(_ENGINE):
            return f"mkdocs {mkdocs.__version__} is not {_ENGINE}x"
        for event in _PAGE_EVENTS:
            for method in config.plugins.events[event]:
                owner = getattr(method, "__module__", "")
                if owner not in self._owners | self._replaced:
                    return f"{owner} follows {event}"
        return None

    def make_pages(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        """Make every page; afterwards the site holds them and each knows its anchors and its links to others'."""
        build = self._state()
        if not build.pages or build.nav is None:
            return
        for page in build.pages:
            if nav_page(page):
                _read(page, config, files)
        if Trick.CACHE in build.tricks:
            build.environment = environment_digest(config, build.nav)
        pieces = [build.pages[start : start + _PIECE] for start in range(0, len(build.pages), _PIECE)]
        processes = worker_count() if Trick.WORKERS in build.tricks and len(build.pages) > _FEW else 1
        done = _agreed(build, lambda: _spread_pages(_Maker(build, env, config, files), pieces, processes))
        for page, record, kept in done:
            _remember(page, record, files)
            build.made[page.file.src_uri] = record
            if kept:
                build.kept.add(page.file.dest_uri)

    def finish(self, config: MkDocsConfig) -> None:
        """Check anchors, remove what no longer belongs to the site, and leave the manifest for the next build."""
        build, files = self._state(), self._state().files
        if files is None:
            return
        for page in build.pages:
            page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        written = {file.dest_uri: file.after for file in files if isinstance(file, MadeFile) and file.after is not None}
        if build.existing:
            _remove_old(config.site_dir, build.existing, {*build.kept, *written})
        if build.manifest_path is None or build.nav is None or not build.pages:
            return
        manifest = Manifest(build.environment, build.made, written)
        if self._serving:
            self._memory[build.manifest_path.stem] = manifest
        else:
            lay_manifest(build.manifest_path, manifest)

    def _state(self) -> _Build:
        if self._build is None:
            message = "begin() comes before every other event"
            raise RuntimeError(message)
        return self._build


Done = list[tuple[Page, PageRecord, bool]]


def _agreed(build: _Build, make: Callable[[], Done]) -> Done:
    """Return what `make` gives; a trick that is found to change a page is turned off and everything made again."""
    try:
        return make()
    except ShellMismatchError as error:
        _LOG.info("rendering every page in full: the template reads more of it than a shell knows: %s", error)
        build.tricks -= {Trick.SHELL}
    except ReaderMismatchError as error:
        _LOG.info("converting every page: the reader and the converter do not give the same: %s", error)
        build.tricks -= {Trick.READER}
    return _agreed(build, make)


def _spread_pages(maker: _Maker, pieces: Sequence[Sequence[Page]], processes: int) -> Done:
    def work(piece: int) -> list[tuple[PageRecord, bool]]:
        return [maker.make(page) for page in pieces[piece]]

    try:
        done = spread(len(pieces), work, processes)
    except WorkerError as error:
        _LOG.info("building in one process: %s", error)
        done = spread(len(pieces), work, 1)
    return [
        (page, record, kept)
        for piece, results in zip(pieces, done, strict=True)
        for page, (record, kept) in zip(piece, results, strict=True)
    ]


class _Maker:
    """Makes one page after the other, as the engine's two loops would."""

    def __init__(self, build: _Build, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        self._inputs, self._select, self._nav = build.inputs, build.select, build.nav
        self._env, self._config, self._files = env, config, files
        self._pages = files.documentation_pages()
        self._converter = self._tested_converter(build)
        self._reader = (
            Reader(build.read, self._converter, files, config)
            if self._converter is not None and Trick.READER in build.tricks
            else None
        )
        self._shells = Shells(config) if Trick.SHELL in build.tricks else None
        self._before = build.before if build.before and build.before.environment == build.environment else None
        self._keys = Trick.CACHE in build.tricks

    def _tested_converter(self, build: _Build) -> Converter | None:
        if Trick.CONVERTER not in build.tricks:
            return None
        converter, page = make_converter(self._config, self._files), build.pages[-1]
        _read(page, self._config, self._files)
        if converter is not None and agrees(converter, page, self._config, self._files):
            return converter
        _LOG.info("converting each page with an instance of its own: the engine's steps are not as expected")
        return None

    def make(self, page: Page) -> tuple[PageRecord, bool]:
        """Return what there is to know of a page, and whether the site held it already."""
        _read(page, self._config, self._files)
        key = self._key(page) if self._keys else ""
        known = self._before.pages.get(page.file.src_uri) if self._before is not None else None
        if known is not None and known.key == key and self._holds(page, known):
            return known, True
        with Listener() as heard:
            asked = self._convert(page)
            self._write(page)
        return _record(page, _NEVER if heard.warned else key, asked), False

    def _key(self, page: Page) -> str:
        meta = repr(sorted(page.meta.items()))
        markdown = page.markdown or ""
        return digest(page.file.src_uri, markdown, meta, self._inputs(page.file.src_uri, markdown))

    def _holds(self, page: Page, known: PageRecord) -> bool:
        found = self._files.get_file_from_path
        if any(_answer(found(path)) != answer for path, answer in known.asked.items()):
            return False
        return stamp(page.file.abs_dest_path) == known.stamp

    def _convert(self, page: Page) -> dict[str, File | None]:
        self._select(page.file.src_uri)
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
        plain = get_context(self._nav, self._pages, self._config, page)  # type: ignore[arg-type]  # set by plan()
        template = self._env.get_template(page.meta.get("template", "main.html"))
        context = self._config.plugins.on_page_context(
            plain.copy(),
            page=page,
            config=self._config,
            nav=self._nav,  # type: ignore[arg-type]  # likewise
        )
        output = self._render(page, template, plain, context)
        output = self._config.plugins.on_post_page(output, page=page, config=self._config)
        if output.strip():
            write_file(output.encode("utf-8", errors="xmlcharrefreplace"), page.file.abs_dest_path)
        page.active = False

    def _render(self, page: Page, template: jinja2.Template, plain: Any, context: Any) -> str:  # noqa: ANN401 (dicts)
        if self._shells is None:
            return template.render(context)
        added = {key: value for key, value in context.items() if key not in plain or plain[key] is not value}
        filled = self._shells.render(page, context, template.render, added)
        return template.render(context) if filled is None else filled


def _read(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Read the page's source, once."""
    if page.markdown is not None:
        return
    page = config.plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    page.markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)


def _answer(file: File | None) -> str | None:
    return f"{file.url} {file.inclusion.name}" if file is not None else None


def _record(page: Page, key: str, asked: Mapping[str, File | None]) -> PageRecord:
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    answers = {path: _answer(file) for path, file in asked.items()}
    written = stamp(page.file.abs_dest_path) or (0, 0)
    return PageRecord(key, sorted(page.present_anchor_ids or ()), links, answers, written)


def _remember(page: Page, record: PageRecord, files: Files) -> None:
    """Give a page that was made elsewhere what the engine's check of anchors asks for."""
    page.present_anchor_ids = set(record.anchors)
    targets = ((files.get_file_from_path(address), anchors) for address, anchors in record.links.items())
    page.links_to_anchors = {file: anchors for file, anchors in targets if file is not None}


def _remove_old(site: str, existing: Mapping[str, int], kept: Iterable[str]) -> None:
    """Remove the files that this build neither kept nor wrote."""
    now = site_files(site)
    for address in existing.keys() - set(kept):
        if now.get(address) == existing[address]:
            Path(site, address).unlink()
