"""Word: a .docx made plain for pandoc, with the numbers its notes print and the words it must give back.

Afterwards every word that a print of the file shows stands in the packed file once; what a print does not show, and
what cannot be read, is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from vanban.importer.formats.flatten import Call, Findings, flatten, words_of
from vanban.importer.formats.fonts import converter, describe, find_old
from vanban.importer.formats.looks import Looks, read_looks
from vanban.importer.formats.notemarks import number_notes
from vanban.importer.formats.numbering import write_numbers
from vanban.importer.formats.parts import BROKEN, KEY, Parts, local, read_parts, said, value
from vanban.importer.formats.plain import Plain, heading_looks, make_plain
from vanban.importer.source import refuse
from vanban.patterns import lazy_pattern

_FAR: Final = frozenset({"attachedTemplate", "image", "oleObject", "frame", "subDocument", "externalLink"})
_FETCHED: Final = lazy_pattern(r"\s*(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|RD)\b", re.IGNORECASE)
_HEADING: Final = lazy_pattern(r"heading ([1-9])")
_FOREIGN: Final = frozenset({"altChunk", "subDoc"})
_LEFT: Final = {
    "deleted": "chữ đã xóa đang theo dõi (Track Changes) không đưa vào",
    "hidden": "chữ ẩn (Hidden) không in ra, không đưa vào",
    "contents": "mục lục tự động không đưa vào, vì trang có mục lục riêng",
}
_KEPT: Final = {
    "inserted": "chữ thêm đang theo dõi (Track Changes) được đưa vào như đã duyệt",
    "struck": "chữ gạch ngang vẫn đưa vào",
    "boxes": "khung chữ (Text Box) được đưa vào ngay sau đoạn chứa nó",
    "math": "công thức được ghi thành một dòng chữ",
}
_OUTLINE: Final = "số đề mục do máy đánh tự động không đọc được; hãy đối chiếu các đề mục với bản in"


def read_word(name: str, content: bytes) -> Plain:
    """Make a .docx plain that `check_archive` has passed.

    Raises:
        InputError: A part of its words lies in another file, or its markup cannot be read.
    """
    try:
        parts = read_parts(content)
        return _plain(name, parts)
    except (ValueError, RecursionError):
        raise refuse(name, "cấu trúc tệp Word hỏng; hãy mở bằng Word hoặc LibreOffice rồi lưu lại") from None


def _plain(name: str, parts: Parts) -> Plain:
    foreign = next((node for node in parts.document.iter() if local(node) in _FOREIGN), None)
    if foreign is not None:
        raise refuse(name, "một phần văn bản nằm trong tệp khác nhúng vào; hãy mở bằng Word, lưu lại thành một tệp")
    looks, findings, seen = read_looks(parts.other("styles")), Findings(), dict[str, int]()
    convert = converter(find_old(_runs(parts, looks)), seen)
    body = flatten(_body(parts.document), looks, findings, convert)
    marks = number_notes(findings.events, parts.other("settings"))
    calls = [event for event in findings.events if isinstance(event, Call)]
    typed = {(call.kind, call.id): call.custom for call in calls if call.custom}
    notes = {
        kind: _notes(kind, parts.other(kind), lambda note: flatten(note, looks, findings, convert), typed)
        for kind in ("footnotes", "endnotes")
    }
    count, doubts = _number(body, parts)
    remarks = [*_numbers(count), *doubts, *describe(seen), *_say(findings), *marks.doubts, *_beside(parts)]
    return make_plain(_bare(body, looks), notes, marks.labels, remarks)


def _body(document: ET.Element) -> ET.Element:
    body = document.find(f"{KEY}body")
    if body is None:
        message = "no body"
        raise ValueError(message)
    return body


def _runs(parts: Parts, looks: Looks) -> Iterator[tuple[str, str]]:
    for root in (parts.document, parts.other("footnotes"), parts.other("endnotes")):
        for paragraph in root.iter(f"{KEY}p"):
            style = value(paragraph, "w:pPr/w:pStyle")
            for run in paragraph.iter(f"{KEY}r"):
                yield looks.font(run, style), words_of(run)


def _notes(
    kind: str, root: ET.Element, plain: Callable[[ET.Element], ET.Element], typed: Mapping[tuple[str, str], str]
) -> ET.Element:
    notes = ET.Element(f"{KEY}{kind}")
    for note in root:
        if note.get(f"{KEY}type", "normal") == "normal":
            found = plain(note)
            _take_mark(found, typed.get((kind.removesuffix("notes"), note.get(f"{KEY}id", "")), ""))
            notes.append(found)
    return notes


def _take_mark(note: ET.Element, mark: str) -> None:
    """Take the mark that the writer typed from the head of a note; its number stands there already."""
    first = next((text for text in note.iter(f"{KEY}t") if (text.text or "").strip()), None)
    if first is not None and mark:
        first.text = (first.text or "").lstrip().removeprefix(mark)


def _number(body: ET.Element, parts: Parts) -> tuple[int, list[str]]:
    numbering = parts.other("numbering")
    try:
        return write_numbers(body, parts.other("styles"), numbering), [_OUTLINE] if numbering.tag == BROKEN else []
    except (ValueError, KeyError, IndexError):
        return 0, [_OUTLINE]


def _bare(body: ET.Element, looks: Looks) -> ET.Element:
    """Leave of each paragraph's properties only whether it is a heading: pandoc puts titles and quotes elsewhere."""
    for paragraph in body.iter(f"{KEY}p"):
        level = _HEADING.fullmatch(looks.name(value(paragraph, "w:pPr/w:pStyle")))
        properties = paragraph.find(f"{KEY}pPr")
        if properties is not None:
            paragraph.remove(properties)
        if level:
            paragraph.insert(0, heading_looks(int(level[1])))
    return body


def _numbers(count: int) -> list[str]:
    message = f"đã ghi thành chữ {count} số đề mục, danh sách mà Word đánh tự động; hãy đối chiếu với bản in"
    return [message] if count else []


def _say(findings: Findings) -> Iterator[str]:
    for found, messages in ((findings.left, _LEFT), (findings.kept, _KEPT)):
        for kind, texts in found.items():
            shown = ", ".join(f"«{said(text)}»" for text in texts[:3])
            more = f" và {len(texts) - 3} chỗ nữa" if len(texts) > 3 else ""
            yield f"{messages[kind]}: {shown}{more}"
    if findings.pictures:
        yield f"{findings.pictures} hình, sơ đồ không đưa vào; chữ trong hình (nếu có) hãy gõ thêm"


def _beside(parts: Parts) -> Iterator[str]:
    """Yield what stands around the text: heads and feet of pages, comments, links to elsewhere, macros."""
    heads = [words_of(root) for kind, root in parts.others.items() if kind.startswith(("header", "footer"))]
    worded = [f"«{said(text)}»" for text in dict.fromkeys(heads) if re.search(r"[^\W\d_]", text)]
    if worded:
        yield f"đầu trang, chân trang không đưa vào: {', '.join(worded[:4])}"
    comments = len(list(parts.other("comments")))
    if comments:
        yield f"{comments} ghi chú bên lề (Comment) không đưa vào"
    far = {link.target for link in parts.links if link.external and link.kind in _FAR}
    fetched = [text for node in parts.document.iter() if (text := _instruction(node)) and _FETCHED.match(text)]
    if far or fetched:
        names = ", ".join(f"«{said(name)}»" for name in [*sorted(far), *fetched][:3])
        yield f"tệp trỏ tới tệp khác ({names}); không mở, chỉ đọc chữ đã lưu trong tệp này"
    if any(name.casefold().endswith("vbaproject.bin") for name in parts.names):
        yield "tệp có macro; không chạy, chỉ đọc chữ"


def _instruction(node: ET.Element) -> str:
    return (node.text or "") if local(node) == "instrText" else node.get(f"{KEY}instr", "")
