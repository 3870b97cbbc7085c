"""Counting: the numbers that OpenDocument lists print (ODF 1.3 part 3, §5.3 and §16.30–36), which only rules hold.

A list goes on where another left off when it says so; an item counts when it begins with words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Final
from xml.etree import ElementTree as ET

from vanban.importer.formats.numbering import Level, label_text
from vanban.importer.formats.parts import local
from vanban.records import dataclass

_KINDS: Final = {"1": "decimal", "I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter"}
_MOST: Final = 10
OUTLINE: Final = ""
"""The name under which the rules of headings are kept."""


def named(node: ET.Element, name: str, default: str = "") -> str:
    """Return an attribute by its name without namespace."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), default)


def whole(text: str, default: int) -> int:
    """Return a short number, or the default."""
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default


def read_lists(*roots: ET.Element) -> dict[str, tuple[Level, ...]]:
    """Return the levels of each list style; those of headings under `OUTLINE`."""
    styles = [node for root in roots for node in root.iter() if local(node) in {"list-style", "outline-style"}]
    return {OUTLINE if local(node) == "outline-style" else named(node, "name"): _levels(node) for node in styles}


def _levels(style: ET.Element) -> tuple[Level, ...]:
    found = {whole(named(node, "level"), 1) - 1: _level(node) for node in style}
    return tuple(found.get(depth, Level(kind="none")) for depth in range(_MOST))


def _level(node: ET.Element) -> Level:
    if local(node) == "list-level-style-bullet":
        return Level(kind="bullet", text=named(node, "bullet-char", "•"))
    kind = _KINDS.get(named(node, "num-format"), "none")
    start = whole(named(node, "start-value"), 1)
    pattern = named(node, "num-list-format")
    if pattern:
        return Level(start, kind, re.sub(r"%(\d+)%", r"%\1", pattern))
    level, shown = whole(named(node, "level"), 1), whole(named(node, "display-levels"), 1)
    numbers = ".".join(f"%{at}" for at in range(max(level - shown + 1, 1), level + 1)) if kind != "none" else ""
    return Level(start, kind, f"{named(node, 'num-prefix')}{numbers}{named(node, 'num-suffix')}")


@dataclass(slots=True)
class Counting:
    """How far each list has counted.

    Attributes:
        lists: The levels of each list style.
        values: List -> the last number of each level.
        latest: Style -> the list that counted in it last.
        known: Name of a list -> the list whose numbers it goes on with.
    """

    lists: Mapping[str, tuple[Level, ...]]
    values: dict[str, list[int | None]] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def begin(self, node: ET.Element, style: str) -> str:
        """Return the key under which a list counts: an earlier one's when it goes on with that."""
        name, after = named(node, "id"), named(node, "continue-list")
        key = self.known.get(after, "") if after else ""
        if not key and named(node, "continue-numbering") == "true":
            key = self.latest.get(style, "")
        key = key or f"{style}#{len(self.known)}"
        self.known[name or key] = key
        self.latest[style] = key
        return key

    def step(self, key: str, style: str, depth: int, start: int | None = None) -> str:
        """Count one item and return its label; empty when its style has none."""
        levels = self.lists.get(style)
        if levels is None or not 0 <= depth < _MOST:
            return ""
        values = self.values.setdefault(key, [None] * _MOST)
        before = values[depth]
        values[depth] = start if start is not None else levels[depth].start if before is None else before + 1
        values[depth + 1 :] = [None] * (_MOST - depth - 1)
        shown = [
            value if value is not None else level.start
            for value, level in zip(values[: depth + 1], levels, strict=False)
        ]
        return label_text(levels, shown)
