"""Archive: office files are zip archives; one that could harm is refused before anything reads it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from vanban.importer.formats.parts import main_part
from vanban.importer.source import refuse
from vanban.patterns import lazy_pattern

_MAX_TOTAL: Final = 300_000_000
"""Bytes unpacked; the text of twenty thousand pages with pictures stays far below."""
_MAX_ENTRIES: Final = 10_000
_MAX_XML: Final = 80_000_000
"""Bytes of one part of markup; a report of two thousand pages has a tenth."""
_MAX_RATIO: Final = 250
_SMALL: Final = 2_000_000
_LOCKED: Final = 0x1
_PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENTITIES: Final = lazy_pattern(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)
_BAD: Final = "tệp văn phòng hỏng hoặc không an toàn ({}); hãy mở bằng Word hoặc LibreOffice rồi lưu lại"


def check_archive(name: str, content: bytes, needed: str) -> None:
    """Refuse a zip bomb, names that leave the archive, external entities and a damaged file.

    Args:
        name: The file's name, for messages.
        content: Its bytes.
        needed: A part that a file of this kind must have; empty for the main part of a Word file.

    Raises:
        InputError: The archive is damaged or unsafe.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(name, archive, needed)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise refuse(name, _BAD.format("không đọc được tệp nén")) from None
    except zipfile.zlib.error:  # type: ignore[attr-defined]  # zipfile raises zlib's own error on damaged data
        raise refuse(name, _BAD.format("dữ liệu nén hỏng")) from None


def _check_entries(name: str, archive: zipfile.ZipFile, needed: str) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise refuse(name, "tệp có mật khẩu; hãy mở bằng Word, bỏ mật khẩu rồi lưu lại")
    if len({entry.filename for entry in entries}) < len(entries):
        raise refuse(name, _BAD.format("có hai phần trùng tên"))
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _MAX_ENTRIES or total > _MAX_TOTAL or any(map(_large, entries)):
        raise refuse(name, _BAD.format("giải nén ra quá lớn"))
    if any(_leaves(entry.filename) for entry in entries):
        raise refuse(name, _BAD.format("có tên tệp trỏ ra ngoài"))
    if any(entry.compress_type not in _PACKED for entry in entries):
        raise refuse(name, _BAD.format("cách nén lạ"))
    marked = {entry.filename for entry in entries if entry.filename.endswith((".xml", ".rels"))}
    _check_markup(name, archive, marked)
    needed = needed or main_part(archive)
    if needed not in archive.namelist():
        raise refuse(name, _BAD.format(f"thiếu phần {needed}"))
    _check_markup(name, archive, {needed} - marked)


def _check_markup(name: str, archive: zipfile.ZipFile, parts: Iterable[str]) -> None:
    for part in parts:
        with archive.open(part) as file:
            if _ENTITIES.search(file.read(_MAX_TOTAL)):
                raise refuse(name, _BAD.format("có khai báo thực thể XML"))


def _large(entry: zipfile.ZipInfo) -> bool:
    if entry.filename.endswith((".xml", ".rels")) and entry.file_size > _MAX_XML:
        return True
    return entry.file_size > _SMALL and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1)


def _leaves(filename: str) -> bool:
    path = PurePosixPath(filename.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or bool(re.match(r"[A-Za-z]:", filename))
