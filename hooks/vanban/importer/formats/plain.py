"""Plain: a text in the simplest form of a Word file, whatever program wrote it, with the words that it must give back.

Only paragraphs, headings, tables, bold, italic, raised letters and notes are left; pandoc reads nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from vanban.importer.formats.parts import KEY, local, pack
from vanban.records import dataclass

SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_NOTES: Final = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


@dataclass(frozen=True, slots=True)
class Plain:
    """A file made plain.

    Attributes:
        content: The plain file, for pandoc.
        labels: Printed number of each note, in order of the calls.
        placed: Whether a note stands after its paragraph, since numbers begin again.
        words: Paragraphs of the body and the notes, in the order of the text to be drawn, numbers of notes included.
        remarks: What was met and done.
    """

    content: bytes
    labels: tuple[str, ...]
    placed: bool
    words: tuple[str, ...]
    remarks: tuple[str, ...]


def make_plain(
    body: ET.Element, notes: Mapping[str, ET.Element], labels: Sequence[str], remarks: Sequence[str]
) -> Plain:
    """Return a body and its notes as a plain file.

    Args:
        body: The paragraphs and tables.
        notes: `footnotes` and `endnotes`, each note with the id by which the body calls it.
        labels: Printed number of each note, in order of the calls.
        remarks: What was met and done.
    """
    placed = len(set(labels)) < len(labels)
    document = ET.Element(f"{KEY}document")
    document.append(body)
    packed = pack({"document": document, "styles": _headings(), **notes})
    return Plain(packed, tuple(labels), placed, tuple(_words(body, notes, labels, placed=placed)), tuple(remarks))


def said_text(text: str) -> ET.Element:
    """Return words as the element that holds them in a run."""
    element = ET.Element(f"{KEY}t", {SPACE: "preserve"})
    element.text = text
    return element


def heading_looks(level: int) -> ET.Element:
    """Return the properties of a heading."""
    looks = ET.Element(f"{KEY}pPr")
    ET.SubElement(looks, f"{KEY}pStyle", {f"{KEY}val": f"Heading{level}"})
    return looks


def _headings() -> ET.Element:
    styles = ET.Element(f"{KEY}styles")
    for level in range(1, 10):
        style = ET.SubElement(styles, f"{KEY}style", {f"{KEY}type": "paragraph", f"{KEY}styleId": f"Heading{level}"})
        ET.SubElement(style, f"{KEY}name", {f"{KEY}val": f"heading {level}"})
    return styles


def _words(body: ET.Element, notes: Mapping[str, ET.Element], labels: Sequence[str], *, placed: bool) -> Iterator[str]:
    texts = {
        (kind, note.get(f"{KEY}id", "")): " ".join(_spoken(note, iter(())))
        for kind, root in notes.items()
        for note in root
    }
    after: list[str] = []
    left = iter(labels)
    for block in body:
        numbers = iter(_called(block, left))
        waiting = list(numbers)
        yield from _spoken(block, iter(label for _, label in waiting))
        after += [f"{label} {texts.get(key, '')}" for key, label in waiting]
        if placed:
            yield from after
            after = []
    yield from after


def _called(block: ET.Element, labels: Iterator[str]) -> Iterator[tuple[tuple[str, str], str]]:
    for node in block.iter():
        if local(node) in _NOTES:
            yield (_NOTES[local(node)], node.get(f"{KEY}id", "")), next(labels)


def _spoken(block: ET.Element, labels: Iterator[str]) -> Iterator[str]:
    """Yield the words of a block, a paragraph at a time, with the numbers of the notes it calls."""
    text = ""
    for node in block.iter():
        name = local(node)
        if name == "p":
            yield text
            text = ""
        elif name == "t":
            text += node.text or ""
        elif name in {"br", "tab"}:
            text += " "
        elif name in _NOTES:
            text += next(labels)
    yield text
