"""Swift: makes the pages of a build by the tricks that are on; the entry file calls one method for each event."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar, cast

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from swift.anchors import check_anchors
from swift.aside import Aside, Task, Thinking, Writing
from swift.closing import leave, make_manifest, remove_old, written_files
from swift.environment import (
    code_digest,
    environment_digest,
    nav_page,
    program_digest,
    theme_digest,
)
from swift.files import MadeFile, MadePage, SwiftFiles, site_files
from swift.findings import Originals, find
from swift.indexing import Indexer, Indexing, Rest, make_index
from swift.making import Maker, read
from swift.manifest import Look, Manifest, addresses_digest, lay_manifest, take_manifest
from swift.obstacles import find_obstacle
from swift.places import cache, manifest_path, scratch
from swift.preview import Preview, Server
from swift.rounds import make_all, pays
from swift.state import Build, Library
from swift.switches import Trick, wanted_tricks
from swift.workers import Keeper, WorkerError, hear_everything, say_again, show_warnings, spread, worker_count

Kept = TypeVar("Kept")
Revise = Callable[[MkDocsConfig, Path], Library | None]
"""Reads one source file anew, and tells what `begin` is told; None when more than it must be read."""
_LOG = get_plugin_logger("vanban")
_HIDDEN: Final = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
_COLLECT: Final = (100_000, 50, 100)
"""Young objects after which the collector runs, and how often it looks at older ones: a library is many objects that
all stay, and looking through them again and again took a fifth of a build after one edit."""
_COLLECT_SELDOM: Final = (400_000, 50, 100)
"""The same where most pages are kept, so that little is made and forgotten."""

_WRITINGS: Final = 12
"""Tasks in which the files beside the pages are written: whoever is done with the pages helps."""


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
        self._last = False
        self._build: Build | None = None
        self._memory: dict[str, Manifest] = {}
        self._kept: dict[Path, object] = {}
        self._indexer: Callable[[], Indexer] | None = None
        self._inputs = self._theme = ""
        self._found: Manifest | None = None
        self._lying: dict[str, Look] | None = None
        self.idle = False
        """Whether this build has nothing to do."""
        self._warnings = Keeper(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self._warnings)

    def startup(self, command: str) -> None:
        """Learn whether pages are served while they are edited: then the site is temporary and so is its manifest."""
        self._serving, self._last = command == "serve", command == "build"
        hear_everything()
        gc.set_threshold(*_COLLECT)
        atexit.register(self._leave_nobody)

    def memory(self, config: MkDocsConfig, make: Callable[..., Kept]) -> Kept:
        """Return what keeps values from build to build: opened from its file, and once while pages are served.

        Args:
            config: The site's configuration.
            make: Opens it from a file for the digest of the code that makes its values, `lasting` or for one build;
                without arguments it keeps nothing.
        """
        if Trick.CACHE not in wanted_tricks(os.environ) or not config.config_file_path:
            return make()
        path = cache(config) / "library.memory"
        if not self._serving:
            return make(path, code_digest())
        if path not in self._kept:
            self._kept[path] = make(path, code_digest(), lasting=True)
        return cast(Kept, self._kept[path])

    def spread(self, pieces: int, work: Callable[[int], bytes]) -> list[bytes]:
        """Do pieces of work in several processes, if that trick is on; where it can't be, nothing is done."""
        processes = worker_count() if Trick.WORKERS in wanted_tricks(os.environ) else 1
        try:
            return spread(pieces, work, processes) if processes > 1 else []
        except WorkerError:
            return []

    def serve(self, server: Server, config: MkDocsConfig, folders: Iterable[Path], revise: Revise) -> None:
        """Let an edited page be shown before everything is built again.

        Args:
            server: The engine's server, its first build done.
            config: The configuration of that build.
            folders: Where editors write.
            revise: Reads one source file anew.
        """

        def show(path: Path) -> bool:
            build = self._state()
            library = revise(build.config, path) if build.config is not None and build.pages else None
            return library is not None and _show(build, library, path)

        if Trick.CACHE in wanted_tricks(os.environ):
            Preview(server.builder, folders, cache(config) / "again", show).install(server)

    def begin(self, library: Library, environment: Mapping[str, str] = os.environ) -> None:
        """Start a build; a process that one before it left behind when it failed is waited for."""
        self._leave_nobody()
        self._build = Build(library, wanted_tricks(environment))

    def is_idle(
        self, config: MkDocsConfig, folders: Sequence[Path], originals: Originals, load: Callable[[], object]
    ) -> bool:
        """Say whether the site already is what this build would make; then the engine is given nothing to build.

        Args:
            config: The site's configuration.
            folders: Every folder of files that the build reads.
            originals: What they are read by.
            load: Loads what the build works with; it is called while another process looks at the files.
        """
        self._warnings.records, self.idle, self._inputs = [], False, ""
        self._found, self._lying = None, None
        if config.strict:
            show_warnings()
        self._theme = theme_digest(config)
        if self._serving or not {Trick.CACHE, Trick.IDLE} <= wanted_tricks(os.environ) or not config.config_file_path:
            return False
        findings, manifest = find(config, self._theme, folders, originals, load)
        self._inputs = findings.inputs if findings.code == code_digest() else ""
        self._found, self._lying = manifest, findings.site
        self.idle = (
            manifest is not None
            and manifest.inputs == self._inputs != ""
            and findings.site is not None
            and findings.site == manifest.site
        )
        if manifest is not None and self.idle:
            say_again(manifest.warnings)
            config.nav, config.site_dir = None, scratch(config)
            config.theme.static_templates.clear()
            config.extra_templates.clear()
        return self.idle

    def keep_site(self, config: MkDocsConfig) -> None:
        """Keep the engine from emptying the site where its pages may serve again."""
        if self.idle:
            return
        build = self._state()
        if Trick.CACHE not in build.tricks or not config.config_file_path:
            return
        build.manifest_path = path = manifest_path(config)
        build.before = self._memory.pop(path.stem, None) if self._serving else take_manifest(path, self._found)
        self._found = None
        if build.before is None or not Path(config.site_dir).is_dir():
            build.before = None
            return
        gc.set_threshold(*_COLLECT_SELDOM)
        build.site_dir, build.scratch = config.site_dir, scratch(config)
        build.existing = self._lying if self._lying is not None else site_files(config.site_dir)
        config.site_dir = build.scratch

    def take_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Send the files to the site that was kept, and return them so that the engine's loops leave pages to us."""
        if self.idle:
            return Files([])
        build = self._state()
        if build.scratch:
            config.site_dir = build.site_dir
            shutil.rmtree(build.scratch, ignore_errors=True)
        for file in files:
            if build.scratch:
                file.dest_dir = build.site_dir
        before = build.before.files if build.before is not None else {}
        return SwiftFiles(files, before if build.manifest_path is not None else None) if build.tricks else files

    def set_out(self, config: MkDocsConfig, files: Files, made: Sequence[MadeFile], rest: Rest) -> None:
        """Add files made from the library to those of the site, and start what can be done beside the pages.

        Args:
            config: The configuration of the build.
            files: The files of the site.
            made: Those to be added.
            rest: What else is to be made.
        """
        build, self._indexer = self._state(), rest.indexer
        for file in made:
            file.before = build.before.files.get(file.dest_uri) if build.before is not None else None
            files.append(file)
        memory, others = build.library.memory, pays(build, files)
        tasks: list[Task] = [Writing(made[start::_WRITINGS], memory) for start in range(min(_WRITINGS, len(made)))]
        if others and build.before is not None:
            build.thinking = Thinking(rest.slow, memory)
            tasks = [Indexing(rest.indexer, build, config), build.thinking, *tasks]
        build.aside = Aside(tasks, worker_count() - 1 if others else 0)

    def wait(self) -> None:
        """Wait for what other processes still do; afterwards all that the pages' making recalled is known."""
        self._state().aside.wait()

    def plan(self, nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Decide which pages are made here and not by the engine's loops: all or none."""
        if self.idle:
            return
        build = self._state()
        build.nav, build.files, build.config = nav, files, config
        if not isinstance(files, SwiftFiles):
            return
        obstacle = find_obstacle(config, self._owners | self._replaced)
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

    def make_pages(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        """Make every page, and the search index; afterwards, when nothing is left aside, the site holds both."""
        if self.idle or self._indexer is None:
            return
        build, index = self._state(), partial(make_index, self._indexer, self._state(), config)
        build.env = env
        if not build.pages or build.nav is None:
            build.index |= {} if build.thinking else index()
            return
        if Trick.CACHE in build.tricks:
            build.program = program_digest(config, self._theme)
        for page in build.pages:
            if nav_page(page) and isinstance(page.file, MadePage):
                page.title = page.title or build.library.title(page.file.src_uri)
            elif nav_page(page) and not build.learn(page):
                read(page, config, files, build.library)
        if Trick.CACHE in build.tricks:
            build.environment = environment_digest(build.program, build.nav)
            build.addresses = addresses_digest(files)
            if build.before is not None and build.before.environment != build.environment:
                build.before.forget_pages()
        ready = partial(Maker, build, env, config, files)
        make_all(build, ready, index)

    def finish(self, config: MkDocsConfig) -> None:
        """Check anchors, remove what no longer belongs to the site, and leave the manifest for the next build."""
        if self.idle:
            shutil.rmtree(config.site_dir, ignore_errors=True)
            return
        build, files = self._state(), self._state().files
        if files is None:
            return
        clean = check_anchors(build, files, config)
        written = written_files(build, files)
        if build.existing:
            remove_old(config.site_dir, build.existing, {*build.kept, *written})
        if build.manifest_path is None or build.nav is None or not build.pages:
            return
        said = list(self._warnings.records)
        manifest = make_manifest(build, written, self._inputs, said, clean=clean)
        if self._serving:
            self._memory[build.manifest_path.stem] = manifest
        else:
            lay_manifest(build.manifest_path, manifest)
        if self._last:
            leave(build)

    def _leave_nobody(self) -> None:
        """Wait for the processes of a build that failed: they write into its site."""
        if self._build is not None:
            self._build.aside.give_up()

    def _state(self) -> Build:
        if self._build is None:
            message = "begin() comes before every other event"
            raise RuntimeError(message)
        return self._build


def _show(build: Build, library: Library, path: Path) -> bool:
    """Make the one page of a source file, as the library now has it; say whether there is one."""
    address = library.address(path)
    page = next((page for page in build.pages if page.file.src_uri == address), None)
    if page is None or build.config is None or build.files is None or build.env is None:
        return False
    if isinstance(page.file, MadePage):
        page.file.origin = library.origin(address)
    page.markdown, build.library = None, library
    maker = Maker(replace(build, before=None, bases={}), build.env, build.config, build.files)
    maker.prepare(page)
    maker.make(page)
    return True
