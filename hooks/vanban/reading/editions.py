"""Editions: the files of a report that readers take away, made when the site is published."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path
from typing import Final

from vanban.reading.book import Book
from vanban.reading.epub import write_epub
from vanban.reading.pdf import write_pdf
from vanban.reports import REPORTS

FORMATS: Final = ("pdf", "epub")


def available_formats() -> tuple[str, ...]:
    """Return the formats this machine can make: EPUB always, PDF where WeasyPrint and its Pango are installed."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError):
        return ("epub",)
    return FORMATS


def edition_address(report: str, suffix: str) -> str:
    """Return where an edition stands under the site's root: `bao-cao/dan-van-2019/dan-van-2019.epub`."""
    return f"{REPORTS}/{report}/{report}.{suffix}"


def write_edition(book: Book, suffix: str, fonts: Path, modified: dt.datetime) -> bytes:
    """Return one edition of a book.

    Args:
        book: What it holds.
        suffix: One of `FORMATS`.
        fonts: The folder of the site's fonts.
        modified: When its text was last changed, in UTC.

    Raises:
        PdfUnavailableError: A PDF is asked for and cannot be made here.
    """
    return write_pdf(book, fonts) if suffix == "pdf" else write_epub(book, modified)
