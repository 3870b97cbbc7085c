"""How much a unit is about a word or a pair: BM25's term frequency part, with a title worth more than a text.

The pivots are constants, not averages of the corpus: a unit's postings then depend on that unit alone, so the build
reads each unit once, in one pass, and adding a report changes no posting of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from vanban.search.encoding import TOP_IMPACT
from vanban.search.terms import grams, words
from vanban.search.units import SearchUnit

TITLE_WEIGHT: Final = 5.0
"""One occurrence in a title of average length counts as so many in a text."""
SATURATION: Final = 1.2
_TEXT_PIVOT: Final = 90.0
_TITLE_PIVOT: Final = 14.0
_TEXT_SLOPE: Final = 0.5
_TITLE_SLOPE: Final = 0.5


def unit_impacts(unit: SearchUnit) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return the impact of each word and of each pair of a unit, 1 to `TOP_IMPACT`."""
    word_counts: dict[str, float] = {}
    pair_counts: dict[str, float] = {}
    for found, worth in _fields(unit):
        field_words, field_pairs = grams(found)
        _add(word_counts, field_words, worth)
        _add(pair_counts, field_pairs, worth)
    return _impacts(word_counts), _impacts(pair_counts)


def _add(counts: dict[str, float], keys: Sequence[str], worth: float) -> None:
    times_of = Counter(keys)
    if not counts:
        counts.update({key: times * worth for key, times in times_of.items()})
        return
    for key, times in times_of.items():
        counts[key] = counts.get(key, 0.0) + times * worth


def _fields(unit: SearchUnit) -> Iterator[tuple[Sequence[str], float]]:
    """Yield the words of each field with what one occurrence there is worth."""
    text = words(unit.text)
    yield text, 1 / (1 - _TEXT_SLOPE + _TEXT_SLOPE * len(text) / _TEXT_PIVOT)
    titles = (unit.title, *unit.aliases) if unit.title_found else unit.aliases
    for title in map(words, titles):
        yield title, TITLE_WEIGHT / (1 - _TITLE_SLOPE + _TITLE_SLOPE * len(title) / _TITLE_PIVOT)


def _impacts(counts: Mapping[str, float]) -> dict[str, int]:
    of_count = {count: int(TOP_IMPACT * count / (count + SATURATION) + 0.5) or 1 for count in set(counts.values())}
    return {key: of_count[count] for key, count in counts.items()}
