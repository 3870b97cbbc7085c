"""Mention: a citation at its place in a page, with the sentence it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from vanban.citations import Citation, find_citations
from vanban.patterns import lazy_pattern
from vanban.records import dataclass
from vanban.units import Unit, plain_text, read_units

_SENTENCE_END: Final = lazy_pattern(
    r"(?:[.!?…]|\.\.\.|;\.\.\.)[”\"’)]*(?:\[\^[^\]]+\])?[*]*\s+(?=[A-ZĐÂĂÊÔƠƯÀ-Ỹ“\"*(])"
)
_CLAUSE_END: Final = lazy_pattern(r";\s+")
LONG_SENTENCE: Final = 350
"""Characters above which a sentence is quoted by its clause: lists of documents run over whole footnotes."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation in one page.

    Attributes:
        citation: What was found; offsets count from the start of the unit's text.
        path: The page's source file, as shown to an editor.
        unit: The unit it stands in.
        index: The unit's place among the units of the page.
        sentence: The sentence or clause around it, as a reader sees it.
    """

    citation: Citation
    path: str
    unit: Unit
    index: int
    sentence: str

    @property
    def line(self) -> int:
        """Return the source line at which the mention starts."""
        return self.unit.line + self.unit.text.count("\n", 0, self.citation.start)


def scan_page(
    path: str,
    body: str,
    section: str | None = None,
    first_line: int = 1,
    names: Mapping[str, str] | None = None,
) -> Iterator[Mention]:
    """Yield the mentions of a page in order; afterwards none of them lies in code or across two units."""
    yield from scan_units(path, read_units(body, section, first_line), names)


def scan_units(path: str, units: list[Unit], names: Mapping[str, str] | None = None) -> Iterator[Mention]:
    """Yield the mentions of the units of one page in order."""
    for index, unit in enumerate(units):
        for citation, sentence in scan_text(unit.text, names):
            yield Mention(citation, path, unit, index, sentence)


def scan_text(text: str, names: Mapping[str, str] | None = None) -> Iterator[tuple[Citation, str]]:
    """Yield the citations of the text of one unit in order, each with the sentence around it."""
    for citation in find_citations(text, names):
        yield citation, sentence_around(text, citation.start, citation.end)


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence of inline Markdown that holds `start:end`, without markup; a clause when it is long."""
    left, right = _between(_SENTENCE_END, text, (start, end), (0, len(text)))
    if right - left > LONG_SENTENCE:
        left, right = _between(_CLAUSE_END, text, (start, end), (left, right))
    return " ".join(plain_text(text[left:right]).split())


def _between(ends: re.Pattern[str], text: str, span: tuple[int, int], bounds: tuple[int, int]) -> tuple[int, int]:
    left, right = bounds
    for match in ends.finditer(text, *bounds):
        if match.end() <= span[0]:
            left = match.end()
        elif match.start() >= span[1]:
            right = match.end()
            break
    return left, right
