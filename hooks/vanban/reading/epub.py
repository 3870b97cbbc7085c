"""EPUB 3 of a report: one file a chapter, notes that reading programs show at the point of use, printed numbers kept.

Written here and not by a converter because the known ones number notes anew or stamp the time of the run: the same book
gives the same bytes. EPUBCheck is the judge in the tests.
"""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from vanban.reading.book import Book, BookChapter, anchors

_XHTML: Final = "http://www.w3.org/1999/xhtml"
_OPS: Final = "http://www.idpf.org/2007/ops"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The only time a ZIP file can say that stands for no time."""
_STYLE: Final = """\
body { font-family: serif; line-height: 1.5; margin: 0 4%; }
h1, h2, h3, h4 { font-family: sans-serif; line-height: 1.3; text-align: left; }
h1 { font-size: 1.4em; } h2 { font-size: 1.2em; } h3 { font-size: 1.05em; }
ul { list-style: none; padding-left: 0; } ul li { margin: 0 0 0.6em 1.1em; }
ul li::before { content: "– "; margin-left: -1.1em; }
a.footnote-ref::before { content: "("; } a.footnote-ref::after { content: ")"; }
sup { line-height: 0; font-size: 0.75em; }
.footnote { font-size: 0.85em; border-top: 1px solid; margin-top: 2em; }
"""
_CONTAINER: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book/book.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)


def write_epub(book: Book, modified: dt.datetime) -> bytes:
    """Return the book as an EPUB file.

    Args:
        book: What it holds.
        modified: When its text was last changed, in UTC; shown by reading programs and part of the bytes.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        _add(archive, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", _CONTAINER)
        _add(archive, "book/style.css", _STYLE)
        _add(archive, "book/book.opf", _package(book, modified))
        _add(archive, "book/nav.xhtml", _navigation(book))
        files = {name: f"{chapter.id}.xhtml" for chapter in book.chapters for name in anchors(chapter)}
        for chapter in book.chapters:
            _add(archive, f"book/{chapter.id}.xhtml", _chapter(chapter, files))
    return stream.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str, method: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = method
    archive.writestr(entry, text.encode())


def _document(title: str) -> tuple[Element, Element]:
    root = Element("html", {"xmlns": _XHTML, "xmlns:epub": _OPS, "lang": "vi", "xml:lang": "vi"})
    head = SubElement(root, "head")
    SubElement(head, "title").text = title
    SubElement(head, "link", {"rel": "stylesheet", "href": "style.css"})
    return root, SubElement(root, "body")


def _serialized(root: Element) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n{tostring(root, encoding="unicode")}\n'


def _chapter(chapter: BookChapter, files: Mapping[str, str]) -> str:
    root, body = _document(chapter.heading)
    heading = SubElement(body, f"h{min(6, chapter.level)}", {"id": chapter.id})
    heading.text = chapter.heading
    text = deepcopy(chapter.body)
    for element in text.iter():
        _adapt(element, f"{chapter.id}.xhtml", files)
    body.extend(list(text))
    return _serialized(root)


def _adapt(element: Element, here: str, files: Mapping[str, str]) -> None:
    """Say what notes are, and lead links across the files of the book."""
    kind, href = element.get("class"), element.get("href", "")
    if kind == "footnote-ref":
        element.set("epub:type", "noteref")
        element.set("role", "doc-noteref")
    elif kind == "footnote-backref":
        element.set("role", "doc-backlink")
    elif element.tag == "li" and element.get("id", "").startswith("fn:"):
        element.set("epub:type", "footnote")
    elif kind == "footnote":
        element.set("epub:type", "footnotes")
        element.set("role", "doc-endnotes")
    if element.tag == "a" and href.startswith("#") and files.get(href[1:], here) != here:
        element.set("href", f"{files[href[1:]]}{href}")


def _navigation(book: Book) -> str:
    root, body = _document(book.title)
    nav = SubElement(body, "nav", {"epub:type": "toc", "role": "doc-toc"})
    SubElement(nav, "h1").text = book.title
    lists = {1: SubElement(nav, "ol")}
    for chapter in book.chapters:
        level = min(chapter.level, max(lists) + 1)
        if level not in lists:
            lists[level] = SubElement(lists[level - 1][-1], "ol")
        for deeper in [other for other in lists if other > level]:
            del lists[deeper]
        item = SubElement(lists[level], "li")
        SubElement(item, "a", {"href": f"{chapter.id}.xhtml"}).text = chapter.heading
    return _serialized(root)


def _package(book: Book, modified: dt.datetime) -> str:
    root = Element(
        "package",
        {"xmlns": "http://www.idpf.org/2007/opf", "version": "3.0", "unique-identifier": "id", "xml:lang": "vi"},
    )
    root.append(_metadata(book, modified))
    manifest = SubElement(root, "manifest")
    for attributes in _items(book):
        SubElement(manifest, "item", attributes)
    spine = SubElement(root, "spine")
    for idref in ("nav", *(f"c-{chapter.id}" for chapter in book.chapters)):
        SubElement(spine, "itemref", {"idref": idref})
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _metadata(book: Book, modified: dt.datetime) -> Element:
    metadata = Element("metadata", {"xmlns:dc": "http://purl.org/dc/elements/1.1/"})
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"vanban:{book.publisher}:{book.id}")
    SubElement(metadata, "dc:identifier", {"id": "id"}).text = f"urn:uuid:{name}"
    SubElement(metadata, "dc:title").text = book.title
    SubElement(metadata, "dc:language").text = "vi"
    SubElement(metadata, "dc:publisher").text = book.publisher
    SubElement(metadata, "meta", {"property": "dcterms:modified"}).text = f"{modified:%Y-%m-%dT%H:%M:%SZ}"
    for key, value in _accessibility():
        SubElement(metadata, "meta", {"property": f"schema:{key}"}).text = value
    return metadata


def _accessibility() -> Iterator[tuple[str, str]]:
    yield "accessMode", "textual"
    yield "accessModeSufficient", "textual"
    yield from (("accessibilityFeature", feature) for feature in ("structuralNavigation", "tableOfContents"))
    yield "accessibilityHazard", "none"
    yield "accessibilitySummary", "Toàn văn là chữ; chú thích có đường dẫn hai chiều; có mục lục."


def _items(book: Book) -> Iterator[dict[str, str]]:
    html = "application/xhtml+xml"
    yield {"id": "nav", "href": "nav.xhtml", "media-type": html, "properties": "nav"}
    yield {"id": "style", "href": "style.css", "media-type": "text/css"}
    for chapter in book.chapters:
        yield {"id": f"c-{chapter.id}", "href": f"{chapter.id}.xhtml", "media-type": html}
