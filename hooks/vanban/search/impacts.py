"""How much a unit is about a word or a pair: BM25's term frequency part, with a title worth more than a text.

The pivots are constants, not averages of the corpus: a unit's postings then depend on that unit alone, so the build
reads each unit once, in one pass, and adding a report changes no posting of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
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


_LONGEST_KNOWN: Final = 1 << 12
_TIMES_KNOWN: Final = 8


def unit_impacts(unit: SearchUnit) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return the impact of each word and of each pair of a unit, 1 to `TOP_IMPACT`."""
    return impacts(unit.text, (unit.title, *unit.aliases) if unit.title_found else unit.aliases)


def impacts(printed: str, names: Sequence[str]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return the impact of each word and of each pair of a text with names, in which a word counts more."""
    text = words(printed)
    if not names:
        return _of_text(text)
    worth = _text_worth(len(text))
    word_counts, pair_counts = ({key: times * worth for key, times in Counter(keys).items()} for keys in grams(text))
    for name in map(words, names):
        name_words, name_pairs = grams(name)
        worth = _title_worth(len(name))
        _add(word_counts, name_words, worth)
        _add(pair_counts, name_pairs, worth)
    return _impacts(word_counts), _impacts(pair_counts)


def _of_text(text: list[str]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return what `unit_impacts` does for a text without a title: the impact follows from the number of times."""
    text_words, text_pairs = map(Counter, grams(text))
    known, most = _text_impacts(len(text)), max(text_words.values(), default=0)
    if most > _TIMES_KNOWN:
        worth = _text_worth(len(text))
        known = [_impact(times * worth) for times in range(most + 1)]
    return {key: known[n] for key, n in text_words.items()}, {key: known[n] for key, n in text_pairs.items()}


@lru_cache(maxsize=_LONGEST_KNOWN)
def _text_impacts(length: int) -> Sequence[int]:
    """Return the impact of what stands 0, 1, … `_TIMES_KNOWN` times in a text of so many words."""
    worth = _text_worth(length)
    return [_impact(times * worth) for times in range(_TIMES_KNOWN + 1)]


def _text_worth(length: int) -> float:
    """Return what one occurrence counts in a text of so many words."""
    return 1 / (1 - _TEXT_SLOPE + _TEXT_SLOPE * length / _TEXT_PIVOT)


def _title_worth(length: int) -> float:
    """Return what one occurrence counts in a title of so many words."""
    return TITLE_WEIGHT / (1 - _TITLE_SLOPE + _TITLE_SLOPE * length / _TITLE_PIVOT)


def _add(counts: dict[str, float], keys: Sequence[str], worth: float) -> None:
    for key, times in Counter(keys).items():
        counts[key] = counts.get(key, 0.0) + times * worth


def _impacts(counts: Mapping[str, float]) -> dict[str, int]:
    of_count = {count: _impact(count) for count in set(counts.values())}
    return {key: of_count[count] for key, count in counts.items()}


def _impact(count: float) -> int:
    return int(TOP_IMPACT * count / (count + SATURATION) + 0.5) or 1
