"""Flatten: a part of a Word file as plain paragraphs, tables and runs, with every word that its print shows, once.

Word wraps words in content controls, smart tags, fields, changes and text boxes, and cuts them wherever its checker
looked; a reader that passes over one wrapper loses words without a sign. Afterwards there are only `p`, `tbl`, `r` with
`t`, `br`, `tab` and note references; text boxes stand after their paragraph; what a print does not show is left out and
counted in `Findings`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from typing import Final
from xml.etree import ElementTree as ET

from vanban.importer.formats.looks import Looks
from vanban.importer.formats.parts import KEY, local, value
from vanban.importer.formats.plain import said_text
from vanban.importer.formats.runs import REFERENCES, join_runs
from vanban.records import dataclass

_GONE: Final = frozenset({"del", "moveFrom"})
_WORDLESS: Final = frozenset({"instrText", "delText", "delInstrText", "annotationRef", "footnoteRef", "endnoteRef"})
_KEPT: Final = frozenset({"tcPr", "tblPr", "tblGrid", "trPr", "tblPrEx"})
_SYMBOLS: Final = {
    0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xAE: "→", 0xDE: "⇒",
    0x2D: "-", 0x2B: "+", 0xA7: "▪", 0xFC: "✓", 0xD8: "➢", 0xA8: "□", 0xFE: "☑", 0x76: "❖",
}  # fmt: skip
"""The signs of the symbol fonts that office texts use; others keep their private code."""


@dataclass(frozen=True, slots=True)
class Call:
    """A note called in the text: foot or end, which, and its own mark when the writer typed one."""

    kind: str
    id: str
    custom: str


@dataclass(slots=True)
class Findings:
    """What was met on the way, for the editor and for the numbers of notes.

    Attributes:
        left: What a print does not show (`deleted`, `hidden`, `contents`) -> its words.
        kept: What is printed but may surprise (`inserted`, `struck`, `boxes`, `math`) -> its words.
        events: Calls of notes, pages and section ends, in order.
        pictures: Pictures, drawings and objects, whose words cannot be read.
    """

    left: dict[str, list[str]] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=dict)
    events: list[Call | ET.Element | str] = field(default_factory=list)
    pictures: int = 0

    def leave(self, kind: str, text: str) -> None:
        """Note words that are left out."""
        if text.strip():
            self.left.setdefault(kind, []).append(text.strip())

    def keep(self, kind: str, text: str) -> None:
        """Note words that stay."""
        if text.strip():
            self.kept.setdefault(kind, []).append(text.strip())


def words_of(node: ET.Element) -> str:
    """Return the words inside an element, deleted ones too, paragraphs parted by a space."""
    parts = []
    for part in node.iter():
        if local(part) in {"t", "delText"}:
            parts.append(part.text or "")
        elif local(part) in {"p", "tab", "br", "cr"}:
            parts.append(" ")
    return "".join(parts)


def flatten(root: ET.Element, looks: Looks, findings: Findings, convert: Callable[[str, str], str]) -> ET.Element:
    """Return a part in plain form.

    Args:
        root: The body, or a footnote: whatever holds paragraphs.
        looks: The styles of the file.
        findings: Told what was met.
        convert: Returns the words of a run as Unicode, from its font and its text.
    """
    return _Flattener(looks, findings, convert).part(root)


class _Flattener:
    """Walks one part; fields can span paragraphs, so their state is kept on the way."""

    def __init__(self, looks: Looks, findings: Findings, convert: Callable[[str, str], str]) -> None:
        self._looks = looks
        self._findings = findings
        self._convert = convert
        self._fields: list[bool] = []
        self._style = ""
        self._boxes: list[ET.Element] = []

    def part(self, root: ET.Element) -> ET.Element:
        plain = ET.Element(root.tag, root.attrib)
        plain.extend(list(self._blocks(root)))
        return plain

    def _blocks(self, parent: ET.Element) -> Iterator[ET.Element]:
        waiting: list[ET.Element] = []
        for child in parent:
            name = local(child)
            if name == "p":
                paragraph = self._paragraph(child, waiting)
                waiting = list(paragraph)[1:] if self._mark_deleted(child) else []
                if not waiting:
                    yield from self._placed(paragraph)
            elif name == "tbl":
                yield self._table(child)
            elif name == "sectPr":
                self._findings.events.append(child)
            elif name in _KEPT:
                yield child
            elif name in _GONE:
                self._findings.leave("deleted", words_of(child))
            else:
                yield from self._blocks(_inside(child))
        if waiting:
            rest = ET.Element(f"{KEY}p")
            rest.extend(waiting)
            yield rest

    def _placed(self, paragraph: ET.Element) -> Iterator[ET.Element]:
        boxes, self._boxes = self._boxes, []
        style = value(paragraph, "w:pPr/w:pStyle")
        if self._looks.name(style).startswith("toc "):
            self._findings.leave("contents", words_of(paragraph))
        else:
            yield paragraph
        for box in boxes:
            self._findings.keep("boxes", words_of(box))
            yield from self._blocks(box)

    def _mark_deleted(self, paragraph: ET.Element) -> bool:
        looks = paragraph.find(f"{KEY}pPr/{KEY}rPr")
        return looks is not None and any(local(child) in _GONE for child in looks)

    def _table(self, table: ET.Element) -> ET.Element:
        plain = ET.Element(table.tag)
        for child in _unwrapped(table, "tr"):
            if local(child) != "tr":
                plain.append(child)
            elif child.find(f"{KEY}trPr/{KEY}del") is not None:
                self._findings.leave("deleted", words_of(child))
            else:
                row = ET.SubElement(plain, child.tag)
                row.extend([self._cell(cell) if local(cell) == "tc" else cell for cell in _unwrapped(child, "tc")])
        return plain

    def _cell(self, cell: ET.Element) -> ET.Element:
        plain = ET.Element(cell.tag)
        plain.extend(list(self._blocks(cell)))
        return plain

    def _paragraph(self, paragraph: ET.Element, before: Iterable[ET.Element]) -> ET.Element:
        plain = ET.Element(f"{KEY}p")
        looks = paragraph.find(f"{KEY}pPr")
        plain.append(copy.deepcopy(looks) if looks is not None else ET.Element(f"{KEY}pPr"))
        self._style = value(looks, "w:pStyle")
        plain.extend(before)
        plain.extend(list(self._inline(paragraph)))
        join_runs(plain)
        self._settle(plain)
        section = looks.find(f"{KEY}sectPr") if looks is not None else None
        if section is not None:
            self._findings.events.append(section)
        return plain

    def _inline(self, parent: ET.Element) -> Iterator[ET.Element]:
        for child in parent:
            name = local(child)
            if name == "r":
                yield from self._run(child)
            elif name in _GONE:
                self._findings.leave("deleted", words_of(child))
            elif name in {"oMath", "oMathPara"}:
                yield from self._math(child)
            elif name not in {"pPr", "instrText"}:
                if name in {"ins", "moveTo"}:
                    self._findings.keep("inserted", words_of(child))
                yield from self._inline(_inside(child))

    def _math(self, formula: ET.Element) -> Iterator[ET.Element]:
        text = _formula(formula)
        self._findings.keep("math", text)
        run = ET.Element(f"{KEY}r")
        run.append(said_text(text))
        yield run

    def _run(self, run: ET.Element) -> Iterator[ET.Element]:
        plain = ET.Element(f"{KEY}r")
        plain.append(self._emphasis(run))
        for child in run:
            self._piece(run, child, plain)
        text = words_of(plain)
        if self._looks.on(run, self._style, "vanish"):
            self._findings.leave("hidden", text)
            return
        if self._looks.on(run, self._style, "strike") or self._looks.on(run, self._style, "dstrike"):
            self._findings.keep("struck", text)
        if len(plain) > 1:
            yield plain

    def _piece(self, run: ET.Element, child: ET.Element, plain: ET.Element) -> None:
        name = local(child)
        if name == "fldChar":
            self._field(child.get(f"{KEY}fldCharType", ""))
        elif name in _WORDLESS or not all(self._fields):
            if name == "delText":
                self._findings.leave("deleted", child.text or "")
        elif name in REFERENCES:
            self._call(run, child, plain)
        elif name == "lastRenderedPageBreak":
            self._findings.events.append("page")
        elif name in {"drawing", "pict", "object", "AlternateContent"}:
            self._drawing(child)
        elif name in {"ruby", "rt", "rubyBase"}:
            for inner in child.iter(f"{KEY}t"):
                plain.append(self._said(run, inner.text or ""))
        else:
            self._sign(run, name, child, plain)

    def _sign(self, run: ET.Element, name: str, child: ET.Element, plain: ET.Element) -> None:
        if name == "t" and not _custom(run):
            plain.append(self._said(run, child.text or ""))
        elif name == "noBreakHyphen":
            plain.append(said_text("-"))
        elif name in {"tab", "ptab"}:
            plain.append(ET.Element(f"{KEY}tab"))
        elif name in {"br", "cr"}:
            if child.get(f"{KEY}type") == "page":
                self._findings.events.append("page")
            plain.append(ET.Element(f"{KEY}br"))
        elif name == "sym":
            code = int(child.get(f"{KEY}char", "20"), 16)
            plain.append(said_text(_SYMBOLS.get(code & 0xFF, chr(code)) if 0xF000 <= code <= 0xF0FF else chr(code)))

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append(False)
        elif step == "separate" and self._fields:
            self._fields[-1] = True
        elif step == "end" and self._fields:
            self._fields.pop()

    def _said(self, run: ET.Element, text: str) -> ET.Element:
        capitals = self._looks.on(run, self._style, "caps") or self._looks.on(run, self._style, "smallCaps")
        said = said_text(text)
        said.set("font", self._looks.font(run, self._style))
        said.set("capitals", "1" if capitals else "")
        return said

    def _settle(self, paragraph: ET.Element) -> None:
        """Turn the words of whole runs into Unicode, once neighbours of one font are joined."""
        for said in paragraph.iter(f"{KEY}t"):
            text = self._convert(said.attrib.pop("font", ""), said.text or "")
            said.text = text.upper() if said.attrib.pop("capitals", "") else text

    def _emphasis(self, run: ET.Element) -> ET.Element:
        """Return what a page shows of a run's looks: bold, italic, raised."""
        plain = ET.Element(f"{KEY}rPr")
        for name in ("b", "i"):
            if self._looks.on(run, self._style, name):
                ET.SubElement(plain, f"{KEY}{name}")
        if value(run, "w:rPr/w:vertAlign") == "superscript":
            ET.SubElement(plain, f"{KEY}vertAlign", {f"{KEY}val": "superscript"})
        return plain

    def _call(self, run: ET.Element, child: ET.Element, plain: ET.Element) -> None:
        custom = words_of(run).strip() if _custom(run) else ""
        call = Call(REFERENCES[local(child)], child.get(f"{KEY}id", ""), custom)
        self._findings.events.append(call)
        plain.append(ET.Element(child.tag, {f"{KEY}id": call.id}))

    def _drawing(self, drawing: ET.Element) -> None:
        boxes = list(_boxes(_inside(drawing)))
        self._boxes += boxes
        self._findings.pictures += not boxes


def _inside(wrapper: ET.Element) -> ET.Element:
    """Return what a wrapper shows: the content of a content control, the first form of something stored twice."""
    if local(wrapper) == "sdt":
        content = wrapper.find(f"{KEY}sdtContent")
        return content if content is not None else ET.Element("none")
    if local(wrapper) == "AlternateContent":
        return next(iter(wrapper), ET.Element("none"))
    return wrapper


def _unwrapped(parent: ET.Element, wanted: str) -> Iterator[ET.Element]:
    for child in parent:
        if local(child) == wanted or local(child) in _KEPT:
            yield child
        else:
            yield from _unwrapped(_inside(child), wanted)


def _boxes(node: ET.Element) -> Iterator[ET.Element]:
    for child in node:
        if local(child) == "txbxContent":
            yield child
        else:
            yield from _boxes(_inside(child))


def _custom(run: ET.Element) -> bool:
    return any(_typed_mark(child) for child in run if local(child) in REFERENCES)


def _typed_mark(reference: ET.Element) -> bool:
    return reference.get(f"{KEY}customMarkFollows", "0") not in {"0", "false", "off"}


def _formula(node: ET.Element) -> str:
    if local(node) == "t":
        return node.text or ""
    parts = [_formula(child) for child in node]
    return "/".join(parts) if local(node) == "f" else "".join(parts)
