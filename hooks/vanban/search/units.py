"""SearchUnit: one thing a reader wants to land on."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from vanban.records import dataclass


class UnitKind(Enum):
    """What a reader lands on; the value is the name shown with a result and in the list of filters."""

    DOCUMENT = "Văn bản"
    SECTION = "Mục"
    PARAGRAPH = "Đoạn"
    FOOTNOTE = "Chú thích"
    REGISTER = "Danh mục"
    NAMED = "Văn bản nêu tên"
    PAGE = "Trang"


@dataclass(frozen=True, slots=True)
class SearchUnit:
    """One landing place, with what it is found by and what a result shows of it.

    Attributes:
        location: Address relative to the site's root, with `#anchor` when the place is inside a page.
        kind: What it is.
        title: Heading as printed; plain text, never HTML.
        text: Body as printed; plain text, paragraphs joined by spaces or newlines.
        title_found: Whether the title says what this unit is about. False for a paragraph that only shows the
            heading of its section, so that the section itself is found by its heading.
        code: Canonical code of the document itself (`25-NQ/TW`), for documents only.
        number: Number of the document, compared without leading zeros.
        year: Year of issue, or the year inside a State symbol.
        type_code: Letters of the type inside the code (`NQ`).
        type_name: Name of the type (`Nghị quyết`).
        issuer: Name of the issuing body.
        date: Date of issue.
        term: Term of the issuing committee as a Roman numeral (`XI`).
        aliases: Other names people use (`Nghị quyết Trung ương 6 khóa XII`).
        weight: How often the document is cited.
    """

    location: str
    kind: UnitKind
    title: str
    text: str
    title_found: bool = True
    code: str | None = None
    number: int | None = None
    year: int | None = None
    type_code: str | None = None
    type_name: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    term: str | None = None
    aliases: tuple[str, ...] = ()
    weight: int = 0
