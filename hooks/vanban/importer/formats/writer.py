"""Writer: pandoc's tree as lines: a paragraph each, tables as rows between bars, notes with a raised number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from vanban.importer.labels import find_label, is_capitals, roman
from vanban.importer.marks import raised
from vanban.patterns import lazy_pattern

_UNIT: Final = lazy_pattern(r"(?:^|[\d\s/])[ckdm]?m$")
_POWER: Final = lazy_pattern("⁽([²³])⁾")
_BOLD: Final = lazy_pattern(r"^\*\*([^*]+)\*\*$")
"""A head cell that is bold as a whole: the head of a table is shown bold anyway."""
_SPACED_LINES: Final = 200
Node = dict[str, Any]


class Writer:
    """Turns pandoc's tree into lines; footnotes are kept aside and numbered in order of their marks.

    Args:
        labels: The printed numbers of the notes in order of their marks; counted when there are none.
        placed: Whether notes stand after the paragraph that calls them, as numbers that begin again need.
    """

    def __init__(self, labels: Sequence[str] = (), *, placed: bool = False) -> None:
        """Begin with no lines."""
        self.notes: list[str] = []
        self._labels = labels
        self._placed = placed
        self._written = 0
        self._lines: list[str] = []

    def whole(self, blocks: Sequence[Node]) -> None:
        """Write the blocks of a file, its notes after their paragraphs or at the end."""
        for block in blocks:
            self._block(block, "")
            if self._placed:
                self._write_notes()
        self._write_notes()

    def lines(self) -> list[str]:
        """Return the lines written."""
        return self._lines

    def _write_notes(self) -> None:
        for index in range(self._written, len(self.notes)):
            self._lines.append(f"{_note_head(self._label(index))} {self.notes[index]}")
        self._written = len(self.notes)

    def _label(self, index: int) -> str:
        return self._labels[index] if index < len(self._labels) else str(index + 1)

    def blocks(self, blocks: Sequence[Node], prefix: str = "") -> None:
        """Write blocks; `prefix` stands before the first line (the mark of a list item)."""
        for block in blocks:
            self._block(block, prefix)
            prefix = ""

    def _block(self, block: Node, prefix: str) -> None:
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind in {"Para", "Plain"}:
            self._paragraph(f"{prefix}{self.inlines(content)}")
        elif kind in {"BulletList", "OrderedList"}:
            self._list(kind, content)
        elif kind in {"BlockQuote", "Div", "Figure"}:
            self.blocks(content if kind == "BlockQuote" else content[-1], prefix)
        elif kind == "Header":
            self._heading(self.inlines(content[2]))
        elif kind == "Table":
            self._table(content)
        else:
            self._rare(kind, content)

    def _rare(self, kind: str, content: Any) -> None:  # noqa: ANN401 (pandoc's own tree)
        if kind == "LineBlock":
            for line in content:
                self._paragraph(self.inlines(line))
        elif kind == "CodeBlock":
            for text in content[1].split("\n"):
                self._paragraph(text)
        elif kind == "DefinitionList":
            for term, definitions in content:
                self._paragraph(self.inlines(term))
                for definition in definitions:
                    self.blocks(definition)

    def _paragraph(self, text: str) -> None:
        parts = text.split("\n")
        if len(text) > _SPACED_LINES and not all(map(is_capitals, parts)):
            parts = [" ".join(parts)]
        self._lines += [" ".join(part.split()) for part in parts if part.strip()]

    def _heading(self, text: str) -> None:
        text = " ".join(text.split())
        bare = text.replace("*", "").strip()
        marked = bare if find_label(bare) or is_capitals(bare) or not bare else f"**{bare}**"
        self._paragraph(marked)

    def _list(self, kind: str, content: Any) -> None:  # noqa: ANN401 (pandoc's own tree)
        items = content if kind == "BulletList" else content[1]
        for index, item in enumerate(items):
            self.blocks(item, "- " if kind == "BulletList" else f"{_item_label(content[0], index)} ")

    def _table(self, content: Any) -> None:  # noqa: ANN401 (pandoc's own tree)
        rows = [
            row[1]
            for group in (content[3][1], *(part for body in content[4] for part in (body[2], body[3])), content[5][1])
            for row in group
        ]
        grid = list(self._grid(rows))
        grid[:1] = [[_BOLD.sub(r"\1", cell) for cell in row] for row in grid[:1]]
        lines = [f"| {' | '.join(cells)} |" for cells in grid]
        caption = content[1][1]
        self.blocks(caption)
        if lines:
            width = lines[0].count(" | ") + 1
            self._lines.append("\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]))

    def _grid(self, rows: Sequence[Any]) -> Iterator[list[str]]:
        """Yield rows of equal width; a cell that spans others leaves those empty, so that columns stay in line."""
        width = max((sum(cell[3] for cell in row) for row in rows), default=0)
        taken: dict[int, int] = {}
        for row in rows:
            cells = [""] * width
            place = 0
            for cell in row:
                while taken.get(place, 0) and place < width - 1:
                    place += 1
                shown = self._cell(cell[4])
                cells[place : place + 1] = [shown]
                for column in range(place, place + cell[3]):
                    taken[column] = cell[2]
                place += cell[3]
            taken = {column: left - 1 for column, left in taken.items() if left > 1}
            yield cells

    def _cell(self, blocks: Sequence[Node]) -> str:
        inner = self._inner(blocks)
        return " ".join(" ".join(inner.lines()).split()).replace("|", "/")

    def inlines(self, inlines: Sequence[Node]) -> str:
        """Return inline nodes as text with the source's emphasis."""
        text = ""
        for node in inlines:
            part = self._inline(node)
            power = _POWER.fullmatch(part) if _UNIT.search(text) else None
            text += power[1] if power else part
        return text

    def _inline(self, node: Node) -> str:  # noqa: PLR0911 (one return for each kind of node)
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            return str(content)
        if kind in {"Space", "SoftBreak", "LineBreak"}:
            return "\n" if kind == "LineBreak" else " "
        if kind in {"Strong", "Emph"}:
            return _emphasis(self.inlines(content), "**" if kind == "Strong" else "*")
        if kind == "Superscript":
            return _superscript(self.inlines(content))
        if kind == "Note":
            return self._note(content)
        if kind == "Quoted":
            left, right = ("“", "”") if content[0]["t"] == "DoubleQuote" else ("‘", "’")
            return f"{left}{self.inlines(content[1])}{right}"
        if kind in {"Code", "Math"}:
            return str(content[1])
        return self.inlines(_children(content))

    def _note(self, blocks: Sequence[Node]) -> str:
        index = len(self.notes)
        self.notes.append("")
        self.notes[index] = " ".join(" ".join(self._inner(blocks).lines()).split())
        return _note_call(self._label(index))

    def _inner(self, blocks: Sequence[Node]) -> Writer:
        inner = Writer(self._labels)
        inner.notes = self.notes
        inner.blocks(blocks)
        return inner


def _note_call(label: str) -> str:
    return f"⁽{raised(label)}⁾" if label.isdigit() else f"({label})"


def _note_head(label: str) -> str:
    return raised(label) if label.isdigit() else f"({label})"


def _children(content: Any) -> list[Node]:  # noqa: ANN401 (pandoc's own tree)
    """Return the inline nodes inside a link, span or other container; none for images and raw markup."""
    if not isinstance(content, list):
        return []
    if content and all(isinstance(part, dict) and "t" in part for part in content):
        return content
    return next((part for part in content if isinstance(part, list) and part and isinstance(part[0], dict)), [])


def _emphasis(text: str, mark: str) -> str:
    inner = text.strip()
    if not re.search(r"\w", inner) or "*" in inner or "\n" in inner:
        return text
    start = text.index(inner)
    return f"{text[:start]}{mark}{inner}{mark}{text[start + len(inner) :]}"


def _superscript(text: str) -> str:
    match = re.fullmatch(r"\s*[(\[]?(\d{1,3})[)\]]?\s*", text.replace("*", ""))
    return f"⁽{raised(match[1])}⁾" if match else text


def _item_label(attributes: Any, index: int) -> str:  # noqa: ANN401 (pandoc's own tree)
    number, style, delimiter = attributes[0] + index, attributes[1]["t"], attributes[2]["t"]
    text = {
        "LowerAlpha": _letter(number),
        "UpperAlpha": _letter(number).upper(),
        "LowerRoman": roman(number).lower(),
        "UpperRoman": roman(number),
    }.get(style, str(number))
    return {"OneParen": f"{text})", "TwoParens": f"({text})"}.get(delimiter, f"{text}.")


def _letter(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[(number - 1) % 26] * ((number - 1) // 26 + 1)
