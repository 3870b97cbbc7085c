"""Checks of wording: phrases that are likely misreadings of a scanned page.

Three signs, none of them proof: a phrase of the list in `data/misreadings.yml`; a word printed twice running; three
words met once that differ only in their marks from three met often. Nothing is changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from vanban.library import Library
from vanban.reports import Section
from vanban.review.figures import around, text_finding
from vanban.review.finding import Finding, Topic
from vanban.terms import load_rows
from vanban.units import Unit, plain_text
from vanban.vietnamese import fold

_TRIPLE: Final = re.compile(r"\b(?=([^\W\d_]+ [^\W\d_]+ [^\W\d_]+)\b)")
_TWICE: Final = re.compile(r"\b(?P<word>của|và|các|được|trong|cho|với|là|có|để|theo|về|những|tại|từ|đã|do) (?P=word)\b")
_STRUCK: Final = re.compile(r"~~[^~]+~~")
OFTEN: Final = 3
"""How many times three words must be met before their one-time lookalike is suspect."""


def review_wording(library: Library) -> Iterator[Finding]:
    """Yield the findings about likely misreadings in the reports."""
    rare = _lookalikes(library)
    for report in library.reports:
        for section in report.sections:
            for unit in section.units:
                yield from _listed(section, unit)
                yield from _suspects(section, unit, rare)


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


def _lookalikes(library: Library) -> Mapping[str, str]:
    """Return each three words met once with the three met often that have the same letters."""
    counts: Counter[str] = Counter()
    for report in library.reports:
        for section in report.sections:
            for unit in section.units:
                counts.update(triple for triple, _, _ in _triples(plain_text(unit.text)))
    by_letters: defaultdict[str, list[str]] = defaultdict(list)
    for triple in counts:
        by_letters[fold(triple)].append(triple)
    return {
        triple: best
        for group in by_letters.values()
        if len(group) > 1
        for best in [max(group, key=lambda item: counts[item])]
        for triple in group
        if counts[triple] == 1 and counts[best] >= OFTEN and _one_word_apart(triple, best)
    }


def _one_word_apart(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one.split(), other.split(), strict=True)) == 1


def _suspects(section: Section, unit: Unit, rare: Mapping[str, str]) -> Iterator[Finding]:
    text = plain_text(unit.text)
    pattern, _ = _misreadings()
    for triple, start, end in _triples(text):
        if triple in rare and not pattern.search(text[max(0, start - 1) : end + 12]):
            message = f"«{text[start:end]}» có thể là «{rare[triple]}» như nhiều chỗ khác; hãy đối chiếu bản gốc"
            yield text_finding(Topic.WORDING, section, unit, message, around(text, start, end))
