"""Office formats through pandoc: Word, OpenDocument and HTML files as running text with their real footnotes.

Pandoc runs in its sandbox (no other file, no network), with limits on memory and time, on a file `archive` has passed.
Each paragraph becomes one line, a table becomes rows between bars, a footnote a raised number and a line of its own.
"""

from __future__ import annotations

import importlib
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from vanban.importer.encodings import clean, decode
from vanban.importer.formats.archive import check_archive
from vanban.importer.formats.opendocument import read_opendocument
from vanban.importer.formats.parts import said
from vanban.importer.formats.plain import Plain
from vanban.importer.formats.tally import find_gap
from vanban.importer.formats.webpage import shown_words
from vanban.importer.formats.word import read_word
from vanban.importer.formats.writer import Writer
from vanban.importer.source import SourceText, refuse
from vanban.problems import Problem, Severity
from vanban.records import dataclass

_READERS: Final = {".docx": "docx", ".docm": "docx", ".odt": "odt", ".html": "html", ".htm": "html"}
_OLD: Final = b"\xd0\xcf\x11\xe0"
"""Old Word files, and new ones locked with a password, are compound files, which begin so."""
_SECONDS: Final = 300
_MEMORY: Final = "1500m"


def read_office(name: str, content: bytes) -> SourceText:
    """Read a Word, OpenDocument or HTML file.

    Args:
        name: The file's name; its ending tells the format.
        content: Its bytes.

    Returns:
        The text drawn out of it; its paragraphs are whole when the file has real footnotes.

    Raises:
        InputError: The file is damaged or unsafe, or the extra `import` is not installed.
    """
    kind = PurePath(name).suffix.lower()
    if content.startswith(_OLD):
        raise refuse(name, "tệp có mật khẩu, hoặc là tệp .doc đổi tên; hãy mở bằng Word, bỏ mật khẩu, lưu thành .docx")
    drawn = {".docx": _read_docx, ".docm": _read_docx, ".odt": _read_odt}.get(kind, _read_html)(name, content)
    text, notes = clean("\n\n".join(drawn.lines) + "\n")
    remarks = [Problem(name, 0, note, Severity.REVIEW) for note in (*drawn.remarks, *notes)]
    return SourceText(name, text, text.encode(), tuple(remarks), cut=not drawn.notes)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The lines drawn out of a file, how many notes it has, and what was done."""

    lines: Sequence[str]
    notes: int
    remarks: Sequence[str] = ()


def _read_docx(name: str, content: bytes) -> _Drawn:
    check_archive(name, content, "")
    return _read_plain(name, read_word(name, content))


def _read_odt(name: str, content: bytes) -> _Drawn:
    check_archive(name, content, "content.xml")
    return _read_plain(name, read_opendocument(name, content))


def _read_plain(name: str, plain: Plain) -> _Drawn:
    writer = _write(name, plain.content, "docx", plain.labels, placed=plain.placed)
    lines = writer.lines()
    _prove(name, plain.words, lines)
    return _Drawn(lines, len(writer.notes), plain.remarks)


def _read_html(name: str, content: bytes) -> _Drawn:
    text, remarks = decode(name, content)
    shown = re.sub(r"(?is)<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)", "", text)
    writer = _write(name, shown.encode(), "html")
    lines = writer.lines()
    gap = find_gap(shown_words(shown), "\n".join(lines))
    lost = [f"chữ «{said(gap.missing)}» của trang không thấy trong phần đã đọc; hãy đối chiếu với trang"] if gap else []
    return _Drawn(lines, len(writer.notes), [*(remark.message for remark in remarks), *lost])


def _prove(name: str, words: Sequence[str], lines: Sequence[str]) -> None:
    """Refuse a reading that lost a word of the file; nobody would see it later.

    Raises:
        InputError: The lines lack words of the file.
    """
    gap = find_gap(words, "\n".join(lines))
    if gap is not None:
        raise refuse(
            name, f"đọc tệp bị mất chữ «{said(gap.missing)}» (sau «{gap.before}»); hãy lưu lại tệp rồi nhập lại"
        )


def _write(name: str, content: bytes, reader: str, labels: Sequence[str] = (), *, placed: bool = False) -> Writer:
    writer = Writer(labels, placed=placed)
    writer.whole(_pandoc(name, content, reader)["blocks"])
    return writer


def _pandoc(name: str, content: bytes, reader: str) -> Any:  # noqa: ANN401 (pandoc's own tree)
    try:
        pypandoc: Any = importlib.import_module("pypandoc")
    except ImportError:
        raise refuse(name, "chưa cài phần đọc tệp văn phòng; hãy chạy: pip install -e '.[import]'") from None
    command = [pypandoc.get_pandoc_path(), "--sandbox", "-f", reader, "-t", "json"]
    try:
        run = subprocess.run(
            [*command, "+RTS", f"-M{_MEMORY}", "-RTS"], input=content, capture_output=True, timeout=_SECONDS, check=True
        )
        return json.loads(run.stdout)
    except (subprocess.SubprocessError, ValueError, RecursionError):
        raise refuse(name, "không đọc được nội dung tệp; hãy mở bằng Word hoặc LibreOffice rồi lưu lại") from None
