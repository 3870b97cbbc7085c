"""Closing: when every page is made, old files go, and the next build is left what it may use."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs.structure.files import Files

from swift.facts import fact_bases, fact_states
from swift.files import MadeFile, site_files
from swift.manifest import Look, Manifest, Written
from swift.state import Build
from swift.workers import Record


def written_files(build: Build, files: Files) -> dict[str, Written]:
    """Return digest and stamp of each file beside the pages that this build wrote or found as it would write it."""
    made = (file for file in files if isinstance(file, MadeFile))
    return build.index | {file.dest_uri: file.after for file in made if file.after is not None}


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
    listed = site_files(build.config.site_dir) if inputs and build.config is not None else {}
    left = build.environment, build.addresses, clean, said, inputs, listed, states, fact_bases(states, facts)
    return Manifest(*left, build.made, written)


def leave(build: Build) -> None:
    """Hold what a build knows in a ring that the collector does not look at, as the process is about to end.

    The system then takes all memory back at once; to free it object by object takes many times as long.
    """
    ring: list[object] = [build]
    ring.append(ring)
    gc.freeze()
