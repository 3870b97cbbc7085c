r"""Marks: what a Vietnamese office prints on a document that must not be published.

A mark stands alone: on its own line, in its own table cell, in brackets, or after its label. Words inside a sentence
are no marks: "quan hệ mật thiết", "góp ý dự thảo quy định", "bảo vệ bí mật nhà nước" pass.

```text
line      = cell { ("|" | TAB | 3 or more spaces) cell }
cell      = decoration* [ label ":" ] mark decoration*
mark      = secrecy | recall | internal | draft
secrecy   = "mật" | "tối mật" | "tuyệt mật"                also spaced out: "M Ậ T"
recall    = "tài liệu thu hồi" | "THU HỒI" | "thu hồi sau hội nghị" …
internal  = [...] "lưu hành nội bộ" [...]                  at most a dozen words, else a sentence
draft     = "dự thảo" [("lần" | "lần thứ")] [number] | "bản nháp" | "draft"
```

Source of the list: art. 16 of Quy định 66-QĐ/TW (optional parts of a Party document: secrecy, circulation and draft
notes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.problems import Severity
from vanban.records import dataclass
from vanban.vietnamese import fold, nfc


class Profile(Enum):
    """Who may open the site."""

    PUBLIC = "public"
    """Everybody on the network it is put on; the default."""
    INTERNAL = "internal"
    """Only people allowed to read papers "lưu hành nội bộ"; the server must ask them to sign in."""


class Kind(Enum):
    """What a mark forbids."""

    SECRET = "secret"  # noqa: S105  (a kind of mark, not a password)
    RECALL = "recall"
    INTERNAL = "internal"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark found in a line.

    Attributes:
        kind: What it forbids.
        text: The mark as printed.
        severity: `REVIEW` when it may be an ordinary sentence that only names the mark.
    """

    kind: Kind
    text: str
    severity: Severity = Severity.STOPS


_CELLS: Final = lazy_pattern(r"\||\t|[ \u00a0]{3,}")
_DECORATION: Final = " \u00a0*_#>~`\"'“”‘’«»()[]{}.,;:!/\\-–—=+•<>"
_TAG: Final = lazy_pattern(r"<[^<>]*>")
_LABEL: Final = lazy_pattern(
    r"^(?:(?:mức )?độ mật|mức độ|dấu|dấu chỉ độ mật|phân loại|do[_-]?mat|secrecy|classification)\s*[:：]\s*",
    re.IGNORECASE,
)
_BRACKETED: Final = lazy_pattern(r"[(\[]\s*(?P<mark>(?:TUYỆT |TỐI )?MẬT)\s*[)\]]")
_SPACED: Final = lazy_pattern(r"(?:\w ){2,}\w")
_SECRET: Final = lazy_pattern(r"(?:tuyệt |tối )?mật", re.IGNORECASE)
_SECRET_BARE: Final = lazy_pattern(r"TUYET MAT|TOI MAT")
_RECALL: Final = lazy_pattern(
    r"(?i:tài liệu |văn bản )(?i:phải )?(?i:thu hồi)(?: (?i:sau|khi|tại) .{1,60})?"
    r"|THU HỒI(?: (?:SAU|KHI|TẠI) .{1,60})?|(?i:thu hồi sau (?:hội nghị|cuộc họp|buổi họp))"
)
_INTERNAL: Final = lazy_pattern(r"lưu hành nội bộ|phổ biến nội bộ|sử dụng nội bộ", re.IGNORECASE)
_DRAFT: Final = lazy_pattern(r"(?:bản )?dự thảo(?: (?:lần )?(?:thứ )?[\divx]{1,4})?|bản nháp|draft", re.IGNORECASE)
_DRAFT_KEY: Final = lazy_pattern(r"^(?:draft|nhap|ban_nhap)\s*:\s*(?:true|yes|on|co|có)\s*$", re.IGNORECASE)

_LONGEST_MARK: Final = 12
"""Words of a line that is still a mark and not a sentence."""

_LONGEST_LINE: Final = 400
"""Characters of a line that can hold a mark alone; longer ones are prose and are only searched for brackets."""


def find_marks(line: str) -> Iterator[Mark]:
    """Yield the marks of one line of a source, a page or a directive; linear in the line's length."""
    text = _TAG.sub(" ", nfc(line))
    for match in _BRACKETED.finditer(text):
        yield Mark(Kind.SECRET, match["mark"])
    if _DRAFT_KEY.match(text.strip()):
        yield Mark(Kind.DRAFT, text.strip())
    if len(text) <= _LONGEST_LINE:
        for cell in _CELLS.split(text):
            yield from _cell_marks(cell)
    elif _INTERNAL.search(text):
        yield Mark(Kind.INTERNAL, "lưu hành nội bộ", Severity.REVIEW)


def _cell_marks(cell: str) -> Iterator[Mark]:
    """Yield the mark of one cell, or of a whole line without cells."""
    bare = cell.strip(_DECORATION)
    value = _join_spaced(_LABEL.sub("", bare).strip(_DECORATION))
    if _SECRET_BARE.fullmatch(value) or (_SECRET.fullmatch(value) and not _BRACKETED.search(cell)):
        yield Mark(Kind.SECRET, bare, Severity.REVIEW if value == "mật" else Severity.STOPS)
    elif value == "MAT":
        yield Mark(Kind.SECRET, bare, Severity.REVIEW)
    elif _RECALL.fullmatch(value):
        yield Mark(Kind.RECALL, bare)
    elif _DRAFT.fullmatch(value):
        yield Mark(Kind.DRAFT, bare)
    elif _INTERNAL.search(value):
        yield _internal(bare)


def _internal(text: str) -> Mark:
    """Tell a printed note from a sentence that speaks of such notes: notes are short, or in capitals."""
    short = len(text.split()) <= _LONGEST_MARK and not re.search(r"\bkhông (?:phải|còn)\b", text, re.IGNORECASE)
    return Mark(Kind.INTERNAL, text, Severity.STOPS if short or text.isupper() else Severity.REVIEW)


def _join_spaced(text: str) -> str:
    """Join letters printed apart ("T Ố I  M Ậ T" gives "TỐI MẬT"); any other text is returned with single spaces."""
    single = " ".join(text.split())
    if not _SPACED.fullmatch(single):
        return single
    joined = single.replace(" ", "")
    for first in ("tuyet", "toi"):
        if fold(joined) == f"{first}mat":
            return f"{joined[: len(first)]} {joined[len(first) :]}"
    return joined
