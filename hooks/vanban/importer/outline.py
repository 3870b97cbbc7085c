"""Report and Section: the outline of a report as a flat list in reading order, each section with its own text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vanban.importer.headings import Heading, find_headings, split_lines, split_run_in
from vanban.importer.labels import roman
from vanban.importer.notes import CALL, CALLED, Footnote, Paragraph, Text
from vanban.records import dataclass

_KINDS: Final = {
    "part": "part", "annex": "annex", "chapter": "chapter", "division": "chapter", "roman": "chapter",
    "letter": "chapter",
    "article": "article",
}  # fmt: skip
PREAMBLE: Final = "mo-dau"
WHOLE: Final = "noi-dung"


@dataclass(frozen=True, slots=True)
class Section:
    """One node of the outline.

    Attributes:
        id: Its address part, `p1-i-1`, unique in the report.
        kind: part, annex, chapter, article, section or preamble.
        depth: 1 for the top.
        label: The label as printed, `1.`; empty when it has none.
        title: The title as printed, with calls of footnotes marked; empty for a preamble.
        paragraphs: Its own text, without that of the sections below it.
        notes: The footnotes called in it, in order of their calls.
        line: Source line of its heading.
    """

    id: str
    kind: str
    depth: int
    label: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Footnote, ...]
    line: int

    @property
    def leaf(self) -> bool:
        """Say whether it has text of its own."""
        return bool(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Report:
    """A report: letterhead, title, sections in reading order; the notes called in the title stay with it."""

    letterhead: tuple[str, ...]
    title: str
    sections: tuple[Section, ...]
    notes: tuple[Footnote, ...] = ()


def build_report(text: Text) -> Report:
    """Part a text into sections: every paragraph and every called footnote is in exactly one of them, in order."""
    frame = text.frame
    head = [paragraph for paragraph in text.paragraphs if paragraph.index < frame.body]
    letterhead = [line.text for paragraph in head if paragraph.index < frame.title for line in split_lines(paragraph)]
    title = " ".join(paragraph.text.replace("*", "") for paragraph in head if paragraph.index >= frame.title)
    body = [paragraph for paragraph in text.paragraphs if paragraph.index >= frame.body]
    paragraphs = split_run_in(body, frame)
    headings = find_headings(paragraphs, frame)
    spread = {
        paragraph.index: tuple(split_lines(paragraph)) for paragraph in paragraphs if frame.fixed(paragraph.index)
    }
    by_label = {note.label: note for note in text.footnotes}
    sections = _sections(paragraphs, headings, spread, by_label)
    return Report(tuple(letterhead), " ".join(title.split()), sections, _called([*letterhead, title], by_label))


def _sections(
    paragraphs: Sequence[Paragraph],
    headings: Sequence[Heading],
    spread: dict[int, tuple[Paragraph, ...]],
    notes: dict[str, Footnote],
) -> tuple[Section, ...]:
    result: list[Section] = []
    first = headings[0].first if headings else len(paragraphs)
    own = _own(paragraphs[:first], spread)
    if own:
        name = PREAMBLE if headings else WHOLE
        result.append(
            Section(name, "preamble", 1, "", "", own, _called([part.text for part in own], notes), own[0].line)
        )
    addresses = _addresses(headings)
    for place, heading in enumerate(headings):
        end = headings[place + 1].first if place + 1 < len(headings) else len(paragraphs)
        own = _own(paragraphs[heading.last + 1 : end], spread)
        address, depth = addresses[place]
        kind = _KINDS.get(heading.label.kind.name, "section")
        called = _called([heading.title, *(part.text for part in own)], notes)
        result.append(Section(address, kind, depth, heading.label.printed, heading.title, own, called, heading.line))
    return tuple(result)


def _own(paragraphs: Sequence[Paragraph], spread: dict[int, tuple[Paragraph, ...]]) -> tuple[Paragraph, ...]:
    return tuple(part for paragraph in paragraphs for part in spread.get(paragraph.index, (paragraph,)))


def _called(texts: Sequence[str], notes: dict[str, Footnote]) -> tuple[Footnote, ...]:
    labels = [piece.split(CALLED)[0] for text in texts for piece in text.split(CALL)[1:]]
    return tuple(notes[label] for label in labels if label in notes)


def _addresses(headings: Sequence[Heading]) -> list[tuple[str, int]]:
    """Return (id, depth) of each heading; a label printed twice gets a letter after it."""
    stack: list[tuple[int, str]] = []
    used: set[str] = set()
    counts: dict[str, int] = {}
    result: list[tuple[str, int]] = []
    for heading in headings:
        depth = heading.label.kind.depth
        stack = [level for level in stack if level[0] < depth]
        parent = stack[-1][1] if stack else ""
        segment = _segment(heading, counts, parent)
        address = _unused(f"{parent}-{segment}" if parent else segment, used)
        used.add(address)
        stack.append((depth, address))
        result.append((address, len(stack)))
    return result


def _segment(heading: Heading, counts: dict[str, int], parent: str) -> str:
    kind, number = heading.label.kind, heading.label.number
    if kind.name == "roman":
        return roman(number).lower()
    if kind.name in {"letter", "point"}:
        return heading.label.printed[0].lower().replace("đ", "dd")
    if not heading.label.printed:
        key = f"{parent}/{kind.prefix}"
        counts[key] = counts.get(key, 0) + 1
        return f"{kind.prefix}{counts[key]}"
    return f"{kind.prefix}{number or ''}"


def _unused(address: str, used: set[str]) -> str:
    letters = "bcdefghijklmnopqrstuvwxyz"
    names = [address, *(f"{address}{letter}" for letter in letters)]
    free = next((name for name in names if name not in used), None)
    return free or next(f"{address}-l{count}" for count in range(2, 10_000) if f"{address}-l{count}" not in used)
