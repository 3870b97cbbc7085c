"""Preview: while pages are served, a page that was edited is shown at once, and the rest of the site follows.

A rebuild that keeps every backlink, register and search result right takes longer the larger the collection is. So when
a rebuild is long and just one page's file changed, that page is made alone, with its links as they now are, and the
server is told that it may show it; then the file `again` is touched, which the server watches, so that it builds
everything, and shows that, without another word from the editor.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, Protocol

from mkdocs.plugins import get_plugin_logger

_LOG = get_plugin_logger("vanban")
LONG: Final = 2.0
"""Seconds of a rebuild below which nothing is gained."""
Sources = dict[Path, tuple[int, int]]
"""Each source file with its size and the time of its last change."""


class Server(Protocol):
    """What is used of the engine's server."""

    builder: Callable[[], None]

    def watch(self, path: str) -> None:
        """Rebuild when the file changes."""


class Preview:
    """Stands before the engine's own builder."""

    def __init__(
        self, builder: Callable[[], None], folders: Iterable[Path], again: Path, show: Callable[[Path], bool]
    ) -> None:
        """Take note of the sources as they are, just after the first build.

        Args:
            builder: Builds everything.
            folders: Where editors write.
            again: File whose change asks for a rebuild.
            show: Makes the page of one source file; False when it can't.
        """
        self._builder, self._folders, self._again, self._show = builder, tuple(folders), again, show
        self._sources, self._seconds = _sources(self._folders), LONG

    def install(self, server: Server) -> None:
        """Take the builder's place in the server."""
        self._again.parent.mkdir(parents=True, exist_ok=True)
        self._again.touch()
        server.watch(str(self._again))
        server.builder = self.build

    def build(self) -> None:
        """Show the one page that changed, or build everything."""
        before, self._sources = self._sources, _sources(self._folders)
        changed = _changed(before, self._sources)
        if changed is not None and self._seconds >= LONG and self._shown(changed):
            self._again.write_text(str(time.time_ns()), "utf-8")
            return
        start = time.monotonic()
        self._builder()
        self._seconds = time.monotonic() - start

    def _shown(self, path: Path) -> bool:
        try:
            shown = self._show(path)
        except Exception as error:  # noqa: BLE001 (whatever it is, the whole build that follows tells it in full)
            _LOG.debug("no preview of %s: %s", path, error)
            return False
        if shown:
            _LOG.info("đã hiện trang vừa sửa; đang dựng lại các trang liên quan")
        return shown


def _sources(folders: Iterable[Path]) -> Sources:
    found: Sources = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                path = Path(place, name)
                status = path.stat()
                found[path] = (status.st_size, status.st_mtime_ns)
    return found


def _changed(before: Sources, now: Sources) -> Path | None:
    """Return the one page whose file changed, or None when something else or more did."""
    changed = [path for path, state in now.items() if before.get(path) != state]
    same_files = before.keys() == now.keys()
    return changed[0] if same_files and len(changed) == 1 and changed[0].suffix == ".md" else None
