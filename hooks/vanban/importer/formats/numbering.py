"""Numbering: the numbers that Word counts itself, written into the text of a .docx as if they had been typed.

Word keeps `Điều 3.` or `II-` of an automatic heading only as a rule in word/numbering.xml (ECMA-376 part 1, §17.9);
pandoc drops it for headings and keeps the bare number for lists. Afterwards every numbered paragraph of the body begins
with its label, in the type of its first words, and no paragraph or style has automatic numbers left.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final
from xml.etree import ElementTree as ET

from vanban.importer.formats.parts import KEY, W, value
from vanban.importer.labels import roman
from vanban.records import dataclass

_LEVELS: Final = 9
_MOST: Final = 399
_DASHES: Final = frozenset("-–—+")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        start: Its first number.
        kind: Decimal, Roman, letters and so on.
        text: What is printed, `%1` standing for the number of level 1.
        legal: Whether the numbers of levels above are shown in digits.
        style: The paragraph style that counts in it.
        restart: The lowest level (from 1) that makes it begin again; 0 for none, -1 for any above it.
    """

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    legal: bool = False
    style: str = ""
    restart: int = -1

    def begins_after(self, depth: int) -> bool:
        """Say whether it begins again after a paragraph of a level above it."""
        return self.restart < 0 or depth < self.restart


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
        for below in range(depth + 1, _LEVELS):
            if levels[below].begins_after(depth):
                values[below] = None
        for above in range(depth):
            if values[above] is None:
                values[above] = levels[above].start
        return [value or 0 for value in values[: depth + 1]]


def write_numbers(body: ET.Element, styles: ET.Element, numbering: ET.Element) -> int:
    """Write automatic numbers into the paragraphs of a body.

    Args:
        body: The body in plain form (`flatten`).
        styles: The part `styles`.
        numbering: The part `numbering`.

    Returns:
        How many were written.

    Raises:
        ValueError: A number of the rules is no number.
    """
    count = _label(body, _numbering(numbering, styles)) if len(numbering) else 0
    _strip(body)
    return count


def _number(text: str, default: int = 0) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default


def _numbering(root: ET.Element, styles: ET.Element) -> Numbering:
    names = {"w": W}
    patterns = {node.get(f"{KEY}abstractNumId", ""): node for node in root.findall("w:abstractNum", names)}
    nodes = {node.get(f"{KEY}numId", ""): node for node in root.findall("w:num", names)}
    linked = {link: name for name, node in patterns.items() if (link := value(node, "w:styleLink"))}
    levels: dict[str, tuple[Level, ...]] = {}
    counter: dict[str, str] = {}
    restarts: dict[tuple[str, int], int] = {}
    for number, node in nodes.items():
        pattern = value(node, "w:abstractNumId")
        pattern = linked.get(value(patterns.get(pattern), "w:numStyleLink"), pattern)
        found = dict(_levels(patterns.get(pattern)))
        for override in node.findall("w:lvlOverride", names):
            depth = _number(override.get(f"{KEY}ilvl", "0"))
            found |= dict(_levels(override))
            if override.find("w:startOverride", names) is not None:
                restarts[number, depth] = _number(value(override, "w:startOverride"), 1)
        levels[number] = tuple(found.get(depth, Level()) for depth in range(_LEVELS))
        counter[number] = pattern
    counted, default = _styles(styles, levels)
    return Numbering(levels, counter, restarts, counted, default)


def _levels(node: ET.Element | None) -> Iterator[tuple[int, Level]]:
    for level in node.findall("w:lvl", {"w": W}) if node is not None else ():
        yield (
            _number(level.get(f"{KEY}ilvl", "0")),
            Level(
                _number(value(level, "w:start", "1"), 1),
                value(level, "w:numFmt", "decimal"),
                value(level, "w:lvlText"),
                level.find("w:isLgl", {"w": W}) is not None,
                value(level, "w:pStyle"),
                _number(value(level, "w:lvlRestart"), -1),
            ),
        )


def _styles(styles: ET.Element, levels: Mapping[str, tuple[Level, ...]]) -> tuple[dict[str, tuple[str, int]], str]:
    """Return style -> (list, level), those of the styles they are based on taken over, and the default style."""
    nodes = {node.get(f"{KEY}styleId", ""): node for node in styles.findall("w:style", {"w": W})}
    result: dict[str, tuple[str, int]] = {}
    for style in nodes:
        chain, current = [], style
        while current in nodes and current not in chain:
            chain.append(current)
            current = value(nodes[current], "w:basedOn")
        numbers = [value(nodes[name], "w:pPr/w:numPr/w:numId") for name in chain]
        depths = [value(nodes[name], "w:pPr/w:numPr/w:ilvl") for name in chain]
        number = next((found for found in numbers if found), "0")
        named = next((depth for depth, level in enumerate(levels.get(number, ())) if level.style in chain), 0)
        result[style] = (number, _number(next((found for found in depths if found), ""), named))
    defaults = [
        name
        for name, node in nodes.items()
        if node.get(f"{KEY}type") == "paragraph" and node.get(f"{KEY}default") in {"1", "true"}
    ]
    return result, defaults[0] if defaults else ""


def _label(body: ET.Element, numbering: Numbering) -> int:
    counters, count = _Counters(), 0
    for paragraph in body.iter(f"{KEY}p"):
        number, depth = _place(paragraph, numbering)
        if number not in numbering.levels or not depth < _LEVELS:
            continue
        values = counters.step(numbering, number, depth)
        label = label_text(numbering.levels[number], values)
        _strip(paragraph)
        if label and _type(paragraph, label):
            count += 1
    return count


def _place(paragraph: ET.Element, numbering: Numbering) -> tuple[str, int]:
    style = value(paragraph, "w:pPr/w:pStyle", numbering.default)
    number, depth = numbering.styles.get(style, ("0", 0))
    own = value(paragraph, "w:pPr/w:numPr/w:numId")
    own_depth = value(paragraph, "w:pPr/w:numPr/w:ilvl")
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


def _strip(node: ET.Element) -> None:
    """Take automatic numbers out of a paragraph, or out of all styles."""
    for parent in node.iter(f"{KEY}pPr"):
        for numbers in parent.findall("w:numPr", {"w": W}):
            parent.remove(numbers)


def _type(paragraph: ET.Element, label: str) -> bool:
    """Write a label before the first words of a paragraph, in their type; say whether it has words."""
    for parent in paragraph.iter():
        for index, run in enumerate(parent):
            if run.tag == f"{KEY}r" and any((text.text or "").strip() for text in run.findall("w:t", {"w": W})):
                typed = ET.Element(f"{KEY}r")
                looks = run.find("w:rPr", {"w": W})
                if looks is not None:
                    typed.append(copy.deepcopy(looks))
                text = ET.SubElement(typed, f"{KEY}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
                text.text = f"{label} "
                parent.insert(index, typed)
                return True
    return False
