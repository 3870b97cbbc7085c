"""Closing: when every page is made, old files go, and the next build is left what it may use."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs.structure.files import Files

from swift.facts import fact_bases, fact_states
from swift.files import MadeFile, SwiftFiles, site_files
from swift.manifest import Look, Manifest, Written, look
from swift.state import Build
from swift.workers import Record


def written_files(build: Build, files: Files) -> dict[str, Written]:
    """Return digest and stamp of each file beside the pages that this build wrote or found as it would write it."""
    copied = files.copied if isinstance(files, SwiftFiles) else {}
    made = (file for file in files if isinstance(file, MadeFile))
    return copied | build.index | {file.dest_uri: file.after for file in made if file.after is not None}


def remove_old(site: str, existing: Mapping[str, Look], kept: Iterable[str]) -> None:
    """Remove the files that this build neither kept nor wrote."""
    for address in existing.keys() - set(kept):
        path = Path(site, address)
        if os.path.lexists(path) and path.lstat().st_ctime_ns == existing[address][1]:
            path.unlink()


def make_manifest(
    build: Build, written: dict[str, Written], inputs: str, said: list[Record], *, clean: bool
) -> Manifest:
    """Return what is known of the site.

    Args:
        build: The build that made it.
        written: The files beside the pages.
        inputs: Digest of all that the build read; empty when nobody asks for it.
        said: What was warned of.
        clean: Whether every link to an anchor found it.
    """
    before = build.before.pages if build.before is not None else {}
    fresh = (record for address, record in build.made.items() if before.get(address) is not record)
    facts = build.library.facts
    states = fact_states(build.before, fresh, facts)
    listed = _listed(build, written) if inputs else {}
    left = build.environment, build.addresses, clean, said, inputs, listed, states, fact_bases(states, facts)
    return Manifest(*left, build.made, written)


def _listed(build: Build, written: Mapping[str, Written]) -> dict[str, Look]:
    """Return every file of the site as the next build should find it.

    A file that this build found and left is known since then; were it changed meanwhile, the next build would see it.
    What the engine wrote for the first time into such a site is not known, and makes the next build look once more.
    """
    folder = build.config.site_dir if build.config is not None else ""
    if not build.existing:
        return site_files(folder)
    site = f"{folder}{os.sep}"
    pages = {page.file.dest_uri for page in build.pages}
    listed: dict[str, Look] = {}
    for address in {*build.existing, *pages, *written}:
        found = build.existing.get(address)
        left = found is not None and (address in build.kept or (address in written and written[address][1] == found[0]))
        now = found if left else look(site + address)
        if now is not None:
            listed[address] = now
    return listed


def leave(build: Build) -> None:
    """Hold what a build knows in a ring that the collector does not look at, as the process is about to end.

    The system then takes all memory back at once; to free it object by object takes many times as long.
    """
    ring: list[object] = [build]
    ring.append(ring)
    gc.freeze()
