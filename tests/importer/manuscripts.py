"""Manuscripts: texts as their authors wrote them, before any printer: known long ones, and others built by chance.

A manuscript built by chance has an outline of chance depth and labels, and paragraphs and notes of chance length made
of whole sentences of the known texts; nothing of its structure was seen before.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from importer.mangler import Piece, originals

FOLDER = Path(__file__).parent / "texts"
WRITTEN = ("nghi-dinh", "bao-cao-huyen", "de-an")
ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
TITLES = (
    "Công tác lãnh đạo, chỉ đạo", "Tình hình tư tưởng của nhân dân", "Kết quả thực hiện nhiệm vụ trọng tâm",
    "Về phát triển kinh tế nông thôn", "Xây dựng tổ chức đảng và hệ thống chính trị ở cơ sở",
    "Tiếp công dân, giải quyết khiếu nại, tố cáo", "Giáo dục, y tế", "Quốc phòng, an ninh và đối ngoại",
    "Ưu điểm", "Hạn chế, khuyết điểm", "Nguyên nhân của những hạn chế", "Bài học kinh nghiệm", "Chỉ tiêu chủ yếu",
    "Nhiệm vụ và giải pháp chủ yếu trong thời gian tới", "Công tác phối hợp giữa các ngành với Mặt trận Tổ quốc",
    "Cải cách hành chính gắn với thực hiện quy chế dân chủ ở cơ sở và trách nhiệm của người đứng đầu các cơ quan",
    "Tổ chức thực hiện", "Đào tạo, bồi dưỡng cán bộ", "Kiểm tra, giám sát và thi hành kỷ luật trong Đảng",
    "Chính sách đối với người có công", "Bảo vệ môi trường, ứng phó với biến đổi khí hậu ở vùng ven biển, hải đảo",
    "Dân tộc, tôn giáo", "Phong trào thi đua yêu nước", "Quản lý đất đai, xây dựng và trật tự đô thị",
    "Hoạt động của Hội đồng nhân dân", "Phương hướng chung", "Kiến nghị, đề xuất", "Thu, chi ngân sách",
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A part of a manuscript: `{n}` in its text calls footnote n; a newline in a heading parts label and title.

    Kinds: heading, run-in (a bold heading and its text), text, table, frame (letterhead, title, recipients).
    """

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Manuscript:
    """What was written."""

    items: tuple[Item, ...]
    notes: dict[int, str]


@cache
def known() -> tuple[Manuscript, ...]:
    """Return the long texts at hand: both parts of the first report, and others written for this."""
    seeds = [_of(original.pieces, original.notes) for original in originals()]
    return (*seeds, *(_read(FOLDER / f"{name}.txt") for name in WRITTEN))


def _of(pieces: Sequence[Piece], notes: dict[int, str]) -> Manuscript:
    return Manuscript(tuple(Item(piece.text.replace("*", ""), _kind(piece)) for piece in pieces), notes)


def _kind(piece: Piece) -> str:
    if piece.heading:
        return "heading"
    return "table" if piece.text.startswith("|") else "text"


def _read(path: Path) -> Manuscript:
    items: list[Item] = []
    notes: dict[int, str] = {}
    for block in path.read_text("utf-8").strip().split("\n\n"):
        note = re.fullmatch(r"\[(\d+)\] (.*)", block)
        if note:
            notes[int(note[1])] = note[2]
        elif block.startswith("# "):
            items.append(Item(block[2:], "heading"))
        elif block.startswith("= "):
            items.append(Item(block[2:], "frame"))
        else:
            items.append(Item(block, "table" if block.startswith("|") else "text"))
    return Manuscript(tuple(items), notes)


@cache
def sentences() -> tuple[str, ...]:
    """Return the sentences of the known texts, each beginning with a capital and ending with a full stop."""
    bodies = [item.text for text in known() for item in text.items if item.kind == "text"]
    bodies += [note for text in known() for note in text.notes.values()]
    found = []
    for body in bodies:
        bare = re.sub(r"\{\d+\}", "", body)
        bare = re.sub(r"^(?:[-+]|[a-zđ]\)|\d+[.)])\s+", "", bare)
        found += re.split(r"(?<=[^\W\d]\w\.) (?=[A-ZĐÀ-Ỹ])", bare)
    return tuple(part for part in found if len(part) > 30 and part[0].isupper() and part.endswith("."))


@dataclass(frozen=True)
class Level:
    """One level of an outline: `{}` is the number in its own writing, `{0}` the number above it."""

    form: str
    number: Callable[[int], str] = str
    capitals: bool = False


def _roman(number: int) -> str:
    return ROMANS[number - 1]


def _letter(number: int) -> str:
    return "ABCDEGHIKL"[number - 1]


def _small(number: int) -> str:
    return "abcdđeghik"[number - 1]


def _ordinal(number: int) -> str:
    return ORDINALS[number - 1]


OUTLINES: tuple[tuple[Level, ...], ...] = (
    (Level("Phần thứ {n}\n", _ordinal, capitals=True), Level("{n}- ", _roman, capitals=True), Level("{n}. ")),
    (
        Level("PHẦN {n}\n", _roman, capitals=True),
        Level("{n}. ", _roman, capitals=True),
        Level("{n}. "),
        Level("{up}.{n}. "),
    ),
    (Level("{n}. ", _letter, capitals=True), Level("{n}. ", _roman), Level("{n}. "), Level("{n}) ", _small)),
    (Level("{n}- ", _roman, capitals=True), Level("{n}- "), Level("{up}.{n}- ")),
    (Level("{n}. "), Level("{up}.{n}. "), Level("{up}.{n}. ")),
    (Level("Chương {n}\n", _roman, capitals=True), Level("Điều {n}. ")),
    (Level("Chương {n}\n", _roman, capitals=True), Level("Mục {n}\n", str, capitals=True), Level("Điều {n}. ")),
    (Level("{n}. ", _roman, capitals=True), Level("{n}. "), Level("{n}) ", _small)),
)  # fmt: skip


class Author:
    """Writes one manuscript by chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.levels = chance.choice(OUTLINES)
        self.bold = chance.random() < 0.3
        self.items: list[Item] = []
        self.notes: dict[int, str] = {}
        self.rate = chance.choice([0.1, 0.25, 0.5])
        self.long = chance.choice([2, 4, 7])
        self.article = 0

    def write(self, size: int) -> Manuscript:
        """Return a manuscript of at least `size` characters."""
        self.items.append(Item(f"{self.said()} như sau:"))
        while sum(len(item.text) for item in self.items) < size:
            self.branch(0, self.chance.randint(1, 3), "")
        return Manuscript(tuple(self.items), self.notes)

    def branch(self, depth: int, count: int, above: str) -> None:
        """Write some headings of one level, each with what is below it."""
        start = self.top = getattr(self, "top", 0) if depth == 0 else 0
        for number in range(start + 1, start + count + 1):
            level = self.levels[depth]
            if "Điều" in level.form:
                self.article += 1
                number = self.article  # noqa: PLW2901 (articles are numbered through all chapters)
            elif number > 8:
                return
            if depth == 0:
                self.top = number
            printed = level.number(number)
            self.heading(level, printed, above)
            path = f"{above}.{printed}" if "{up}" in level.form else printed
            deeper = depth + 1 < len(self.levels) and self.chance.random() < 0.75
            if deeper:
                if self.chance.random() < 0.3:
                    self.paragraphs(1)
                self.branch(depth + 1, self.chance.randint(2, 4), path)
            elif "Điều" in level.form:
                self.clauses()
            else:
                self.paragraphs(self.chance.randint(1, 4))

    def heading(self, level: Level, number: str, above: str) -> None:
        """Write a heading; at the lowest level it may run into its text."""
        title = self.chance.choice(TITLES)
        text = level.form.format(n=number, up=above) + (title.upper() if level.capitals else title)
        lowest = level is self.levels[-1] and "Điều" not in text
        if lowest and self.bold and self.chance.random() < 0.4:
            self.items.append(Item(f"**{text}{self.chance.choice(['.', ':'])}** {self.prose()}", "run-in"))
            return
        if self.chance.random() < 0.05:
            text += self.note()
        self.items.append(Item(text, "heading"))

    def paragraphs(self, count: int) -> None:
        """Write paragraphs, lists and numbered paragraphs that are no headings."""
        for _ in range(count):
            kind = self.chance.random()
            if kind < 0.6:
                self.items.append(Item(self.prose()))
            elif kind < 0.75:
                self.listing("- ")
            elif kind < 0.82 and not any(level.number is _small for level in self.levels):
                self.items.append(Item(f"{self.said()} gồm:"))
                self.points()
            elif kind < 0.88:
                self.items.append(Item(self.table(), "table"))
                self.items.append(Item(self.prose()))
            else:
                self.items.append(Item(f"- {self.prose()}"))
                self.items.append(Item(f"+ {self.prose()}"))

    def listing(self, mark: str) -> None:
        """Write a list whose items end with semicolons."""
        self.items.append(Item(f"{self.said()}:"))
        count = self.chance.randint(2, 5)
        for place in range(1, count + 1):
            self.items.append(Item(f"{mark}{self.said()}{self.call()}{'.' if place == count else ';'}"))

    def points(self) -> None:
        """Write points a), b), c)."""
        count = self.chance.randint(2, 4)
        for place in range(1, count + 1):
            self.items.append(Item(f"{_small(place)}) {self.said()}{self.call()}{'.' if place == count else ';'}"))

    def clauses(self) -> None:
        """Write the clauses of an article: numbered, some with points; or one paragraph."""
        count = self.chance.randint(0, 4)
        if count < 2:
            self.items.append(Item(self.prose()))
        for place in range(1, count + 1 if count > 1 else 0):
            if self.chance.random() < 0.25:
                self.items.append(Item(f"{place}. {self.said()}:"))
                self.points()
            else:
                self.items.append(Item(f"{place}. {self.prose()}"))

    def table(self) -> str:
        """Return a table of chance size."""
        rows = [f"| {self.chance.choice(TITLES)} | {self.chance.randint(2, 900)} | {self.chance.randint(1, 99)}% |"]
        rows += [f"| {self.said()[:30].strip()} | {self.chance.randint(2, 900)} | {place} |" for place in range(3)]
        return "\n".join(["| Nội dung | Số lượng | Tỷ lệ |", "| --- | --- | --- |", *rows])

    def said(self) -> str:
        """Return a sentence without its full stop."""
        return self.chance.choice(sentences())[:-1].rstrip(".;: ")

    def prose(self) -> str:
        """Return a paragraph, some of its words with a call."""
        count = self.chance.randint(1, self.long)
        return " ".join(self.called(self.chance.choice(sentences())) for _ in range(count))

    def called(self, sentence: str) -> str:
        """Return a sentence, perhaps with a call at its end or after one of its words."""
        if self.chance.random() > self.rate:
            return sentence
        words = sentence[:-1].split(" ")
        at = self.chance.choice([len(words) - 1, self.chance.randrange(2, len(words))]) if len(words) > 4 else -1
        if re.search(r"[^\W\d_][,;]?$", words[at]):
            word, comma = re.fullmatch(r"(.*?)([,;]?)", words[at]).groups()  # type: ignore[union-attr]  # every word fits
            words[at] = f"{word}{self.note()}{comma}"
        return f"{' '.join(words)}."

    def call(self) -> str:
        """Return a call, or nothing."""
        return self.note() if self.chance.random() < self.rate / 2 else ""

    def note(self) -> str:
        """Write a footnote and return its call."""
        number = len(self.notes) + 1
        kind = self.chance.random()
        count = 1 if kind < 0.6 else self.chance.randint(2, 6)
        text = " ".join(self.chance.choice(sentences()) for _ in range(count))
        self.notes[number] = text[:-1] if self.chance.random() < 0.06 else text
        return f"{{{number}}}"


def written(chance: random.Random) -> Manuscript:
    """Return a known text with its footnotes, or (more often) one built by chance, in the frame of a document."""
    text = chance.choice(known()) if chance.random() < 0.35 else Author(chance).write(chance.choice([6_000, 15_000]))
    if any(item.kind == "frame" for item in text.items):
        return text
    letterhead = ("ĐẢNG BỘ TỈNH", "HUYỆN ỦY VĨNH HÒA", "Số 31-BC/HU") if chance.random() < 0.4 else ()
    tail = ("Nơi nhận:", "- Tỉnh ủy;", "- Lưu Văn phòng.", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Lê Thị Hiền")
    above = [*letterhead, "BÁO CÁO", "kết quả công tác năm 2021, nhiệm vụ năm 2022"]
    below = tail if chance.random() < 0.3 and "PHỤ LỤC" not in text.items[-2].text else ()
    items = [*(Item(line, "frame") for line in above), *text.items, *(Item(line, "frame") for line in below)]
    return Manuscript(tuple(items), text.notes)


def expected(manuscript: Manuscript) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) of every heading and paragraph as a reader must find them, calls left in."""
    for item in manuscript.items:
        if item.kind == "run-in":
            head, rest = item.text[2:].split("**", 1)
            yield "heading", head
            yield "text", rest.strip()
        elif item.kind != "frame":
            yield ("heading" if item.kind == "heading" else "text"), " ".join(item.text.split("\n"))
