"""Releases: a folder that keeps the last releases side by side and serves one of them through a link.

```text
DEST/releases/0007-3f9ac2e41b07/   a whole release: files, release.json, SHA256SUMS
DEST/current -> releases/0007-…    what the web server serves
DEST/server/                       the policy and sample configurations for this address
```

What holds at any moment, also when the power goes: `current` names a release whose every file was written, flushed and
compared with its list. Order comes from the number in the name, never from a clock.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.problems import InputError, Problem
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
from vanban.publish.policy import Policy
from vanban.publish.prepare import Release
from vanban.publish.progress import Progress, silent
from vanban.publish.verify import verify_folder
from vanban.records import dataclass

_NAME: Final = lazy_pattern(r"(?P<number>\d{4,})-[0-9a-f]{12}")
_OWN: Final = frozenset({"releases", "current", "server", ".lock", ".current.new"})
_UNFINISHED: Final = ".new-"

Announce = Callable[[Policy], None]
"""Told the policy that the server must send before the switch: that of the new release and of all kept ones."""


def no_announcement(policy: Policy) -> None:
    """Tell nobody: for servers that read the policy by themselves."""
    del policy


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a delivery did, or would do.

    Attributes:
        name: The release now served.
        previous: The one served before; empty the first time.
        removed: Old releases taken away.
        note: A Vietnamese line about what is left to do by hand; empty when nothing is.
    """

    name: str
    previous: str = ""
    removed: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A folder of releases on this machine or a mounted disk.

    Attributes:
        root: The folder; made when it does not exist.
        keep: How many releases stay, the served one included; at least 2, so that one can go back.
    """

    root: Path
    keep: int = 5

    def names(self) -> list[str]:
        """Return the finished releases, oldest first."""
        folder = self.root / "releases"
        found = [path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)] if folder.is_dir() else []
        return sorted(found, key=lambda name: int(name.split("-")[0]))

    def current(self) -> str:
        """Return the name of the release being served, empty when there is none."""
        link = self.root / "current"
        return Path(link.readlink()).name if link.is_symlink() else ""


def deliver_folder(
    release: Release,
    target: FolderTarget,
    progress: Progress = silent,
    checkpoint: Checkpoint = no_checkpoint,
    announce: Announce = no_announcement,
) -> Delivery:
    """Copy a release beside the served one, check the copy, switch to it, and remove the oldest.

    Publishing the release that is already served does nothing. Killed at any step, the served release stays whole,
    and the next delivery removes what was left.

    Raises:
        InputError: The folder holds other things, is in use, is full, may not be written, or the copy is damaged.
    """
    with told_plainly(target.root):
        _open(target)
        with only_one(target.root):
            return _deliver(release, target, progress, checkpoint, announce)


def plan_folder(release: Release, target: FolderTarget) -> Delivery:
    """Return what `deliver_folder` would do, and write nothing."""
    with told_plainly(target.root):
        if target.root.exists():
            _require_own(target)
        names = [*target.names(), _next_name(release, target)]
        kept = {names[-1], target.current()}
        return Delivery(names[-1], target.current(), tuple(_too_many(names, target, kept)))


def roll_back(
    target: FolderTarget, name: str = "", checkpoint: Checkpoint = no_checkpoint, announce: Announce = no_announcement
) -> Delivery:
    """Serve an earlier release again: `name`, or the one before the served one.

    Raises:
        InputError: There is no such release, or it is no longer whole.
    """
    with told_plainly(target.root):
        _require_own(target)
        with only_one(target.root):
            served = target.current()
            chosen = name or _before(target, served)
            if chosen not in target.names():
                raise InputError(Problem(str(target.root), 0, "không có bản cũ hơn để lùi về; xem thư mục releases"))
            _require_whole(target.root / "releases" / chosen)
            announce(_kept_policy(target))
            _switch(target, chosen, checkpoint)
            return Delivery(chosen, served)


def _deliver(
    release: Release, target: FolderTarget, progress: Progress, checkpoint: Checkpoint, announce: Announce
) -> Delivery:
    served = target.current()
    _sweep(target)
    if served.endswith(release.fingerprint[:12]):
        return Delivery(served, served)
    require_room(target.root, tree_size(release.folder))
    name = _next_name(release, target)
    draft = target.root / "releases" / f"{_UNFINISHED}{name}"
    copy_tree(release.folder, draft, checkpoint, progress)
    checkpoint("verify")
    _require_whole(draft)
    checkpoint("finish")
    draft.rename(target.root / "releases" / name)
    sync_folder(target.root / "releases")
    checkpoint("announce")
    announce(_kept_policy(target))
    _switch(target, name, checkpoint)
    return Delivery(name, served, _prune(target, {name, served}, checkpoint))


def _open(target: FolderTarget) -> None:
    """Make the folder when it is new; refuse one that holds other people's files."""
    target.root.mkdir(mode=0o755, parents=True, exist_ok=True)
    _require_own(target)
    (target.root / "releases").mkdir(mode=0o755, exist_ok=True)


def _require_own(target: FolderTarget) -> None:
    strange = sorted(path.name for path in target.root.iterdir() if path.name not in _OWN)
    link = target.root / "current"
    if strange:
        raise InputError(Problem(str(target.root), 0, f"thư mục có tệp khác ({strange[0]}); chọn thư mục trống"))
    if link.exists() and not link.is_symlink():
        raise InputError(Problem(str(link), 0, "phải là liên kết do lệnh phát hành tạo; đổi tên thư mục này"))
    if link.is_symlink() and Path(link.readlink()).parent != Path("releases"):
        raise InputError(Problem(str(link), 0, "liên kết trỏ ra ngoài releases; xóa liên kết rồi phát hành lại"))


def _sweep(target: FolderTarget) -> None:
    """Remove what a killed delivery left: unfinished copies and an unused link."""
    for path in (target.root / "releases").glob(f"{_UNFINISHED}*"):
        shutil.rmtree(path)
    (target.root / ".current.new").unlink(missing_ok=True)


def _next_name(release: Release, target: FolderTarget) -> str:
    numbers = [int(name.split("-")[0]) for name in target.names()]
    return f"{max(numbers, default=0) + 1:04d}-{release.fingerprint[:12]}"


def _before(target: FolderTarget, served: str) -> str:
    names = target.names()
    return names[names.index(served) - 1] if served in names and names.index(served) > 0 else ""


def _require_whole(folder: Path) -> None:
    problem = next(verify_folder(folder), None)
    if problem:
        message = f"bản chép không nguyên vẹn ({problem}); chưa chuyển, hãy phát hành lại"
        raise InputError(Problem(str(folder), 0, message))


def _kept_policy(target: FolderTarget) -> Policy:
    """Return the policy under which every kept release works, so that the switch and a return need no reload."""
    policy = Policy()
    for name in target.names():
        policy |= read_policy(target.root / "releases" / name)
    return policy


def _switch(target: FolderTarget, name: str, checkpoint: Checkpoint) -> None:
    """Make `current` name another release; one rename, so a reader gets the old site or the new one."""
    checkpoint("link")
    draft = target.root / ".current.new"
    draft.unlink(missing_ok=True)
    draft.symlink_to(Path("releases") / name, target_is_directory=True)
    checkpoint("switch")
    draft.replace(target.root / "current")
    sync_folder(target.root)


def _too_many(names: list[str], target: FolderTarget, kept: set[str]) -> list[str]:
    extra = len(names) - max(2, target.keep)
    return [name for name in names[: max(0, extra)] if name not in kept]


def _prune(target: FolderTarget, kept: set[str], checkpoint: Checkpoint) -> tuple[str, ...]:
    """Remove the oldest releases; renamed first, so that a half-removed one is never taken for a release."""
    removed = _too_many(target.names(), target, kept)
    for name in removed:
        checkpoint(f"prune {name}")
        doomed = target.root / "releases" / f"{_UNFINISHED}{name}"
        (target.root / "releases" / name).rename(doomed)
        shutil.rmtree(doomed)
    return tuple(removed)
