"""Numbering: the numbers that Word counts itself, written into the text of a .docx as if they had been typed.

Word keeps `Điều 3.` or `II-` of an automatic heading only as a rule in word/numbering.xml (ECMA-376 part 1, §17.9);
pandoc drops it for headings and keeps the bare number for lists. Afterwards every numbered paragraph of the body begins
with its label, in the type of its first words, and no paragraph or style has automatic numbers left.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from vanban.importer.labels import roman

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DOCUMENT: Final = "word/document.xml"
_NUMBERING: Final = "word/numbering.xml"
_STYLES: Final = "word/styles.xml"
_LEVELS: Final = 9
_MOST: Final = 399
_DASHES: Final = frozenset("-–—+")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: first number, kind of number, text with `%1` for the number of level 1."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The lists of a file.

    Attributes:
        levels: List -> its nine levels.
        counter: List -> the counter it shares with others made from the same pattern.
        restarts: (list, level) -> number it begins again with.
        styles: Paragraph style -> (list, level) it counts in; list "0" for none.
        default: Style of paragraphs that name none.
    """

    levels: Mapping[str, tuple[Level, ...]]
    counter: Mapping[str, str]
    restarts: Mapping[tuple[str, int], int]
    styles: Mapping[str, tuple[str, int]]
    default: str = ""


@dataclass(slots=True)
class _Counters:
    """How far each list has counted."""

    values: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def step(self, numbering: Numbering, number: str, depth: int) -> list[int]:
        """Count one paragraph; return the numbers of its level and of those above."""
        levels = numbering.levels[number]
        values = self.values.setdefault(numbering.counter[number], [None] * _LEVELS)
        restart = numbering.restarts.get((number, depth))
        if restart is not None and (number, depth) not in self.begun:
            values[depth] = restart
        else:
            before = values[depth]
            values[depth] = levels[depth].start if before is None else before + 1
        self.begun.add((number, depth))
        values[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        for above in range(depth):
            if values[above] is None:
                values[above] = levels[above].start
        return [value or 0 for value in values[: depth + 1]]


def write_numbers(content: bytes) -> tuple[bytes, int]:
    """Write automatic numbers into a .docx that `check_archive` has passed.

    Returns:
        The file with the numbers as text, and how many were written; the file as it was when it has none.

    Raises:
        ValueError: The numbering cannot be read.
    """
    try:
        return _written(content)
    except (ET.ParseError, KeyError, IndexError, RecursionError, zipfile.BadZipFile) as error:
        raise ValueError(str(error)) from error


def counts_headings(content: bytes) -> bool:
    """Say whether an .odt that `check_archive` has passed counts its headings itself (ODF 1.2 part 1, §16.34)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("content.xml")
        styles = archive.read("styles.xml") if "styles.xml" in archive.namelist() else b""
    counted = re.search(rb"<text:outline-level-style\b[^>]*style:num-format=\"[^\"]", styles)
    return counted is not None and b"<text:h " in text


def _written(content: bytes) -> tuple[bytes, int]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if _NUMBERING not in names:
            return content, 0
        document = archive.read(_DOCUMENT)
        strict = _W_STRICT.encode() in document
        space = _W_STRICT if strict else _W
        styles = _parse(archive.read(_STYLES)) if _STYLES in names else ET.Element("none")
        numbering = _numbering(_parse(archive.read(_NUMBERING)), styles, space)
        body = _parse(document)
        count = _label(body, numbering, space)
        if not count:
            return content, 0
        _strip(styles, space)
        changed = {_DOCUMENT: ET.tostring(body, "utf-8"), _STYLES: ET.tostring(styles, "utf-8")}
        return _repacked(archive, changed), count


def _parse(content: bytes) -> ET.Element:
    for _, (prefix, uri) in ET.iterparse(io.BytesIO(content), ["start-ns"]):  # noqa: S314 (entities were refused before)
        if prefix and not re.fullmatch(r"ns\d+", prefix):
            ET.register_namespace(prefix, uri)
    return ET.fromstring(content)  # noqa: S314 (likewise)


def _repacked(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in dict.fromkeys(archive.namelist()):
            target.writestr(name, changed[name] if name in changed else archive.read(name))
    return packed.getvalue()


def _value(element: ET.Element | None, path: str, space: str, default: str = "") -> str:
    found = element.find(path, {"w": space}) if element is not None else None
    return found.get(f"{{{space}}}val", default) if found is not None else default


def _number(text: str, default: int = 0) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default


def _numbering(root: ET.Element, styles: ET.Element, space: str) -> Numbering:
    names, key = {"w": space}, f"{{{space}}}"
    patterns = {node.get(f"{key}abstractNumId", ""): node for node in root.findall("w:abstractNum", names)}
    nodes = {node.get(f"{key}numId", ""): node for node in root.findall("w:num", names)}
    linked = {link: name for name, node in patterns.items() if (link := _value(node, "w:styleLink", space))}
    levels: dict[str, tuple[Level, ...]] = {}
    counter: dict[str, str] = {}
    restarts: dict[tuple[str, int], int] = {}
    for number, node in nodes.items():
        pattern = _value(node, "w:abstractNumId", space)
        pattern = linked.get(_value(patterns.get(pattern), "w:numStyleLink", space), pattern)
        found = dict(_levels(patterns.get(pattern), space))
        for override in node.findall("w:lvlOverride", names):
            depth = _number(override.get(f"{key}ilvl", "0"))
            found |= dict(_levels(override, space))
            if override.find("w:startOverride", names) is not None:
                restarts[number, depth] = _number(_value(override, "w:startOverride", space), 1)
        levels[number] = tuple(found.get(depth, Level()) for depth in range(_LEVELS))
        counter[number] = pattern
    counted, default = _styles(styles, levels, space)
    return Numbering(levels, counter, restarts, counted, default)


def _levels(node: ET.Element | None, space: str) -> Iterator[tuple[int, Level]]:
    for level in node.findall("w:lvl", {"w": space}) if node is not None else ():
        yield (
            _number(level.get(f"{{{space}}}ilvl", "0")),
            Level(
                _number(_value(level, "w:start", space, "1"), 1),
                _value(level, "w:numFmt", space, "decimal"),
                _value(level, "w:lvlText", space),
                level.find("w:isLgl", {"w": space}) is not None,
                _value(level, "w:pStyle", space),
            ),
        )


def _styles(
    styles: ET.Element, levels: Mapping[str, tuple[Level, ...]], space: str
) -> tuple[dict[str, tuple[str, int]], str]:
    """Return style -> (list, level), those of the styles they are based on taken over, and the default style."""
    key = f"{{{space}}}"
    nodes = {node.get(f"{key}styleId", ""): node for node in styles.findall("w:style", {"w": space})}
    result: dict[str, tuple[str, int]] = {}
    for style in nodes:
        chain, current = [], style
        while current in nodes and current not in chain:
            chain.append(current)
            current = _value(nodes[current], "w:basedOn", space)
        numbers = [_value(nodes[name], "w:pPr/w:numPr/w:numId", space) for name in chain]
        depths = [_value(nodes[name], "w:pPr/w:numPr/w:ilvl", space) for name in chain]
        number = next((found for found in numbers if found), "0")
        named = next((depth for depth, level in enumerate(levels.get(number, ())) if level.style in chain), 0)
        result[style] = (number, _number(next((found for found in depths if found), ""), named))
    defaults = [
        name
        for name, node in nodes.items()
        if node.get(f"{key}type") == "paragraph" and node.get(f"{key}default") in {"1", "true"}
    ]
    return result, defaults[0] if defaults else ""


def _paragraphs(node: ET.Element, space: str) -> Iterator[ET.Element]:
    """Yield the paragraphs in order; a text box is stored twice, its older form is passed over."""
    for child in node:
        if child.tag == f"{{{space}}}p":
            yield child
        if child.tag != _FALLBACK:
            yield from _paragraphs(child, space)


def _label(body: ET.Element, numbering: Numbering, space: str) -> int:
    counters, count = _Counters(), 0
    for paragraph in list(_paragraphs(body, space)):
        number, depth = _place(paragraph, numbering, space)
        if number not in numbering.levels or not depth < _LEVELS:
            continue
        values = counters.step(numbering, number, depth)
        label = label_text(numbering.levels[number], values)
        _strip(paragraph, space)
        if label and _type(paragraph, space, label):
            count += 1
    return count


def _place(paragraph: ET.Element, numbering: Numbering, space: str) -> tuple[str, int]:
    style = _value(paragraph, "w:pPr/w:pStyle", space, numbering.default)
    number, depth = numbering.styles.get(style, ("0", 0))
    own = _value(paragraph, "w:pPr/w:numPr/w:numId", space)
    own_depth = _value(paragraph, "w:pPr/w:numPr/w:ilvl", space)
    return own or number, _number(own_depth, 0 if own else depth)


def label_text(levels: tuple[Level, ...], values: list[int]) -> str:
    """Return the label of a paragraph, `1.2.`, from the numbers of its level and of those above."""
    level = levels[len(values) - 1]
    if level.kind == "bullet":
        return level.text if level.text in _DASHES else "-"
    if level.kind == "none":
        return re.sub(r"%\d", "", level.text).strip()

    def shown(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        kind = "decimal" if level.legal else levels[depth].kind
        return _formatted(values[depth], kind) if depth < len(values) else ""

    return re.sub(r"%([1-9])", shown, level.text).strip()


def _formatted(value: int, kind: str) -> str:
    if kind in {"upperRoman", "lowerRoman"} and 0 < value <= _MOST:
        return roman(value) if kind == "upperRoman" else roman(value).lower()
    if kind in {"upperLetter", "lowerLetter"} and value > 0:
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if kind == "upperLetter" else letter.lower()
    return f"{value:02}" if kind == "decimalZero" else str(value)


def _strip(node: ET.Element, space: str) -> None:
    """Take automatic numbers out of a paragraph, or out of all styles."""
    for parent in node.iter(f"{{{space}}}pPr"):
        for numbers in parent.findall("w:numPr", {"w": space}):
            parent.remove(numbers)


def _type(paragraph: ET.Element, space: str, label: str) -> bool:
    """Write a label before the first words of a paragraph, in their type; say whether it has words."""
    key = f"{{{space}}}"
    for parent in paragraph.iter():
        for index, run in enumerate(parent):
            if run.tag == f"{key}r" and any((text.text or "").strip() for text in run.findall("w:t", {"w": space})):
                typed = ET.Element(f"{key}r")
                looks = run.find("w:rPr", {"w": space})
                if looks is not None:
                    typed.append(copy.deepcopy(looks))
                text = ET.SubElement(typed, f"{key}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
                text.text = f"{label} "
                parent.insert(index, typed)
                return True
    return False
