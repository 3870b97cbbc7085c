"""Checks of wording: phrases that are likely misreadings of a scanned page.

Three signs, none of them proof: a phrase of the list in `data/misreadings.yml`; a word printed twice running; three
words met once that differ only in their marks from three met often. Nothing is changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Final

from vanban.library import Library
from vanban.patterns import lazy_pattern
from vanban.records import dataclass
from vanban.reports import Report, Section
from vanban.review.figures import around, text_finding
from vanban.review.finding import Finding, Topic
from vanban.terms import load_rows
from vanban.units import Unit, plain_text
from vanban.vietnamese import fold

_TRIPLE: Final = lazy_pattern(r"\b(?=([^\W\d_]+ [^\W\d_]+ [^\W\d_]+)\b)")
_RUN: Final = lazy_pattern(r"(?<!\w)[^\W\d_]+(?: [^\W\d_]+(?!\w)){2,}")
_TWICE: Final = lazy_pattern(
    r"\b(?P<word>của|và|các|được|trong|cho|với|là|có|để|theo|về|những|tại|từ|đã|do) (?P=word)\b"
)
_STRUCK: Final = lazy_pattern(r"~~[^~]+~~")
OFTEN: Final = 3
"""How many times three words must be met before their one-time lookalike is suspect."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """The three words that follow each other in a report: those met once, one of them a line, and how often others."""

    once: bytes
    more: Mapping[bytes, int]


def review_wording(library: Library) -> Iterator[Finding]:
    """Yield the findings about likely misreadings in the reports."""
    recall = library.memory.recall
    sections = [section for report in library.reports for section in report.sections]

    def phrases(section: Section) -> bytes:
        return recall("phrases", section.key, partial(_phrases, section))

    def counted(report: Report) -> _Counted:
        return recall("phrases of a report", report.texts, lambda: _count(map(phrases, report.sections)))

    rare = _lookalikes(map(counted, library.reports))
    met_once = {three.encode() for three in rare}
    for section in sections:
        listed = recall("review of wording", section.key, partial(_all_listed, section))
        suspected = met_once and not met_once.isdisjoint(phrases(section).split(b"\n"))
        for unit, found in zip(section.units, listed, strict=True):
            yield from found
            if suspected:
                yield from _suspects(section, unit, rare)


def _all_listed(section: Section) -> list[list[Finding]]:
    return [list(_listed(section, unit)) for unit in section.units]


@cache
def _misreadings() -> tuple[re.Pattern[str], Mapping[str, str]]:
    meant = {row["seen"].lower(): row["meant"] for row in load_rows("misreadings.yml")}
    pattern = "|".join(re.escape(seen) for seen in sorted(meant, key=len, reverse=True))
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), meant


def _listed(section: Section, unit: Unit) -> Iterator[Finding]:
    text = plain_text(unit.text)
    pattern, meant = _misreadings()
    for match in pattern.finditer(text):
        message = f"«{match.group()}» có thể là «{meant[match.group().lower()]}»; hãy đối chiếu bản gốc"
        yield text_finding(Topic.WORDING, section, unit, message, around(text, *match.span()))
    for match in _TWICE.finditer(text):
        message = f"«{match.group()}» lặp chữ; hãy đối chiếu bản gốc"
        yield text_finding(Topic.WORDING, section, unit, message, around(text, *match.span()))
    for match in _STRUCK.finditer(text):
        message = f"«{match.group()}» có dấu gạch bỏ; hãy đối chiếu bản gốc"
        yield text_finding(Topic.WORDING, section, unit, message, around(text, *match.span()))


def _triples(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _TRIPLE.finditer(text):
        words = match.group(1)
        yield words.lower(), match.start(), match.start() + len(words)


def _threes(text: str) -> Iterator[str]:
    """Yield the words of `_triples` without their places, many times faster."""
    for run in _RUN.findall(text.lower()):
        words = run.split(" ")
        yield from map(" ".join, zip(words, words[1:], words[2:], strict=False))


def _phrases(section: Section) -> bytes:
    """Return all three words of a section that follow each other, one of them a line, in lower case."""
    return "\n".join(three for unit in section.units for three in _threes(plain_text(unit.text))).encode()


def _count(phrases: Iterable[bytes]) -> _Counted:
    counts: Counter[bytes] = Counter()
    for lines in filter(None, phrases):
        counts.update(lines.split(b"\n"))
    once = b"\n".join(three for three, count in counts.items() if count == 1)
    return _Counted(once, {three: count for three, count in counts.items() if count > 1})


def _lookalikes(reports: Iterable[_Counted]) -> dict[str, str]:
    """Return each three words met once with the three met often that have the same letters.

    They are counted as bytes, which take half the room of texts: a large library has a million of them.
    """
    counts: Counter[bytes] = Counter()
    for report in reports:
        counts.update(report.once.split(b"\n") if report.once else ())
        counts.update(report.more)
    words = list(set(b" ".join(counts).split(b" ")))
    bare = fold(b"\n".join(words).decode()).encode().split(b"\n")
    letters = dict(zip(words, bare, strict=True))

    def folded(three: bytes) -> bytes:
        return b" ".join(map(letters.__getitem__, three.split(b" ")))

    best: dict[bytes, bytes] = {}
    for three in [three for three, count in counts.items() if count >= OFTEN]:
        key = folded(three)
        best[key] = max(best.get(key, three), three, key=counts.__getitem__)
    pairs = ((three, best.get(folded(three))) for three, count in counts.items() if count == 1)
    found = ((three.decode(), often.decode()) for three, often in pairs if often is not None)
    return {three: often for three, often in found if _one_word_apart(three, often)}


def _one_word_apart(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one.split(" "), other.split(" "), strict=True)) == 1


def _suspects(section: Section, unit: Unit, rare: Mapping[str, str]) -> Iterator[Finding]:
    text = plain_text(unit.text)
    if rare.keys().isdisjoint(_threes(text)):
        return
    pattern, _ = _misreadings()
    for triple, start, end in _triples(text):
        often = rare.get(triple)
        if often is not None and not pattern.search(text[max(0, start - 1) : end + 12]):
            message = f"«{text[start:end]}» có thể là «{often}» như nhiều chỗ khác; hãy đối chiếu bản gốc"
            yield text_finding(Topic.WORDING, section, unit, message, around(text, start, end))
