"""OpenDocument: an .odt made plain: pandoc stops reading its paragraphs at page breaks, and drops its list numbers.

Afterwards every word that a print shows stands in the plain file once, notes with the numbers that LibreOffice printed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Final
from xml.etree import ElementTree as ET

from vanban.importer.formats.counting import OUTLINE, Counting, named, read_lists, whole
from vanban.importer.formats.fonts import Convert, converter, describe, find_old
from vanban.importer.formats.parts import KEY, local, said
from vanban.importer.formats.plain import Plain, heading_looks, make_plain, said_text
from vanban.importer.formats.runs import join_runs
from vanban.importer.source import refuse
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_SILENT: Final = frozenset({"annotation", "tracked-changes", "sequence-decls", "forms", "note-citation", "ruby-text"})
_LISTED: Final = frozenset({"list-item", "list-header"})
_INDEXES: Final = frozenset({"table-of-content", "alphabetical-index", "illustration-index", "table-index"})
_HEAVY: Final = lazy_pattern(r"bold|[6-9]00")


@dataclass(frozen=True, slots=True)
class _Looks:
    """What a style says: bold, italic, raised, hidden, capitals (None where it says nothing), and its font."""

    bold: bool = False
    italic: bool = False
    raised: bool = False
    hidden: bool = False
    capitals: bool = False
    font: str = ""
    list: str = ""


@dataclass(slots=True)
class _Reader:
    """Walks the text once."""

    styles: Mapping[tuple[str, str], ET.Element]
    counting: Counting
    convert: Convert
    notes: dict[str, ET.Element] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    boxes: list[ET.Element] = field(default_factory=list)
    numbers: int = 0
    pictures: int = 0

    def blocks(self, parent: ET.Element) -> Iterator[ET.Element]:
        """Yield the paragraphs and tables of a text, section, cell or note."""
        for child in parent:
            name = local(child)
            if name in {"p", "h"}:
                yield from self.paragraph(child)
            elif name == "list":
                yield from self.list(child, named(child, "style-name"), 0, "")
            elif name == "table":
                yield self.table(child)
            elif name in _INDEXES:
                self.say("contents", words_of(child))
            elif name not in _SILENT:
                yield from self.blocks(child)

    def list(self, node: ET.Element, style: str, depth: int, key: str) -> Iterator[ET.Element]:
        """Yield the paragraphs of a list, each item's first with its number."""
        style = named(node, "style-name") or style or self.looks(_first(node)).list
        key = key or self.counting.begin(node, style)
        for item in node:
            fresh = local(item) == "list-item"
            for child in item if local(item) in _LISTED else ():
                if local(child) == "list":
                    yield from self.list(child, style, depth + 1, "" if named(child, "style-name") else key)
                    continue
                start = named(item, "start-value")
                label = self.counting.step(key, style, depth, whole(start, 1) if start else None) if fresh else ""
                yield from self.paragraph(child, label)
                fresh = False

    def paragraph(self, node: ET.Element, label: str = "") -> Iterator[ET.Element]:
        """Yield a paragraph with its number, then the text boxes that hang on it."""
        plain = ET.Element(f"{KEY}p")
        if local(node) == "h":
            level = whole(named(node, "outline-level"), 1)
            plain.append(heading_looks(min(level, 9)))
            label = label or self.heading_label(node, level)
        runs = list(self.runs(node, self.looks(node)))
        if label and any(words_of(run).strip() for run in runs):
            self.numbers += 1
            first = next(run for run in runs if words_of(run).strip())
            first.insert(1, said_text(f"{label} "))
        plain.extend(runs)
        join_runs(plain)
        yield plain
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.say("boxes", words_of(box))
            yield from self.blocks(box)

    def heading_label(self, node: ET.Element, level: int) -> str:
        """Return the number of a heading outside lists."""
        if named(node, "is-list-header") == "true":
            return ""
        again = named(node, "restart-numbering") == "true"
        return self.counting.step(OUTLINE, OUTLINE, level - 1, whole(named(node, "start-value"), 1) if again else None)

    def runs(self, node: ET.Element, looks: _Looks) -> Iterator[ET.Element]:
        """Yield the words inside a paragraph or span as runs."""
        if node.text:
            yield self.run(looks, node.text)
        for child in node:
            yield from self.inline(child, looks)
            if child.tail:
                yield self.run(looks, child.tail)

    def inline(self, child: ET.Element, looks: _Looks) -> Iterator[ET.Element]:
        """Yield one thing inside a paragraph as runs."""
        name = local(child)
        if name == "s":
            yield self.run(looks, " " * min(whole(named(child, "c"), 1), 80))
        elif name in {"tab", "line-break"}:
            run = self.run(looks, "")
            run.append(ET.Element(f"{KEY}tab" if name == "tab" else f"{KEY}br"))
            yield run
        elif name == "note":
            yield self.note(child)
        elif name == "span":
            yield from self.runs(child, self.looks(child, looks))
        elif name in {"frame", "custom-shape", "rect"}:
            found = [node for node in child.iter() if local(node) == "text-box"] or [child] * (name != "frame")
            self.boxes += found
            self.pictures += not found
        elif name in _SILENT:
            self.say("comments" if name == "annotation" else "left", "")
        else:
            yield from self.runs(child, looks)

    def run(self, looks: _Looks, text: str) -> ET.Element:
        """Return words as a run; those that are hidden are left out and kept to be said."""
        run = ET.Element(f"{KEY}r")
        properties = ET.SubElement(run, f"{KEY}rPr")
        for name, on in (("b", looks.bold), ("i", looks.italic)):
            if on:
                ET.SubElement(properties, f"{KEY}{name}")
        if looks.raised:
            ET.SubElement(properties, f"{KEY}vertAlign", {f"{KEY}val": "superscript"})
        if looks.hidden:
            self.say("hidden", text)
            return run
        text = self.convert(looks.font, re.sub(r"[ \t\r\n]+", " ", text))
        run.append(said_text(text.upper() if looks.capitals else text))
        return run

    def note(self, node: ET.Element) -> ET.Element:
        """Keep a note aside and return its call; its number is what LibreOffice printed."""
        printed = "".join(part for child in node if local(child) == "note-citation" for part in child.itertext())
        count = len(self.labels)
        bare = printed.strip("()[]. ")
        known = bare.lstrip("0").isdecimal() or set(bare) == {"*"}
        self.labels.append(bare if known else str(count + 1))
        if bare and self.labels[-1] != bare:
            self.say("marks", printed)
        kept = ET.Element(f"{KEY}footnote", {f"{KEY}id": str(count + 1)})
        self.notes[str(count + 1)] = kept
        for child in node:
            if local(child) == "note-body":
                kept.extend(list(self.blocks(child)))
        run = ET.Element(f"{KEY}r")
        ET.SubElement(run, f"{KEY}rPr")
        ET.SubElement(run, f"{KEY}footnoteReference", {f"{KEY}id": str(count + 1)})
        return run

    def table(self, node: ET.Element) -> ET.Element:
        """Return a table; cells under a wider or higher one stay, empty."""
        plain = ET.Element(f"{KEY}tbl")
        rows = [[cell for cell in row if local(cell).endswith("cell")] for row in _rows(node)]
        grid = ET.SubElement(plain, f"{KEY}tblGrid")
        for _ in range(max(map(len, rows), default=0)):
            ET.SubElement(grid, f"{KEY}gridCol", {f"{KEY}w": "900"})
        for row in rows:
            line = ET.SubElement(plain, f"{KEY}tr")
            for cell in row:
                ET.SubElement(line, f"{KEY}tc").extend(list(self.blocks(cell)) or [ET.Element(f"{KEY}p")])
        return plain

    def looks(self, node: ET.Element, base: _Looks | None = None) -> _Looks:
        """Return the looks of a paragraph or span from its style and those that is based on."""
        family = "text" if local(node) == "span" else "paragraph"
        said: dict[str, str] = {}
        for style in self._chain(family, named(node, "style-name")):
            listed = named(style, "list-style-name")
            said.setdefault("list", listed) if listed else None
            for properties in style:
                if local(properties) == "text-properties":
                    for key, value in properties.attrib.items():
                        said.setdefault(key.rpartition("}")[2], value)
        return _looks(said, base or _Looks())

    def _chain(self, family: str, name: str) -> Iterator[ET.Element]:
        seen: set[str] = set()
        while (family, name) in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[family, name]
            name = named(self.styles[family, name], "parent-style-name")

    def say(self, kind: str, text: str) -> None:
        """Keep words to be said."""
        if text.strip() or kind == "comments":
            self.said.setdefault(kind, []).append(text.strip())


def _looks(found: Mapping[str, str], base: _Looks) -> _Looks:
    weight, slope, place = found.get("font-weight"), found.get("font-style"), found.get("text-position")
    display, shape = found.get("display"), found.get("text-transform") or found.get("font-variant")
    return _Looks(
        bool(_HEAVY.match(weight)) if weight else base.bold,
        slope in {"italic", "oblique"} if slope else base.italic,
        bool(re.match(r"super|[1-9]", place)) if place else base.raised,
        display == "none" if display else base.hidden,
        shape in {"uppercase", "small-caps"} if shape else base.capitals,
        found.get("font-name", base.font),
        found.get("list", base.list),
    )


def _first(node: ET.Element) -> ET.Element:
    return next((child for child in node.iter() if local(child) in {"p", "h"}), node)


def _rows(node: ET.Element) -> Iterator[ET.Element]:
    for child in node:
        if local(child) == "table-row":
            yield child
        elif local(child) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(child)


def words_of(node: ET.Element) -> str:
    """Return the words inside an element."""
    return "".join(node.itertext())


def read_opendocument(name: str, content: bytes) -> Plain:
    """Make an .odt plain that `check_archive` has passed.

    Raises:
        InputError: Its markup cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = ET.fromstring(archive.read("content.xml"))  # noqa: S314 (entities were refused before)
            known = "styles.xml" in archive.namelist()
            styles = ET.fromstring(archive.read("styles.xml")) if known else ET.Element("none")  # noqa: S314 (likewise)
        return _plain(text, styles)
    except (ET.ParseError, KeyError, ValueError, StopIteration, RecursionError):
        raise refuse(name, "cấu trúc tệp OpenDocument hỏng; hãy mở bằng LibreOffice rồi lưu lại") from None


def _plain(text: ET.Element, styles: ET.Element) -> Plain:
    body = next(node for node in text.iter() if local(node) == "text" and local(node) != node.tag)
    known = {
        (named(node, "family"), named(node, "name")): node
        for root in (styles, text)
        for node in root.iter()
        if local(node) == "style"
    }
    seen: dict[str, int] = {}
    reader = _Reader(known, Counting(read_lists(styles, text)), lambda _, said_: said_)
    reader.convert = converter(find_old(_runs(reader, body)), seen)
    plain = ET.Element(f"{KEY}body")
    plain.extend(list(reader.blocks(body)))
    notes = ET.Element(f"{KEY}footnotes")
    notes.extend(reader.notes.values())
    changed = any(local(node) in {"deletion", "insertion"} for node in body.iter())
    remarks = [*_say(reader, changed=changed), *describe(seen)]
    return make_plain(plain, {"footnotes": notes}, reader.labels, remarks)


def _runs(reader: _Reader, body: ET.Element) -> Iterable[tuple[str, str]]:
    for node in body.iter():
        if local(node) in {"p", "h", "span"}:
            yield reader.looks(node).font, "".join([node.text or "", *(child.tail or "" for child in node)])


_LINES: Final = {
    "contents": "mục lục tự động không đưa vào, vì trang có mục lục riêng",
    "hidden": "chữ ẩn không in ra, không đưa vào",
    "boxes": "khung chữ được đưa vào ngay sau đoạn chứa nó",
    "marks": "có chú thích mà tệp không giữ số in (đánh lại theo trang, dấu riêng); đã ghi số thứ tự, hãy đối chiếu",
}


def _say(reader: _Reader, *, changed: bool) -> Iterator[str]:
    if reader.numbers:
        yield f"đã ghi thành chữ {reader.numbers} số đề mục, danh sách đánh tự động; hãy đối chiếu với bản in"
    for kind, message in _LINES.items():
        texts = reader.said.get(kind, [])
        if texts:
            yield f"{message}: {', '.join(f'«{said(text)}»' for text in texts[:3])}"
    if changed:
        yield "tệp còn chỗ sửa đang theo dõi: chữ thêm được đưa vào, chữ xóa bị bỏ; hãy duyệt xong rồi nhập lại"
    if reader.said.get("comments"):
        yield f"{len(reader.said['comments'])} ghi chú bên lề không đưa vào"
    if reader.pictures:
        yield f"{reader.pictures} hình, sơ đồ không đưa vào; chữ trong hình (nếu có) hãy gõ thêm"
