"""Indexing: the search index made from what the last build kept of it, as one piece of a build's work.

What is kept is tied to the index in the site by the digest of the index's head, which names the bytes of every file of
it: a state that belongs to another index, or to a build that did not end, is not used.

Its files are many and together large, and whichever process makes them writes them: what is handed back is how each
looks to the file system. The engine is told nothing of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from swift.environment import code_digest
from swift.files import made_file
from swift.making import Build
from swift.manifest import Written, digest, keep_newest, stamp

IndexFiles = Mapping[str, bytes | None]
"""Address -> content of each file; None for one whose bytes are those that the last build wrote."""


@dataclass(frozen=True)
class Indexer:
    """What the entry file tells of the index.

    Attributes:
        head: Address of the file that changes whenever another does.
        build: Makes the index from a kept state, or from nothing; returns the files and the state to keep.
        load: Reads a state from a file, made in an environment; None when it can't be.
        save: Writes a state.
    """

    head: str
    build: Callable[[Any], tuple[IndexFiles, Any]]
    load: Callable[[Path, str], Any]
    save: Callable[[Path, Any, str], None]


def make_index(indexer: Indexer, build: Build, config: MkDocsConfig) -> dict[str, Written]:
    """Make the index and keep its state; afterwards the site holds every file of it.

    Returns:
        Address -> digest and stamp of each file, also of those that lie there as the last build wrote them.
    """
    before = build.before.files if build.before is not None else {}
    path = build.manifest_path.with_suffix(".search") if build.manifest_path is not None else None
    kept = indexer.load(path, _environment(before[indexer.head][0])) if path and indexer.head in before else None
    files, state = indexer.build(kept)
    if kept is not None and not all(
        content is not None or _lies(config, name, before) for name, content in files.items()
    ):
        files, state = indexer.build(None)
    if path is not None:
        head = files[indexer.head]
        indexer.save(path, state, _environment(before[indexer.head][0] if head is None else digest(head)))
        keep_newest(path)
    del state
    return dict(_written(config, files, before))


def _written(config: MkDocsConfig, files: IndexFiles, before: Mapping[str, Written]) -> Iterator[tuple[str, Written]]:
    """Write the files that the site does not hold as they are, and yield how each looks."""
    for address, content in files.items():
        if content is None:
            yield address, before[address]
            continue
        file = made_file(config, address, content)
        file.before = before.get(address)
        file.copy_file()
        if file.after is not None:
            yield address, file.after


def _environment(head: str) -> str:
    return f"{code_digest()} {head}"


def _lies(config: MkDocsConfig, name: str, before: Mapping[str, Written]) -> bool:
    known = before.get(name)
    return known is not None and stamp(os.path.join(config.site_dir, name)) == known[1]  # noqa: PTH118 (called for every file)
