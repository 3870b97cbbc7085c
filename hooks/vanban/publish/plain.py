"""Plain: one folder, replaced file by file, for servers that cannot follow a link (IIS on a Windows share).

Without a link there is no single moment of change, so the order keeps readers safe instead: the new files are copied
and checked aside (`.vanban-new`), on the same disk; then each is moved into place by one rename, files with new names
first, pages last; then what the new release no longer has is removed; its list comes last of all. At every moment each
file is whole and each link leads to a page. Killed in between, running the command again finishes the work.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vanban.problems import InputError, Problem
from vanban.publish.checksums import FILE_NAME as SUMS
from vanban.publish.checksums import parse_sums
from vanban.publish.disk import (
    Checkpoint,
    copy_tree,
    no_checkpoint,
    only_one,
    require_room,
    sync_folder,
    told_plainly,
    tree_size,
)
from vanban.publish.manifest import read_policy
from vanban.publish.prepare import Release
from vanban.publish.progress import Progress, silent
from vanban.publish.releases import Announce, Delivery, no_announcement
from vanban.publish.verify import verify_folder

_STAGE: Final = ".vanban-new"
_OTHERS: Final = frozenset({_STAGE, ".lock", "web.config", ".web.config.new", "aspnet_client", "server"})
"""Names in the folder that are not the release's: ours while at work, and the server's own."""


def deliver_plain(
    release: Release,
    folder: Path,
    progress: Progress = silent,
    checkpoint: Checkpoint = no_checkpoint,
    announce: Announce = no_announcement,
) -> Delivery:
    """Bring `folder` to the state of `release`; other people's files stop it before anything is touched.

    Raises:
        InputError: The folder holds files that no release listed, is in use, is full, or may not be written.
    """
    with told_plainly(folder):
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        old = _listed(folder)
        _require_own(folder, old)
        with only_one(folder):
            _stage(release, folder, progress, checkpoint)
            announce(release.policy | read_policy(folder))
            new = _listed(folder / _STAGE)
            _move(folder, _order(old, new), checkpoint)
            _remove(folder, sorted(old.keys() - new.keys()), checkpoint)
            _finish(folder, checkpoint)
    return Delivery(release.fingerprint[:12])


def _listed(folder: Path) -> dict[str, str]:
    """Return the list of a folder's release; empty for a new folder."""
    path = folder / SUMS
    return parse_sums(path.read_text(encoding="utf-8", errors="replace"), str(path)) if path.is_file() else {}


def _require_own(folder: Path, old: dict[str, str]) -> None:
    """Refuse a folder that holds files of somebody else: the first publication wants an empty one."""
    if (folder / _STAGE).is_dir():
        return  # a killed delivery: its files may already be here, and the first check was passed then
    tops = {path.split("/")[0] for path in old} | {SUMS} | _OTHERS
    strange = sorted(path.name for path in folder.iterdir() if path.name not in tops)
    if strange:
        raise InputError(Problem(str(folder), 0, f"thư mục có tệp khác ({strange[0]}); chọn thư mục trống"))


def _stage(release: Release, folder: Path, progress: Progress, checkpoint: Checkpoint) -> None:
    """Copy the release aside and check the copy, so that a full disk or a bad cable is met before any change."""
    stage = folder / _STAGE
    if stage.exists():
        shutil.rmtree(stage)
    require_room(folder, tree_size(release.folder))
    copy_tree(release.folder, stage, checkpoint, progress)
    checkpoint("verify")
    problem = next(verify_folder(stage), None)
    if problem:
        raise InputError(Problem(str(folder), 0, f"bản chép không nguyên vẹn ({problem}); hãy phát hành lại"))


def _order(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    """Yield the files to move: new names, then changed data and assets, then changed pages."""
    changed = [path for path in new if path in old and old[path] != new[path]]
    yield from (path for path in new if path not in old)
    yield from (path for path in changed if ".html" not in path)
    yield from (path for path in changed if ".html" in path)


def _move(folder: Path, paths: Iterator[str], checkpoint: Checkpoint) -> None:
    for path in paths:
        checkpoint(f"move {path}")
        target = folder / path
        target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        (folder / _STAGE / path).replace(target)


def _remove(folder: Path, paths: list[str], checkpoint: Checkpoint) -> None:
    for path in paths:
        checkpoint(f"remove {path}")
        (folder / path).unlink(missing_ok=True)
        _drop_empty(folder / path, folder)


def _drop_empty(path: Path, folder: Path) -> None:
    """Remove the folders that the removal of `path` left empty, up to `folder`."""
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()


def _finish(folder: Path, checkpoint: Checkpoint) -> None:
    checkpoint("list")
    (folder / _STAGE / SUMS).replace(folder / SUMS)
    checkpoint("clean")
    shutil.rmtree(folder / _STAGE)
    sync_folder(folder)
