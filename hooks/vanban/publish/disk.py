"""Disk: writes that either happen whole or leave what was there, and failures said in one Vietnamese line."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from vanban.problems import InputError, Problem
from vanban.publish.progress import Progress, counted, silent
from vanban.publish.tree import read_tree

Checkpoint = Callable[[str], None]
"""Called with the name of each step about to be taken; tests stop a publication there."""

_REASONS: Final = {
    errno.ENOSPC: "đĩa đầy; giải phóng chỗ rồi chạy lại",
    errno.EDQUOT: "hết hạn mức đĩa; xin thêm hạn mức rồi chạy lại",
    errno.EACCES: "không có quyền ghi; nhờ quản trị cấp quyền thư mục này rồi chạy lại",
    errno.EPERM: "không có quyền; nhờ quản trị cấp quyền thư mục này rồi chạy lại",
    errno.EROFS: "ổ đĩa chỉ cho đọc; chọn nơi khác",
    errno.ENOENT: "không có thư mục này; kiểm tra đường dẫn",
    errno.ENOTDIR: "đường dẫn đi qua một tệp; kiểm tra đường dẫn",
    errno.ENAMETOOLONG: "đường dẫn quá dài; chọn thư mục ngắn hơn",
    errno.EIO: "ổ đĩa lỗi khi đọc, ghi; thay ổ rồi chạy lại",
}

_SPARE: Final = 1.05
"""Room asked for, over the plain sum of the files: folders and block sizes."""


def no_checkpoint(step: str) -> None:
    """Do nothing between steps: the default."""
    del step


@contextmanager
def told_plainly(where: Path | str) -> Iterator[None]:
    """Turn a failure of the operating system into one line an operator understands.

    Raises:
        InputError: In place of any `OSError` of the block; the site being served was not touched.
    """
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, f"hệ thống báo “{error.strerror or error}”; xem lại thư mục")
        place = str(error.filename or where)
        raise InputError(Problem(place, 0, f"{reason} (trang đang phục vụ không bị thay đổi)")) from error


def require_room(folder: Path, needed: int, free: Callable[[Path], int] | None = None) -> None:
    """Refuse to start a copy for which the disk has no room.

    Args:
        folder: An existing folder on the disk.
        needed: Bytes to be written.
        free: Returns the free bytes; asks the system when not given.

    Raises:
        OSError: With `ENOSPC`, before anything is written.
    """
    room = (free or (lambda path: shutil.disk_usage(path).free))(folder)
    if room < needed * _SPARE:
        raise OSError(errno.ENOSPC, f"cần {needed // 1024} KB, còn {room // 1024} KB", str(folder))


def copy_tree(source: Path, target: Path, checkpoint: Checkpoint, progress: Progress = silent) -> None:
    """Copy a release file by file to a folder nobody serves yet, flushed to the disk, readable by the web server."""
    target.mkdir(mode=0o755)
    for file in counted("Chép bản phát hành", read_tree(source).files, progress):
        checkpoint(f"copy {file.path}")
        place = target / file.path
        place.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        copy_file(source / file.path, place)
    sync_folder(target)


def copy_file(source: Path, target: Path) -> None:
    """Copy one file's bytes (no times, no owner), flush them, and let everybody read it."""
    with source.open("rb") as reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer)
        writer.flush()
        os.fsync(writer.fileno())
    target.chmod(0o644)


def write_whole(path: Path, text: str) -> None:
    """Write a small text file so that a reader sees the old text or the new one, never a part."""
    draft = path.with_name(f".{path.name}.new")
    with draft.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names, where the system can; Windows does it by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def tree_size(folder: Path) -> int:
    """Return the bytes of all files of a release."""
    return sum(file.size for file in read_tree(folder).files)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Keep a second publication out of `folder` while the block runs; a killed one leaves no lock behind.

    Raises:
        InputError: Another publication is at work there.
    """
    with (folder / ".lock").open("a+b") as stream:
        if not _take(stream.fileno()):
            raise InputError(Problem(str(folder), 0, "đang có lần phát hành khác ghi vào đây; chờ xong rồi chạy lại"))
        yield


def _take(handle: int) -> bool:
    """Lock an open file for this process; the system lets go of it when the process ends, however it ends."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  (exists on Windows only)

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  (exists elsewhere only)

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
