"""Prepare: from the built site to one finished release folder, ready for any target."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from vanban.publish import manifest
from vanban.publish.audit import NOT_FOUND
from vanban.publish.checksums import FILE_NAME as SUMS
from vanban.publish.checksums import write_sums
from vanban.publish.compress import compress_site
from vanban.publish.manifest import ReleaseFacts, format_manifest
from vanban.publish.policy import Policy, site_policy
from vanban.publish.prefix import rebase
from vanban.publish.progress import Progress, counted, silent
from vanban.publish.tree import read_tree
from vanban.records import dataclass

_LEFT_OUT: Final = (".map", ".gz", ".br")
"""Source maps serve the theme's developers only; compressed copies are made here, all in the same way."""


@dataclass(frozen=True, slots=True)
class Release:
    """A finished release on disk.

    Attributes:
        folder: Holds the files, `release.json` and `SHA256SUMS`.
        fingerprint: SHA-256 of `SHA256SUMS`: two releases with the same one have the same bytes.
        policy: The Content-Security-Policy its pages need.
        saved: Bytes that the gzip copies save.
    """

    folder: Path
    fingerprint: str
    policy: Policy
    saved: int = 0


def prepare_release(site: Path, folder: Path, facts: ReleaseFacts, progress: Progress = silent) -> Release:
    """Make the release of a built site in `folder`, which must not exist.

    Afterwards `folder` holds every publishable file of `site`, their compressed copies, the manifest, and a list of
    SHA-256 sums naming exactly these files. The bytes depend on `site` and `facts` alone.

    Args:
        site: The built and audited site.
        folder: Where to make the release.
        facts: What the manifest says beyond the files.
        progress: Told how far each step is.

    Raises:
        OSError: The disk is full, or a folder may not be written.
    """
    _copy(site, folder, progress)
    page = folder / NOT_FOUND
    if page.is_file():
        page.write_text(rebase(page.read_text(encoding="utf-8"), facts.prefix), encoding="utf-8", newline="\n")
    policy = site_policy(folder, progress)
    record = format_manifest(read_tree(folder), policy, facts)
    (folder / manifest.FILE_NAME).write_text(record, encoding="utf-8", newline="\n")
    saved = compress_site(folder, progress)
    return Release(folder, write_sums(folder, progress), policy, saved)


def _copy(site: Path, folder: Path, progress: Progress) -> None:
    folder.mkdir(parents=True)
    for file in counted("Soạn bản phát hành", read_tree(site).files, progress):
        if file.path.endswith(_LEFT_OUT) or file.path in {SUMS, manifest.FILE_NAME}:
            continue
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / file.path, target)
