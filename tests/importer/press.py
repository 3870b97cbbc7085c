"""A press: sets a manuscript line by line on pages of fixed size, every habit of the printer drawn by chance.

Unlike the other printer it begins with the page: so many lines of so many letters (letters have widths, as in print),
footnotes at the foot as far as they fit, their rest at the foot of the next page. What OCR or a PDF reader makes of
the page comes after: lines joined or not, blank lines kept or not, marks read badly.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from importer.habits import MARKS, Setting, draw
from importer.manuscripts import Item, Manuscript, written

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
CALL = re.compile(r"\{(\d+)\}")
NARROW, WIDE = frozenset("iljtfrI.,;:'()1 "), frozenset("mwMWĐGOQƠÔỘỢỚỒỐ")


def prints(seeds: Iterable[int]) -> Iterator[tuple[int, Setting, Manuscript, str]]:
    """Yield (seed, habits, what was written, printed text) for each seed."""
    for seed in seeds:
        chance = random.Random(f"press/{seed}")
        how = draw(chance)
        manuscript = written(chance)
        yield seed, how, manuscript, print_text(manuscript, how, chance)


@dataclass
class Row:
    """One printed line of a body block or a note."""

    block: int
    text: str
    first: bool = False
    heading: bool = False
    calls: list[int] = field(default_factory=list)


@dataclass
class Page:
    """One page: lines of the body and of the notes."""

    body: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)


def print_text(manuscript: Manuscript, how: Setting, chance: random.Random) -> str:
    """Return the manuscript as an office's text file would have it, page by page."""
    blocks = [block for item in manuscript.items for block in _blocks(item, how)]
    rows = [_rows(index, block, how) for index, block in enumerate(blocks)]
    pages = _Paper(manuscript, how, rows).fill() if how.notes == "page foot" else _unnoted(rows, how)
    numbers = _numbers(pages, how)
    text = _ended(_shown(pages, how, numbers), manuscript, how, numbers)
    if how.notes == "below paragraph":
        text = _below(manuscript, how, blocks)
    return _spoil(text, how, chance)


def _blocks(item: Item, how: Setting) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) of what stands apart on paper."""
    for part in item.text.split("\n") if item.kind in {"heading", "frame"} else [item.text]:
        bold = item.kind == "heading" and how.bold == "bold headings" and "{" not in part
        yield item.kind, f"**{part}**" if bold else part


def _width(text: str, how: Setting) -> float:
    if how.letters == "even":
        return len(text)
    return sum(0.6 if char in NARROW else 1.5 if char in WIDE else 1.25 if char.isupper() else 1.0 for char in text)


def _rows(index: int, block: tuple[str, str], how: Setting, reach: float = 1.0) -> list[Row]:
    """Break one block into lines."""
    kind, text = block
    if kind == "table":
        return [Row(index, line, place == 0, heading=place < 4) for place, line in enumerate(text.split("\n"))]
    centred = kind == "heading" and text.replace("*", "").isupper()
    inset = "" if centred or kind == "frame" else {"none": "", "first line": "    ", "tab": "\t"}[how.indent]
    lines = [inset]
    for word in text.split():
        pieces = re.findall(r"[^-–]+[-–]?|[-–]+", word) if re.search(r"\w-\w", word) else [word]
        for place, piece in enumerate(pieces):
            gap = "" if place or not lines[-1].strip() else " "
            if lines[-1].strip() and _width(lines[-1] + gap + piece, how) > how.width * reach * (0.8 if centred else 1):
                lines.append(piece)
            else:
                lines[-1] += gap + piece
    if centred and how.indent != "none":
        lines = [" " * int((how.width - len(line)) / 2) + line for line in lines]
    calls = [[int(number) for number in CALL.findall(line)] for line in lines]
    return [
        Row(index, line, place == 0, kind == "heading", called)
        for place, (line, called) in enumerate(zip(lines, calls, strict=True))
    ]


class _Paper:
    """Fills pages from the top with the body and from the foot with notes."""

    def __init__(self, manuscript: Manuscript, how: Setting, rows: Sequence[Sequence[Row]]) -> None:
        self.notes = {number: _rows(number, ("note", text), how, 1.1) for number, text in manuscript.notes.items()}
        self.how, self.rows = how, rows
        self.pages = [Page()]
        self.carried: list[Row] = []

    def fill(self) -> list[Page]:
        """Return the pages."""
        for place, rows in enumerate(self.rows):
            following = self.rows[place + 1][:1] if place + 1 < len(self.rows) else []
            kept = self.how.breaks == "kept" or rows[0].text.startswith("|")
            if rows[0].heading and kept and not self.fits([*rows, *following]):
                self.turn()
            for row in rows:
                if not self.fits([row]):
                    self.turn()
                self.pages[-1].body.append(row)
                self.lay([note for number in row.calls for note in self.notes[number]])
        while self.carried:
            self.turn()
        return self.pages

    def fits(self, rows: Sequence[Row]) -> bool:
        """Say whether rows and the first lines of their notes still have room."""
        page = self.pages[-1]
        needed = len(rows) + sum(len(row.calls) for row in rows) + len(page.body) + len(page.notes)
        blank = sum(row.first for row in [*page.body, *rows]) if self.how.blank == "blank lines" else 0
        return needed + blank <= self.how.height or not page.body

    def lay(self, notes: Sequence[Row]) -> None:
        """Put notes at the foot as far as they fit; of the rest each begins on this page only if none waits."""
        page = self.pages[-1]
        for row in notes:
            blank = sum(body.first for body in page.body) if self.how.blank == "blank lines" else 0
            room = self.how.height - len(page.body) - len(page.notes) - blank
            if self.carried or room <= 0:
                self.carried.append(row)
            else:
                page.notes.append(row)

    def turn(self) -> None:
        """Begin a page, with the rest of the notes at its foot."""
        self.pages.append(Page())
        rest, self.carried = self.carried, []
        self.lay(rest)


def _unnoted(rows: Sequence[Sequence[Row]], how: Setting) -> list[Page]:
    pages = [Page()]
    for block in rows:
        for row in block:
            used = len(pages[-1].body) + sum(row.first for row in pages[-1].body)
            if used >= how.height and not (row.heading and not row.first):
                pages.append(Page())
            pages[-1].body.append(row)
    return pages


def _numbers(pages: Sequence[Page], how: Setting) -> dict[int, str]:
    """Return note -> the number printed for it."""
    marks = MARKS[how.marks]
    result: dict[int, str] = {}
    groups = [[number for row in page.body for number in row.calls] for page in pages]
    for group in groups if how.numbering == "each page" else [[number for page in groups for number in page]]:
        for count, number in enumerate(group, 1):
            result[number] = "*" * count if marks.star else str(count).translate(RAISED) if marks.raised else str(count)
    return result


def _called(text: str, how: Setting, numbers: dict[int, str]) -> str:
    return CALL.sub(lambda match: MARKS[how.marks].call.format(numbers[int(match[1])]), text)


def _shown(pages: Sequence[Page], how: Setting, numbers: dict[int, str]) -> str:
    texts = []
    seen: set[int] = set()
    for count, page in enumerate(pages, 1):
        body = [Row(row.block, _called(row.text, how, numbers), row.first) for row in page.body]
        notes = []
        for row in page.notes:
            head = MARKS[how.marks].head.format(numbers[row.block]) if row.block not in seen else ""
            inset = re.match(r"\s*", row.text)
            notes.append(Row(row.block, f"{inset[0] if inset else ''}{head}{row.text.lstrip()}", row.first))
            seen.add(row.block)
        texts.append(_page(body, notes, how, count, len(pages)))
    return "\n\f".join(texts) if how.seam == "form feed" else "\n".join(texts)


def _page(body: Sequence[Row], notes: Sequence[Row], how: Setting, count: int, of: int) -> str:
    gap = [""] if how.blank == "blank lines" else []
    rule = {"none": [], "____": ["_" * 20], "-----": ["-" * 24]}[how.rule]
    parts = [_zone(body, how)]
    if notes:
        parts += [[*rule, *_zone(notes, how)]]
    heads = ["ĐẢNG BỘ HUYỆN VĨNH HÒA"] if how.head == "one" else ["Huyện ủy Vĩnh Hòa", "Tài liệu lưu hành nội bộ"]
    head = [] if how.head == "none" or count == 1 else [heads[count % len(heads)]]
    if how.folio == "in head" and head:
        head = [f"{head[0]}    {count}" if count % 2 else f"{count}    {head[0]}"]
    number = {"12": f"{count}", "- 12 -": f"- {count} -", "Trang 12": f"Trang {count}", "12/40": f"{count}/{of}"}
    folio = [number[how.folio]] if how.folio in number else []
    top = [str(count)] if how.folio == "top 12" and count > 1 else []
    whole = [part for part in (top, head, *parts, folio) if part]
    return "\n".join("\n".join([*part, *gap]) for part in whole)


def _zone(rows: Sequence[Row], how: Setting) -> list[str]:
    """Return the lines of a zone: rows of one block on one line or each on its own, blank lines between blocks."""
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        groups[row.block].append(row.text)
    result: list[str] = []
    for group in groups.values():
        if result and how.blank == "blank lines":
            result.append("")
        result += [_joined(group)] if how.lines == "joined" and not group[0].startswith("|") else group
    return result


def _joined(lines: Sequence[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        text += line.strip() if re.search(r"\w[-–]$", text) else f" {line.strip()}"
    return text


def _ended(text: str, manuscript: Manuscript, how: Setting, numbers: dict[int, str]) -> str:
    """Put the notes at the end of the text."""
    if how.notes != "text end":
        return text
    gap = "\n\n" if how.blank == "blank lines" else "\n"
    notes = [(number, manuscript.notes[number]) for number in numbers]
    shown = [_whole_note(number, note, how, numbers) for number, note in notes]
    return f"{text}\n{gap.join(shown)}\n"


def _whole_note(number: int, note: str, how: Setting, numbers: dict[int, str]) -> str:
    head = MARKS[how.marks].head.format(numbers[number])
    rows = [row.text for row in _rows(0, ("note", f"{head}{note}"), how)]
    return _joined(rows) if how.lines == "joined" else "\n".join(rows)


def _below(manuscript: Manuscript, how: Setting, blocks: Sequence[tuple[str, str]]) -> str:
    """Return a text without pages, the notes of each paragraph right below it."""
    gap = "\n\n" if how.blank == "blank lines" else "\n"
    parts: list[str] = []
    for index, block in enumerate(blocks):
        called = [int(number) for number in CALL.findall(block[1])]
        marks = MARKS[how.marks]
        numbers = {
            number: str(count).translate(RAISED) if marks.raised else str(count)
            for count, number in enumerate(called, 1)
        }
        rows = [_called(row.text, how, numbers) for row in _rows(index, block, how)]
        joined = how.lines == "joined" and block[0] != "table"
        parts.append(_joined(rows) if joined else "\n".join(rows))
        parts += [_whole_note(number, manuscript.notes[number], how, numbers) for number in called]
    return gap.join(parts) + "\n"


def _spoil(text: str, how: Setting, chance: random.Random) -> str:
    """Read the page as a poor OCR does: spaces doubled, the number of a note or the style of a mark lost."""
    if how.noise == "spaces":
        text = re.sub(r"(?<=\w) (?=\w)", lambda _: "  " if chance.random() < 0.05 else " ", text)
        return text.replace("\n", "\r\n") if chance.random() < 0.5 else text
    if how.noise == "misread":
        lines = text.split("\n")
        return "\n".join(_misread(line, how, chance) for line in lines)
    return text


def _misread(line: str, how: Setting, chance: random.Random) -> str:
    marks = MARKS[how.marks]
    if marks.star or "[^" in marks.call:
        return line
    head = re.match(re.escape(marks.head).replace(r"\{\}", "[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"), line)
    if head and chance.random() < 0.06 and not re.match(r"\d", head[0]):
        return line[head.end() :]
    if "⁽" in marks.call:
        plain = str.maketrans("⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹", "()0123456789")
        line = re.sub(r"(?<=\w)⁽[^⁾]+⁾", lambda m: m[0].translate(plain) if chance.random() < 0.08 else m[0], line)
    if marks.call.strip() == "({})":
        line = re.sub(r"(?<=[\w ])\(1\)", lambda m: "(l)" if chance.random() < 0.08 else m[0], line)
    return line
