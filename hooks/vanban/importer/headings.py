"""Heading: which paragraphs are headings, decided by the run they stand in and never by the label alone.

A number and a full stop begin headings as well as numbered paragraphs: a run of items that are sentences, or
that follow each other with no text between, is a list. A label out of its sequence (the `C.` of `C. Mác`) is text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from vanban.importer.frame import Frame
from vanban.importer.labels import (
    BOLD,
    CAPITALS,
    Label,
    LabelKind,
    find_label,
    find_letter,
    find_point,
    is_bold,
    is_capitals,
    is_upper,
)
from vanban.importer.lines import LIST_MARK, Block, Line
from vanban.importer.notes import CALL, CALLED, Paragraph
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

LONGEST: Final = 250
_SHORT: Final = 110
_LOST: Final = 2
"""A series that begins with this number has lost its first heading."""
_TITLED_BELOW: Final = frozenset({"part", "annex", "chapter", "division", "article"})
_CLAUSES: Final = frozenset({"arabic", "decimal", "point"})
_COUNTED: Final = frozenset({"letter", "roman", "arabic", "decimal", "point"})
_RUN_IN: Final = lazy_pattern(r"\*\*(?P<head>[^*]{3,200}?)\*\*(?P<rest>\s*\S.*)", re.DOTALL)
_CALLS: Final = lazy_pattern(f"{CALL}[^{CALLED}]*{CALLED}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        label: Its label; kind CAPITALS or BOLD when it has none.
        title: Its title as printed, calls of footnotes marked, emphasis dropped.
        first: Index of its paragraph in the list it was found in.
        last: Index of the paragraph with the rest of its title; equal to `first` when it is one paragraph.
        line: Source line.
        sure: Whether its label itself says that it is a heading.
    """

    label: Label
    title: str
    first: int
    last: int
    line: int
    sure: bool = False

    @property
    def plain_title(self) -> str:
        """Return the title without calls of footnotes."""
        return _CALLS.sub("", self.title).strip()


def split_run_in(paragraphs: Sequence[Paragraph], frame: Frame) -> list[Paragraph]:
    """Part bold headings from the text that follows them on the same line; afterwards no word has moved."""
    result: list[Paragraph] = []
    for paragraph in paragraphs:
        match = _RUN_IN.fullmatch(paragraph.text)
        label = _any_label(match["head"]) if match else None
        if match and label and label.title and not frame.fixed(paragraph.index):
            result.append(replace(paragraph, blocks=paragraph.blocks[:1], text=f"**{match['head'].strip()}**"))
            result.append(replace(paragraph, text=match["rest"].strip()))
        else:
            result.append(paragraph)
    return result


def find_headings(paragraphs: Sequence[Paragraph], frame: Frame) -> list[Heading]:
    """Return the headings of a text in order; no two share a paragraph."""
    found: list[Heading] = []
    taken = -1
    for index, paragraph in enumerate(paragraphs):
        if index > taken and not frame.fixed(paragraph.index) and not paragraph.table:
            heading = _candidate(paragraphs, index, frame)
            if heading is not None:
                found.append(heading)
                taken = heading.last
    kept = _drop_runs(_in_sequence(found), paragraphs)
    lists = _Siblings(kept, paragraphs)
    return [heading for heading in kept if heading.label.kind not in {BOLD, CAPITALS} or lists.has_text(heading)]


def _any_label(text: str) -> Label | None:
    return find_label(text) or find_point(text)


def _bare(text: str) -> str:
    return " ".join(text.replace("*", "").split())


def _candidate(paragraphs: Sequence[Paragraph], index: int, frame: Frame) -> Heading | None:
    paragraph = paragraphs[index]
    text = _bare(paragraph.text)
    plain = _CALLS.sub("", text).strip()
    label = _any_label(text)
    if len(plain) > LONGEST or (LIST_MARK.match(plain) and label is None):
        return None
    if label is None:
        kind = CAPITALS if is_capitals(plain) else BOLD if is_bold(_CALLS.sub("", paragraph.text)) else None
        unlabelled = Label(kind, 0, "", plain) if kind and not plain.endswith((".", ";", ",")) else None
        return Heading(unlabelled, text, index, index, paragraph.line) if unlabelled else None
    if label.kind.name in _TITLED_BELOW:
        return _named(paragraphs, index, label, frame)
    sure = _all_bold(paragraph.text) or _CALLS.sub("", label.title).isupper()
    return (
        Heading(label, label.title, index, index, paragraph.line, sure)
        if sure or _reads_as_title(label.title)
        else None
    )


def _all_bold(text: str) -> bool:
    """Say whether a labelled text is printed bold from end to end, however it ends."""
    bare = text.strip()
    return len(bare) > 4 and bare.startswith("**") and bare.endswith("**") and bare.count("**") == 2


def _reads_as_title(title: str) -> bool:
    """Say whether a labelled text can be a title: no sentence end, or one short sentence."""
    bare = _CALLS.sub("", title).strip()
    if bare.endswith((";", ",")):
        return False
    if bare.endswith((".", ":", "!", "?", "…")):
        return len(bare) <= _SHORT and ". " not in bare
    return True


def _named(paragraphs: Sequence[Paragraph], index: int, label: Label, frame: Frame) -> Heading | None:
    """Read `Phần …`, `Chương …`, `Điều …`: the title may stand on the paragraphs below, in capitals or bold."""
    paragraph = paragraphs[index]
    if label.title and not _opens_title(label.title, paragraph.text, label.kind.name):
        return None
    last, title = index, label.title
    for below in range(index + 1, min(index + 4, len(paragraphs))):
        following = paragraphs[below]
        bare = _bare(following.text)
        emphatic = is_upper(_CALLS.sub("", bare)) or is_bold(following.text)
        if not emphatic or find_label(bare) is not None or frame.fixed(following.index) or label.kind.name == "article":
            break
        last, title = below, f"{title} {bare}".strip()
    return Heading(label, title, index, last, paragraph.line, sure=True)


def _opens_title(title: str, text: str, kind: str) -> bool:
    emphatic = _CALLS.sub("", title).isupper() or "**" in text
    return (
        emphatic
        or (_reads_as_title(title) and (title[:1].isupper() or title[:1] in '“"') and kind != "part")
        or (kind == "article" and len(title) < LONGEST)
    )


def _in_sequence(found: Sequence[Heading]) -> list[Heading]:
    """Keep labels that follow each other: number 1, the next number, or one further when a heading was lost.

    The numbers below an article are its clauses, which are text.
    """
    kept: list[Heading] = []
    last: dict[tuple[str, int], Label] = {}
    clauses = False
    for candidate in found:
        heading = _as_letter(candidate, last)
        kind = heading.label.kind
        clauses = kind.name == "article" or (clauses and kind.name in _CLAUSES)
        if clauses and kind.name in _CLAUSES and not heading.sure:
            continue
        key = (kind.name, kind.depth)
        if kind.name in _COUNTED and not _follows(heading.label, last.get(key)):
            continue
        kept.append(heading)
        last[key] = heading.label
        last = {other: label for other, label in last.items() if other[1] <= key[1]}
    return kept


def _follows(label: Label, last: Label | None) -> bool:
    if label.number <= 1 or last is None:
        return label.number <= _LOST
    return 0 <= label.number - last.number <= 2 and label.above == last.above


def _as_letter(heading: Heading, last: Mapping[tuple[str, int], Label]) -> Heading:
    """Read `C.` or `I.` as a letter where it goes on from `B.` or `H.` and is no next roman numeral."""
    letter = find_letter(f"{heading.label.printed} {heading.label.title}")
    if heading.label.kind.name != "roman" or letter is None:
        return heading
    above = last.get((letter.kind.name, letter.kind.depth))
    roman = last.get((heading.label.kind.name, heading.label.kind.depth))
    if above is None or not _follows(letter, above) or (heading.label.number > 1 and _follows(heading.label, roman)):
        return heading
    return replace(heading, label=letter)


def _drop_runs(found: Sequence[Heading], paragraphs: Sequence[Paragraph]) -> list[Heading]:
    kept = list(found)
    kinds = {heading.label.kind for heading in found if heading.label.kind.name in _CLAUSES}
    for kind in sorted(kinds, key=lambda kind: -kind.depth):
        siblings = _Siblings(kept, paragraphs, kind)
        dropped = {heading.first for run in _runs(kept, kind) for heading in siblings.not_titles(run)}
        bold = {first for first in dropped if _all_bold(paragraphs[first].text)}
        kept = [heading for heading in kept if heading.first not in dropped - bold]
    return kept


def _runs(found: Sequence[Heading], kind: LabelKind) -> Iterator[list[Heading]]:
    """Yield the runs of one kind of label: from one heading of a higher kind, or number 1, to the next."""
    run: list[Heading] = []
    for heading in found:
        same = heading.label.kind == kind
        if run and (heading.label.kind.depth < kind.depth or (same and heading.label.number == 1)):
            yield run
            run = []
        if same:
            run.append(heading)
    if run:
        yield run


class _Siblings:
    """What follows each heading, and how many paragraphs share the label of one kind below a higher heading."""

    def __init__(self, found: Sequence[Heading], paragraphs: Sequence[Paragraph], kind: LabelKind = BOLD) -> None:
        self._found, self._end = found, len(paragraphs)
        self._firsts = [heading.first for heading in found]
        self._higher = [heading for heading in found if heading.label.kind.depth < kind.depth]
        self._higher_firsts = [heading.first for heading in self._higher]
        labels = (_any_label(_bare(paragraph.text)) for paragraph in paragraphs if kind is not BOLD)
        self._counts = [0, *accumulate(int(label is not None and label.kind == kind) for label in labels)]

    def not_titles(self, run: Sequence[Heading]) -> Sequence[Heading]:
        """Return the members of a run that are list items: all of them, those that end like sentences, or none."""
        if run[0].label.kind.name == "point" and not self._titled_points(run):
            return run
        if len(run) > 1 and not any(self.has_text(heading) for heading in run[:-1]):
            return run
        siblings = self._count(run)
        if siblings > 2 * len(run) and not all(heading.sure for heading in run):
            return run
        sentences = [heading for heading in run if heading.plain_title.endswith((".", "…"))]
        return sentences if siblings > len(run) or run[0].label.number > 1 else ()

    def has_text(self, heading: Heading) -> bool:
        """Say whether text, or a heading of a lower kind, follows before the next heading of its kind."""
        place = bisect_right(self._firsts, heading.last)
        if place < len(self._found) and self._firsts[place] == heading.last + 1:
            return self._found[place].label.kind.depth > heading.label.kind.depth
        return heading.last + 1 < self._end

    def _titled_points(self, run: Sequence[Heading]) -> bool:
        """Say whether points `a)` are headings: every one of them a title with text of its own below it."""
        if not all(self.has_text(heading) for heading in run):
            return False
        titled = all(heading.sure or heading.plain_title[-1:] not in ".:;,…" for heading in run)
        return titled and self._count(run) == len(run)

    def _count(self, run: Sequence[Heading]) -> int:
        """Return how many paragraphs below the same higher heading have a label of the run's kind."""
        above = bisect_left(self._higher_firsts, run[0].first)
        start = self._higher[above - 1].last + 1 if above else 0
        below = bisect_right(self._higher_firsts, run[-1].first)
        end = self._higher_firsts[below] if below < len(self._higher) else self._end
        return self._counts[end] - self._counts[start]


def split_lines(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Yield each printed line of a signature or a list of recipients as a paragraph; emphasis is closed on each."""
    mark = ""
    lines = [line for block in paragraph.blocks for line in block.lines]
    for line, row in zip(lines, paragraph.rows, strict=True):
        text = f"{mark}{row}"
        if not mark and text.count("**") == 1 and text.endswith("**"):
            text = f"**{text}"
        mark = "**" if text.count("**") % 2 else ""
        yield Paragraph((Block((Line(line.number, line.text),)),), f"{text}{mark}", paragraph.index, (row,))
