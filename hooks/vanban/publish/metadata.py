"""Metadata: names of people hidden inside office files, pictures and PDFs that would be published with them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vanban.patterns import lazy_pattern

_PROPERTIES: Final = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
_OFFICE: Final = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".dotx", ".docm"})
_FIELDS: Final = lazy_pattern(
    rb"<(?P<name>dc:creator|cp:lastModifiedBy|Manager|Company|meta:initial-creator|meta:printed-by)[^>]*>"
    rb"\s*(?P<value>[^<\s][^<]*)<"
)
_PDF: Final = lazy_pattern(rb"/(?P<name>Author)\s*(?P<value>\((?:[^()\\]|\\.){1,200}\)|<[0-9A-Fa-f\s]{2,400}>)")
_PDF_XMP: Final = lazy_pattern(rb"<dc:creator>(?P<value>.{1,400}?)</dc:creator>", re.DOTALL)
_JPEG_HEADS: Final = (b"Exif\x00\x00", b"http://ns.adobe.com/xap/1.0/\x00")
_LARGEST: Final = 4 * 1024 * 1024
"""Bytes of one properties file that are read; a larger one is not a properties file."""


def hidden_names(path: Path) -> Iterator[str]:
    """Yield, in Vietnamese, each piece of hidden metadata of `path` that may name a person or a place.

    Office files (creator, last editor, company), PDF (author) and JPEG (Exif and XMP: camera, place, author) are read;
    other kinds yield nothing. A damaged file yields one line saying so.
    """
    suffix = path.suffix.lower()
    if suffix in _OFFICE:
        yield from _office_names(path)
    elif suffix == ".pdf":
        yield from _pdf_names(path.read_bytes())
    elif suffix in {".jpg", ".jpeg"}:
        head = path.read_bytes()[:262_144]
        yield from ("dữ liệu ảnh chụp (Exif/XMP)" for mark in _JPEG_HEADS if mark in head)
    elif suffix in {".doc", ".xls", ".ppt"}:
        yield "định dạng Office cũ, không bỏ được tên người soạn; lưu thành PDF không có tác giả"


def _office_names(path: Path) -> Iterator[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            for name in _PROPERTIES:
                if name in archive.namelist() and archive.getinfo(name).file_size <= _LARGEST:
                    for match in _FIELDS.finditer(archive.read(name)):
                        yield f"{match['name'].decode()}: {match['value'].decode(errors='replace').strip()}"
    except (zipfile.BadZipFile, OSError, RuntimeError):
        yield "tệp hỏng, không kiểm tra được tên người soạn"


def _pdf_names(data: bytes) -> Iterator[str]:
    for match in _PDF.finditer(data):
        if match["value"].strip(b"()<> \r\n"):
            yield "tác giả trong thuộc tính PDF (Author)"
    for match in _PDF_XMP.finditer(data):
        if re.sub(rb"<[^>]*>|\s", b"", match["value"]):
            yield "tác giả trong thuộc tính PDF (dc:creator)"
