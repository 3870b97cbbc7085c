"""PDF of a report by WeasyPrint: A4, contents with page numbers, notes at the end of each section, bookmarks, tags.

WeasyPrint and not a browser: only it knows on which page a heading falls while it sets the contents, and the same book
gives the same bytes. It is wanted at publishing time only; without it the site is complete but for the PDF.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import tostring

from vanban.reading.book import Book, BookChapter

_STYLE: Final = """
@font-face { font-family: "VB Serif"; src: url(vb-serif.woff2); font-weight: 400 700; }
@font-face { font-family: "VB Serif"; src: url(vb-serif-italic.woff2); font-weight: 400 700; font-style: italic; }
@font-face { font-family: "VB Sans"; src: url(be-vietnam-pro-400.woff2); font-weight: 400; }
@font-face { font-family: "VB Sans"; src: url(be-vietnam-pro-600.woff2); font-weight: 600; }
@page {
  size: A4; margin: 24mm 20mm 22mm 28mm;
  @bottom-center { content: counter(page); font: 10pt "VB Serif"; }
  @top-right { content: string(section); font: 8pt "VB Sans"; color: #444; }
}
@page :first { @top-right { content: none } @bottom-center { content: none } }
body { font: 12pt/1.45 "VB Serif", serif; color: #000; }
h1, h2, h3, h4 { font-family: "VB Sans", sans-serif; font-weight: 600; line-height: 1.3; break-after: avoid; }
.title { font-size: 21pt; margin: 70mm 0 8mm; string-set: section ""; bookmark-level: none; }
.publisher { font: 10pt "VB Sans"; }
h2 { font-size: 15pt; string-set: section content(); } h3 { font-size: 13pt; string-set: section content(); }
h4 { font-size: 12pt; string-set: section content(); }
h2.part { break-before: page; }
.contents { break-before: page; }
.contents h2 { bookmark-level: none; }
.contents p { margin: 0 0 1.5mm; font-size: 11pt; text-align: left; }
.contents .level-2 { padding-left: 5mm; } .contents .level-3, .contents .level-4 { padding-left: 10mm; }
.contents a::after { content: leader(".") target-counter(attr(href), page); }
a { color: inherit; text-decoration: none; }
p, li { text-align: justify; orphans: 3; widows: 3; hyphens: manual; }
ul { list-style: none; padding: 0; margin: 0; } ul > li { margin: 0 0 2.5mm 5mm; }
ul > li > * { text-indent: 0 } ul > li, ul > li > p:first-child { text-indent: -5mm }
ul > li::before, ul > li > p:first-child::before { content: "–"; display: inline-block; width: 5mm; text-indent: 0; }
ul > li:has(> p:first-child)::before { content: none; display: none; }
a.footnote-ref::before { content: "(" } a.footnote-ref::after { content: ")" }
sup { font-size: 0.68em; line-height: 0; vertical-align: super; }
.footnote { font-size: 10pt; line-height: 1.35; margin-top: 5mm; border-top: 0.5pt solid #000; padding-top: 2mm; }
.footnote hr, .footnote-backref { display: none; }
.footnote ol { margin: 0; padding-left: 8mm; list-style: none; } .footnote p { margin: 0 0 1.5mm; }
.footnote li::before { content: "(" attr(value) ")"; float: left; margin-left: -8mm; }
"""


class PdfUnavailableError(Exception):
    """WeasyPrint, or a system library it draws with, is not on this machine; the message says which."""


def write_pdf(book: Book, fonts: Path) -> bytes:
    """Return the book as a tagged PDF file.

    Args:
        book: What it holds.
        fonts: The folder of the site's fonts (`docs/assets/fonts`), embedded in the file.

    Raises:
        PdfUnavailableError: The program that sets the pages cannot run here.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 (wanted at publishing time only, and may be absent)
    except (ImportError, OSError) as error:
        raise PdfUnavailableError(str(error)) from error
    document = HTML(string="".join(_document(book)), base_url=f"{fonts.resolve().as_uri()}/")
    name = hashlib.sha256(f"{book.publisher}:{book.id}".encode()).digest()[:16]
    data: bytes = document.write_pdf(pdf_identifier=name, pdf_variant="pdf/ua-1", pdf_tags=True)
    return data


def _document(book: Book) -> Iterator[str]:
    yield f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(book.title)}</title>'
    yield f'<meta name="author" content="{escape(book.publisher)}"><style>{_STYLE}</style></head><body>'
    yield f'<h1 class="title">{escape(book.title)}</h1><p class="publisher">{escape(book.publisher)}</p>'
    yield '<nav class="contents"><h2>Mục lục</h2>'
    for chapter in book.chapters:
        yield f'<p class="level-{chapter.level}"><a href="#{chapter.id}">{escape(chapter.heading)}</a></p>'
    yield "</nav>"
    for chapter in book.chapters:
        yield from _chapter(chapter)
    yield "</body></html>"


def _chapter(chapter: BookChapter) -> Iterator[str]:
    tag = f"h{min(4, chapter.level + 1)}"
    part = ' class="part"' if chapter.level == 1 else ""
    yield f'<{tag} id="{chapter.id}"{part}>{escape(chapter.heading)}</{tag}>'
    yield tostring(chapter.body, encoding="unicode", method="html")
