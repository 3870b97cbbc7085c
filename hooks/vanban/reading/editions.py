"""Editions: the files of a report that readers take away, made when the site is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from vanban.problems import Problem, Severity
from vanban.reading.book import Book
from vanban.reading.epub import write_epub
from vanban.reading.pdf import PdfUnavailableError, write_pdf
from vanban.reports import REPORTS


def edition_address(report: str, suffix: str) -> str:
    """Return where an edition stands under the site's root: `bao-cao/dan-van-2019/dan-van-2019.epub`."""
    return f"{REPORTS}/{report}/{report}.{suffix}"


def edition_files(book: Book, fonts: Path, modified: dt.datetime) -> Iterator[tuple[str, bytes] | Problem]:
    """Yield (address, bytes) of each edition; one that cannot be made on this machine is a Problem for review."""
    yield edition_address(book.id, "epub"), write_epub(book, modified)
    try:
        yield edition_address(book.id, "pdf"), write_pdf(book, fonts)
    except PdfUnavailableError as error:
        message = f"không làm được tệp PDF ({error}); hãy cài WeasyPrint và thư viện Pango rồi xuất bản lại"
        yield Problem(f"{REPORTS}/{book.id}", 0, message, Severity.REVIEW)
