"""Findings: what a build finds before it begins, in the folders where editors write and in the site as it lies there.

Thousands of files are looked at, by another process where there is a core for it, while this one loads what it is going
to work with.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from mkdocs.config.defaults import MkDocsConfig

from swift.environment import code_digest, inputs_digest
from swift.files import site_files
from swift.manifest import Look, Manifest, read_manifest
from swift.places import manifest_path
from swift.switches import Trick, wanted_tricks
from swift.workers import Child, WorkerError, worker_count
from vanban.records import dataclass

Value = TypeVar("Value")


class Originals(Protocol):
    """The files of editors as a build reads them: each once."""

    def content(self, path: str) -> bytes:
        """Return the bytes of a file."""

    def contents(self) -> Mapping[str, bytes]:
        """Return what was read so far, by path."""

    def hold(self, contents: Mapping[str, bytes]) -> None:
        """Take over what another process read."""


@dataclass(frozen=True)
class Findings:
    """What was found.

    Attributes:
        code: Digest of the code as it was then.
        inputs: Digest of all that the build reads.
        site: Every file of the site; None when there is no such folder.
        contents: The files that were read, by path.
    """

    code: str
    inputs: str
    site: dict[str, Look] | None
    contents: Mapping[str, bytes]


def find(
    config: MkDocsConfig, theme: str, folders: Sequence[Path], originals: Originals, load: Callable[[], object]
) -> tuple[Findings, Manifest | None]:
    """Return what there is, and what the last build left of itself.

    Args:
        config: The site's configuration.
        theme: Digest of the theme's templates.
        folders: Every folder of files that the build reads.
        originals: What they are read by; it holds them afterwards.
        load: Loads what the build works with; it is called where another process looks at the files.
    """
    digest = partial(inputs_digest, config, theme, folders, os.environ, originals.content)
    look = partial(look_around, config.site_dir, digest, originals)
    left = partial(read_manifest, manifest_path(config))
    if Trick.WORKERS not in wanted_tricks(os.environ) or worker_count() < 2:
        return look(), left()
    findings, (manifest, *_) = look_apart(look, lambda: (left(), code_digest(), load()))
    originals.hold(findings.contents)
    return findings, manifest


def look_around(site: str, digest: Callable[[], str], originals: Originals) -> Findings:
    """Look at everything.

    Args:
        site: The folder of the site.
        digest: Reads the files of editors and gives the digest of all that the build reads.
        originals: What it reads them by.
    """
    inputs = digest()
    return Findings(code_digest(), inputs, site_files(site) if Path(site).is_dir() else None, originals.contents())


def look_apart(look: Callable[[], Findings], meanwhile: Callable[[], Value]) -> tuple[Findings, Value]:
    """Let another process look and do something else meanwhile; look here when that process fails."""
    child = Child(lambda: [(0, look())])
    try:
        value = meanwhile()
    except BaseException:
        child.give_up()
        raise
    try:
        ((_, findings),) = child.results()
    except WorkerError:
        findings = look()
    return findings, value
