"""Tree: the files of a built site, listed once, with names that every server, Windows share and USB stick accepts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.problems import Problem
from vanban.records import dataclass

NAME: Final = lazy_pattern(r"[A-Za-z0-9_@~+][A-Za-z0-9._@~+-]*")
"""A name that needs no escaping in an address and starts with no dot or hyphen."""

_RESERVED: Final = lazy_pattern(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
"""Device names: Windows refuses to create such a file whatever its extension."""

LONGEST_PATH: Final = 180
"""Characters of a path inside the site; Windows stops at 260 for the whole path, drive and folder included."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One file of the built site.

    Attributes:
        path: Its path inside the site, with `/` whatever the system (`bao-cao/x/p1.html`).
        size: Bytes.
    """

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Tree:
    """A built site on disk: regular files only, sorted by path, and what was refused while listing them."""

    root: Path
    files: tuple[SiteFile, ...]
    problems: tuple[Problem, ...]

    def paths(self) -> frozenset[str]:
        """Return the paths of all files."""
        return frozenset(file.path for file in self.files)


def read_tree(root: Path) -> Tree:
    """List the site under `root`.

    Afterwards no file of the tree is a symbolic link, a device, or outside `root`, and its order does not depend on
    the file system. Names that some target cannot carry are problems, and so are two names that differ only in case.
    """
    files: list[SiteFile] = []
    problems: list[Problem] = []
    for entry in sorted(_entries(root), key=lambda entry: _inside(root, entry)):
        path = _inside(root, entry)
        fault = _fault(entry, path)
        if fault:
            problems.append(Problem(path, 0, fault))
        if not entry.is_symlink() and entry.is_file(follow_symlinks=False):
            files.append(SiteFile(path, entry.stat(follow_symlinks=False).st_size))
    problems.extend(_clashes(files))
    return Tree(root, tuple(files), tuple(problems))


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield everything under `folder` that is not a plain folder, links unfollowed, without recursion."""
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                else:
                    yield entry


def _inside(root: Path, entry: os.DirEntry[str]) -> str:
    return Path(entry.path).relative_to(root).as_posix()


def _fault(entry: os.DirEntry[str], path: str) -> str | None:
    """Say what keeps one entry out of a publication, or None."""
    if entry.is_symlink():
        return "là liên kết tượng trưng, có thể trỏ ra ngoài trang; thay bằng tệp thật"
    if not entry.is_file(follow_symlinks=False):
        return "không phải tệp thường (thiết bị, ống dẫn); xóa khỏi thư mục nguồn"
    return name_fault(path)


def name_fault(path: str) -> str | None:
    """Say why `path` (inside the site) cannot be published under that name, or None."""
    if len(path) > LONGEST_PATH:
        return f"đường dẫn dài {len(path)} ký tự, quá {LONGEST_PATH}; rút ngắn tên tệp hoặc thư mục"
    for part in path.split("/"):
        if _RESERVED.match(part) or part.endswith((".", "~")) or not NAME.fullmatch(part):
            return f"tên {part!a} không dùng được trên mọi máy chủ; đặt lại bằng chữ không dấu, số và gạch nối"
    return None


def _clashes(files: list[SiteFile]) -> Iterator[Problem]:
    """Yield a problem for each name that a case-blind file system would mix up with an earlier one."""
    seen: dict[str, str] = {}
    for file in files:
        other = seen.setdefault(file.path.lower(), file.path)
        if other != file.path:
            yield Problem(file.path, 0, f"chỉ khác chữ hoa, chữ thường với {other}; đổi tên một trong hai")
