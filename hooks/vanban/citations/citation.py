"""Citation: one mention of a document, found in a text and not yet resolved."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from vanban.records import dataclass


class Kind(Enum):
    """How completely a mention names its document."""

    FULL = "full"
    """It prints a whole symbol: "Nghị quyết số 25-NQ/TW"."""
    LIST_TAIL = "list-tail"
    """It takes its type or symbol from a list: the 217 of "các Quyết định số 217, 218-QĐ/TW"."""
    SHORT = "short"
    """It names a document without its symbol: "Nghị quyết 25 khóa XI"."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a document.

    Attributes:
        start: Offset of its first character in the text given, in code points.
        end: Offset after its last character.
        text: The characters between them, as printed (marks of emphasis and line breaks included).
        kind: How completely it names its document.
        type: Name of the type as in the vocabulary, from the word printed, else from a symbol that decides; or None.
        number: Number of the document, or None (plenum resolutions, named laws).
        year: Year printed in the symbol, or None.
        code: Canonical symbol ("25-NQ/TW"). A short form has one only when exactly one earlier symbol of the same
            text has its type and number; else None.
        date: Date of issue printed for this mention, or None.
        issuer: Issuing body as printed for this mention, or None.
        term: Term as printed ("XI", "2020-2025"), or None.
        title: Subject as the sentence gives it: a proposal, because a title may run on. Without its introduction
            ("về", "về việc") and without quotation marks around the whole; None when the sentence gives none.
        pinpoint: Article-level reference printed before it ("khoản 3 Điều 63"), or None.
        plenum: Number of the Central Committee's plenum that adopted the document, when printed, or None.
        name: Registry alias by which the document is named, as printed ("Luật Tiếp công dân"), or None.
        document: The registry's id given for that alias, or None.
        issuer_known: Whether the symbol's first issuer is in the vocabulary.
    """

    start: int
    end: int
    text: str
    kind: Kind
    type: str | None = None
    number: int | None = None
    year: int | None = None
    code: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    term: str | None = None
    title: str | None = None
    pinpoint: str | None = None
    plenum: int | None = None
    name: str | None = None
    document: str | None = None
    issuer_known: bool = True

    def record(self) -> dict[str, str | int | None]:
        """Return the mention as `vanban cite` prints it; the command adds `file` and `id`."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "type": self.type,
            "number": self.number,
            "year": self.year,
            "code": self.code,
            "date": self.date.isoformat() if self.date else None,
            "issuer": self.issuer,
            "term": self.term,
            "kind": self.kind.value,
        }
