"""Formats: every kind of file an office has, read as one SourceText.

Text formats are read here; office formats go through pandoc (`office`), PDF through pdfplumber (`pdf`), old Word files
through LibreOffice and scans through OCRmyPDF when the machine has them (`outside`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath
from typing import Final

from vanban.importer.encodings import decode
from vanban.importer.source import MAX_BYTES, Progress, SourceText, check_text, no_progress, refuse

TEXT: Final = frozenset({".txt", ".md", ".markdown", ".text", ""})
OFFICE: Final = frozenset({".docx", ".docm", ".odt", ".html", ".htm"})
OLD: Final = frozenset({".doc", ".rtf"})


def read_source(path: Path, progress: Progress = no_progress) -> SourceText:
    """Read a report of any known format.

    Args:
        path: The file.
        progress: Told how many pages of a PDF are read.

    Returns:
        Its text and what was done to get it.

    Raises:
        InputError: The file is missing, unreadable, unsafe, of an unknown format, or no Vietnamese text.
    """
    if not path.is_file():
        raise refuse(path.as_posix(), "không có tệp này; hãy kiểm tra lại tên và thư mục")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise refuse(
                path.as_posix(), f"tệp lớn {path.stat().st_size // 1_000_000} MB, không phải báo cáo; hãy chọn đúng tệp"
            )
        content = path.read_bytes()
    except OSError as error:
        raise refuse(path.as_posix(), f"không đọc được tệp ({error.strerror}); hãy kiểm tra quyền đọc") from error
    return decode_source(path.name, content, progress)


def decode_source(name: str, content: bytes, progress: Progress = no_progress) -> SourceText:
    """Read the content of a report by the ending of its name.

    Raises:
        InputError: As for `read_source`.
    """
    kind = _kind(name, content)
    if kind in TEXT:
        text, remarks = decode(name, content)
        source = SourceText(name, text, content, remarks)
    elif not content:
        raise refuse(name, "tệp rỗng; hãy chọn đúng tệp báo cáo")
    elif kind in OFFICE:
        from vanban.importer.formats.office import read_office  # noqa: PLC0415 (the extra `import` may be missing)

        source = replace(read_office(PurePath(name).stem + kind, content), name=name)
    elif kind == ".pdf":
        from vanban.importer.formats.pdf import read_pdf  # noqa: PLC0415 (likewise)

        source = read_pdf(name, content, progress)
    elif kind in OLD:
        from vanban.importer.formats.outside import convert_doc  # noqa: PLC0415 (likewise)

        source = convert_doc(name, content, progress)
    else:
        raise refuse(name, f"không đọc được loại tệp «{kind}»; dùng .docx, .doc, .odt, .html, .pdf, .txt hoặc .md")
    check_text(name, source.text)
    return source


def _kind(name: str, content: bytes) -> str:
    """Return the format: the ending of the name, but for `.doc` what the file is, as many kinds are saved so."""
    kind = PurePath(name).suffix.lower()
    if kind in OLD and content.startswith(b"PK\x03\x04"):
        return ".docx"
    return ".html" if kind in OLD and content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else kind
