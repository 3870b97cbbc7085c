"""Office formats through pandoc: Word, OpenDocument and HTML files as running text with their real footnotes.

Pandoc runs in its sandbox (no other file, no network), with limits on memory and time, on a file `archive` has passed.
Each paragraph becomes one line, a table becomes rows between bars, a footnote a raised number and a line of its own.
"""

from __future__ import annotations

import importlib
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from vanban.importer.encodings import clean, decode
from vanban.importer.formats.archive import check_archive
from vanban.importer.formats.numbering import counts_headings, write_numbers
from vanban.importer.labels import find_label, is_capitals, roman
from vanban.importer.marks import raised
from vanban.importer.source import SourceText, refuse
from vanban.problems import Problem, Severity

_READERS: Final = {".docx": "docx", ".odt": "odt", ".html": "html", ".htm": "html"}
_NEEDED: Final = {".docx": "word/document.xml", ".odt": "content.xml"}
_OUTLINE: Final = "số đề mục do máy đánh tự động không đọc được; hãy đối chiếu các đề mục với bản in"
_SECONDS: Final = 300
_MEMORY: Final = "1500m"
_SPACED_LINES: Final = 200
Node = dict[str, Any]


def read_office(name: str, content: bytes) -> SourceText:
    """Read a Word, OpenDocument or HTML file.

    Args:
        name: The file's name; its ending tells the format.
        content: Its bytes.

    Returns:
        The text drawn out of it; its paragraphs are whole when the file has real footnotes.

    Raises:
        InputError: The file is damaged or unsafe, or the extra `import` is not installed.
    """
    kind = PurePath(name).suffix.lower()
    remarks: tuple[Problem, ...] = ()
    if kind in _NEEDED:
        check_archive(name, content, _NEEDED[kind])
        content, remarks = _numbered(name, kind, content)
    else:
        text, remarks = decode(name, content)
        content = re.sub(r"(?is)<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)", "", text).encode()
    writer = _Writer()
    writer.blocks(_pandoc(name, content, _READERS[kind])["blocks"])
    text, notes = clean("\n\n".join(writer.lines()) + "\n")
    found = [Problem(name, 0, note, Severity.REVIEW) for note in notes]
    return SourceText(name, text, text.encode(), (*remarks, *found), cut=not writer.notes)


def _numbered(name: str, kind: str, content: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    """Write the numbers that the program counts itself into the text; say what was done, or what must be looked at."""
    if kind != ".docx":
        return content, (Problem(name, 0, _OUTLINE, Severity.REVIEW),) if counts_headings(content) else ()
    try:
        content, count = write_numbers(content)
    except ValueError:
        return content, (Problem(name, 0, _OUTLINE, Severity.REVIEW),)
    message = f"đã ghi thành chữ {count} số đề mục, danh sách mà Word đánh tự động; hãy đối chiếu với bản in"
    return content, (Problem(name, 0, message, Severity.REVIEW),) if count else ()


def _pandoc(name: str, content: bytes, reader: str) -> Any:  # noqa: ANN401 (pandoc's own tree)
    try:
        pypandoc: Any = importlib.import_module("pypandoc")
    except ImportError:
        raise refuse(name, "chưa cài phần đọc tệp văn phòng; hãy chạy: pip install -e '.[import]'") from None
    command = [pypandoc.get_pandoc_path(), "--sandbox", "-f", reader, "-t", "json"]
    try:
        run = subprocess.run(
            [*command, "+RTS", f"-M{_MEMORY}", "-RTS"], input=content, capture_output=True, timeout=_SECONDS, check=True
        )
        return json.loads(run.stdout)
    except (subprocess.SubprocessError, ValueError, RecursionError):
        raise refuse(name, "không đọc được nội dung tệp; hãy mở bằng Word hoặc LibreOffice rồi lưu lại") from None


class _Writer:
    """Turns pandoc's tree into lines; footnotes are kept aside and numbered in order of their marks."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._lines: list[str] = []

    def lines(self) -> list[str]:
        """Return the lines of the body, then those of the footnotes."""
        notes = [f"{raised(str(number))} {text}" for number, text in enumerate(self.notes, 1)]
        return [*self._lines, *notes]

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
            row
            for group in (content[3][1], *(part for body in content[4] for part in (body[2], body[3])), content[5][1])
            for row in group
        ]
        lines = [f"| {' | '.join(self._cell(cell[4]) for cell in row[1])} |" for row in rows]
        caption = content[1][1]
        self.blocks(caption)
        if lines:
            width = max(len(row[1]) for row in rows)
            self._lines.append("\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]))

    def _cell(self, blocks: Sequence[Node]) -> str:
        inner = _Writer()
        inner.notes = self.notes
        inner.blocks(blocks)
        return " ".join(" ".join(inner._lines).split()).replace("|", "/")

    def inlines(self, inlines: Sequence[Node]) -> str:
        """Return inline nodes as text with the source's emphasis."""
        return "".join(self._inline(node) for node in inlines)

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
        self.notes.append("")
        number = len(self.notes)
        inner = _Writer()
        inner.notes = self.notes
        inner.blocks(blocks)
        self.notes[number - 1] = " ".join(" ".join(inner._lines).split())
        return f"⁽{raised(str(number))}⁾"


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
