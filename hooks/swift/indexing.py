"""Indexing: the search index made from what the last build kept of it, as one piece of a build's work.

What is kept is tied to the index in the site by the digest of the index's head, which names the bytes of every file of
it: a state that belongs to another index, or to a build that did not end, is not used.

Its files are many and together large, and whichever process makes them writes them: what is handed back is how each
looks to the file system. The engine is told nothing of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from swift.environment import code_digest
from swift.files import settle
from swift.manifest import Stamp, Written, keep_newest
from swift.state import Build
from vanban.records import dataclass

Put = Callable[[str, bytes | None], None]
"""Takes the address and the content of a file; None for one whose bytes are those that the last build wrote."""


@dataclass(frozen=True)
class Indexer:
    """What the entry file tells of the index.

    Attributes:
        head: Address of the file that changes whenever another does.
        build: Makes the index from a kept state, or from nothing, hands over each file and returns the state to keep.
        load: Reads a state from a file, made in an environment; None when it can't be.
        save: Writes a state.
    """

    head: str
    build: Callable[[Any, Put], Any]
    load: Callable[[Path, str], Any]
    save: Callable[[Path, Any, str], None]


@dataclass(frozen=True)
class Rest:
    """What is made of the library beside the pages and files.

    Attributes:
        indexer: Gives what makes the search index, in the process that makes it.
        slow: What works out the texts of the pages that take long.
    """

    indexer: Callable[[], Indexer]
    slow: Sequence[Callable[[], object]]


def make_index(load: Callable[[], Indexer], build: Build, config: MkDocsConfig) -> dict[str, Written]:
    """Make the index and keep its state; afterwards the site holds every file of it.

    Returns:
        Address -> digest and stamp of each file, also of those that lie there as the last build wrote them.
    """
    indexer = load()
    before = build.before.files if build.before is not None else {}
    path = build.manifest_path.with_suffix(".search") if build.manifest_path is not None else None
    kept = indexer.load(path, _environment(before[indexer.head][0])) if path and indexer.head in before else None
    out = _Out(config, before, build.held)
    state = indexer.build(kept, out.put)
    if not out.whole:
        state = indexer.build(None, out.put)
    if path is not None:
        indexer.save(path, state, _environment(out.written[indexer.head][0]))
        keep_newest(path)
    return out.written


class Indexing:
    """The index made aside, as a task of a build."""

    def __init__(self, indexer: Callable[[], Indexer], build: Build, config: MkDocsConfig) -> None:
        """Take what makes it."""
        self._make, self._build = partial(make_index, indexer, build, config), build

    def work(self) -> Iterator[dict[str, Written]]:
        """Make it."""
        yield self._make()

    def take(self, result: dict[str, Written]) -> None:
        """Note its files."""
        self._build.index = result


class _Out:
    """The site as the files of an index come to it.

    Attributes:
        written: Digest and stamp of each file that came, by address.
        whole: Whether each file that was left out lies there as the last build wrote it.
    """

    def __init__(self, config: MkDocsConfig, before: Mapping[str, Written], held: Callable[[str, Stamp], bool]) -> None:
        self._site, self._before, self._held = f"{config.site_dir}{os.sep}", before, held
        self.written: dict[str, Written] = {}
        self.whole = True

    def put(self, address: str, content: bytes | None) -> None:
        """Write a file where the site does not hold it as it is."""
        known = self._before.get(address)
        if content is None:
            lies = known is not None and self._held(address, known[1])
            after, self.whole = known, self.whole and lies
        else:
            after = settle(self._site + address, content, known)
        if after is not None:
            self.written[address] = after


def _environment(head: str) -> str:
    return f"{code_digest()} {head}"
