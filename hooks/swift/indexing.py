"""Indexing: the search index made from what the last build kept of it, as one piece of a build's work.

What is kept is tied to the index in the site by the digest of the index's head, which names the bytes of every file of
it: a state that belongs to another index, or to a build that did not end, is not used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import InclusionLevel

from swift.environment import code_digest
from swift.files import MadeFile, made_file
from swift.making import Build
from swift.manifest import digest, keep_newest, stamp

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


def make_index(indexer: Indexer, build: Build, site: str) -> IndexFiles:
    """Make the index and keep its state; afterwards every file left out lies in the site as the last build wrote it."""
    before = build.before.files if build.before is not None else {}
    path = build.manifest_path.with_suffix(".search") if build.manifest_path is not None else None
    kept = indexer.load(path, _environment(before[indexer.head][0])) if path and indexer.head in before else None
    files, state = indexer.build(kept)
    if kept is not None and not all(content is not None or _lies(site, name, build) for name, content in files.items()):
        files, state = indexer.build(None)
    if path is not None:
        head = files[indexer.head]
        indexer.save(path, state, _environment(before[indexer.head][0] if head is None else digest(head)))
        keep_newest(path)
    return files


def add_index(files: IndexFiles, build: Build, config: MkDocsConfig) -> None:
    """Give the files of an index to the engine, to be written where they are new."""
    if build.files is None:
        return
    for address, content in files.items():
        file = made_file(config, address, content) if content is not None else MadeFile.kept(config, address)
        file.inclusion = InclusionLevel.INCLUDED
        file.before = build.before.files.get(address) if build.before is not None else None
        build.files.append(file)


def _environment(head: str) -> str:
    return f"{code_digest()} {head}"


def _lies(site: str, name: str, build: Build) -> bool:
    known = build.before.files.get(name) if build.before is not None else None
    return known is not None and stamp(os.path.join(site, name)) == known[1]  # noqa: PTH118 (called for every file)
