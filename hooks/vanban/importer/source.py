"""SourceText: what was received, decoded to one form of Unicode, with what had to be done to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.problems import InputError, Problem
from vanban.records import dataclass

Progress = Callable[[str, int, int], None]
"""Told of long work: what it is, how much is done, out of how much."""

MAX_BYTES: Final = 64_000_000
"""A text of this size has some twenty thousand pages; anything larger is not a report."""
MAX_LINE: Final = 400_000
"""Characters; the longest real paragraphs have some ten thousand."""
MIN_WORDS: Final = 20
_VIETNAMESE: Final = lazy_pattern(
    r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
_WORD: Final = lazy_pattern(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A report as received.

    Attributes:
        name: File name as received, without folders.
        text: Its words in Unicode NFC, lines ended by a newline.
        received: What `ban-goc.txt` keeps: the file byte for byte, or the text drawn out of another format.
        remarks: What was recognised and converted on the way, for the editor.
        cut: Whether pages may have cut its paragraphs; a Word file with real footnotes has them whole.
    """

    name: str
    text: str
    received: bytes
    remarks: tuple[Problem, ...] = ()
    cut: bool = True


def no_progress(label: str, done: int, total: int) -> None:
    """Tell nobody how far long work has come."""


def refuse(name: str, message: str) -> InputError:
    """Return the error for a file that cannot be imported: one Vietnamese line."""
    return InputError(Problem(name, 0, message))


def check_text(name: str, text: str) -> None:
    """Refuse a text that cannot be a Vietnamese report.

    Raises:
        InputError: It is empty, has a line beyond reason, or is not Vietnamese.
    """
    if not text.strip():
        raise refuse(name, "tệp không có chữ nào; hãy chọn đúng tệp báo cáo")
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        raise refuse(name, f"có dòng dài {longest} ký tự, không phải văn bản báo cáo; hãy chọn đúng tệp")
    words = _WORD.findall(text[:200_000])
    marked = sum(bool(_VIETNAMESE.search(word)) for word in words)
    if len(words) < MIN_WORDS or marked * 5 < len(words):
        raise refuse(name, "không phải báo cáo tiếng Việt có dấu; hãy chọn đúng tệp hoặc nhận dạng chữ lại")
