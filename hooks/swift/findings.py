"""Findings: what a build finds before it begins, in the folders where editors write and in the site as it lies there.

Thousands of files are looked at, by another process where there is a core for it, while this one loads what it is going
to work with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from swift.environment import code_digest
from swift.files import site_files
from swift.manifest import Look
from swift.workers import Child, WorkerError
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
