"""USB: one zip that opens with a double click: unpack, open the file at the top, read; no server, no network."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vanban.problems import InputError, Problem
from vanban.publish.audit import NOT_FOUND
from vanban.publish.checksums import FILE_NAME as SUMS
from vanban.publish.checksums import format_sums
from vanban.publish.disk import Checkpoint, no_checkpoint, require_room, sync_folder, told_plainly
from vanban.publish.prepare import Release
from vanban.publish.progress import Progress, counted, silent
from vanban.publish.releases import Delivery
from vanban.publish.tree import read_tree

START: Final = "MO-TRANG-WEB.html"
README: Final = "DOC-TRUOC.txt"
FOLDER: Final = "trang-web"

_LEFT_OUT: Final = (".gz", ".br")
_SERVER_ONLY: Final = frozenset({NOT_FOUND, SUMS, "sitemap.xml"})
_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""Date of every entry: the format has no "none", and a real one would make equal releases differ."""

_START_PAGE: Final = f"""<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>Mở trang web</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={FOLDER}/index.html">
</head>
<body>
<h1>Đang mở trang web</h1>
<p>Nếu trang không tự mở, hãy bấm <a href="{FOLDER}/index.html">vào đây</a>.</p>
<p>Nếu bấm không được: hãy giải nén cả tệp zip ra một thư mục rồi mở lại tệp này.</p>
</body>
</html>
"""

_README: Final = """TRANG WEB DÙNG KHÔNG CẦN MẠNG

1. Giải nén cả tệp zip ra một thư mục (trên máy hoặc trên USB).
2. Bấm đúp tệp MO-TRANG-WEB.html.
3. Không đổi tên, không xóa tệp nào trong thư mục trang-web.

Kiểm tra bản chép còn nguyên vẹn: vanban verify THU-MUC, hoặc sha256sum -c SHA256SUMS
Dấu vân tay của bản phát hành (SHA-256 của SHA256SUMS trên máy chủ):
{fingerprint}
"""


def deliver_zip(
    release: Release, path: Path, progress: Progress = silent, checkpoint: Checkpoint = no_checkpoint
) -> Delivery:
    """Write a release as a zip; the file appears whole or not at all, and equal releases give equal bytes.

    Raises:
        InputError: The place is full or may not be written, or `path` is a folder.
    """
    if path.is_dir():
        raise InputError(Problem(str(path), 0, "là thư mục; đặt tên tệp, ví dụ trang-web.zip"))
    draft = path.with_name(f".{path.name}.new")
    with told_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        require_room(path.parent, sum(size for _, size in _contents(release)))
        try:
            _write(release, draft, progress, checkpoint)
            checkpoint("switch")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(path.parent)
    return Delivery(path.name)


def _contents(release: Release) -> list[tuple[str, int]]:
    """Return the paths (inside the release) and sizes of what a stick needs: no server copies, no not-found page."""
    return [
        (file.path, file.size)
        for file in read_tree(release.folder).files
        if not file.path.endswith(_LEFT_OUT) and file.path not in _SERVER_ONLY
    ]


def _write(release: Release, draft: Path, progress: Progress, checkpoint: Checkpoint) -> None:
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        sums: dict[str, str] = {}
        for name, data in _entries(release, progress):
            checkpoint(f"pack {name}")
            archive.writestr(_info(name), data)
            sums[name] = _digest(data)
        archive.writestr(_info(SUMS), format_sums(sums).encode())
    with draft.open("rb") as stream:
        os.fsync(stream.fileno())


def _entries(release: Release, progress: Progress) -> Iterator[tuple[str, bytes]]:
    yield START, _START_PAGE.encode()
    yield README, _README.format(fingerprint=release.fingerprint).replace("\n", "\r\n").encode("utf-8-sig")
    for path, _ in counted("Đóng gói USB", _contents(release), progress):
        yield f"{FOLDER}/{path}", (release.folder / path).read_bytes()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
