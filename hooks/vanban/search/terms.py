"""Words and pairs: what a text is found by. `docs/assets/search/text.js` does the same, proved by shared vectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final, TypeAlias

from vanban.patterns import lazy_pattern
from vanban.search.abbreviations import ABBREVIATIONS
from vanban.vietnamese import fold, nfc

_CENTRAL: Final = lazy_pattern(r"([/-]\s?)TƯ(?![^\W\d_])|T\.\s?Ư\.?")
_WORD: Final = lazy_pattern(r"[a-z]+|[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])|[0-9]+")

Edge: TypeAlias = tuple[int, int, str]
"""(from position, to position, word)."""


def words(text: str) -> list[str]:
    """Return the words of a text in order: folded letters, or digits without leading zeros.

    Letters part from digits (`25NQ` is `25 nq`), dots inside a large number are dropped (`48.630` is `48630`),
    everything else separates. `T.Ư` is `tw`, as in codes; `tư` is a syllable.
    """
    plain = nfc(text)
    central = _CENTRAL.sub(r"\1TW", plain) if "Ư" in plain else plain
    return list(chain.from_iterable(map(_chunk_words, central.split())))


@lru_cache(maxsize=1 << 16)
def _chunk_words(chunk: str) -> tuple[str, ...]:
    return tuple(_plain_number(found) if found[0].isdigit() else found for found in _WORD.findall(fold(chunk)))


def _plain_number(digits: str) -> str:
    return digits.replace(".", "").lstrip("0") or "0"


_Rules: TypeAlias = Mapping[str, Sequence[tuple[list[str], list[str]]]]
"""What begins a form -> the forms that begin so, each as (its words, the words of the other form)."""


def _rules(rows: Iterable[tuple[str, str]]) -> tuple[_Rules, _Rules]:
    """Return the forms of one word, by that word, and the longer ones by the pair they begin with (both directions)."""
    rules: tuple[dict[str, list[tuple[list[str], list[str]]]], ...] = ({}, {})
    for short, long in rows:
        for given, other in ((short, long), (long, short)):
            form = given.split()
            rules[len(form) > 1].setdefault(" ".join(form[:2]), []).append((form, other.split()))
    return rules[0], rules[1]


_SHORT, _LONG = _rules(ABBREVIATIONS)


def grams(found: list[str]) -> tuple[list[str], list[str]]:
    """Return the words and pairs a run of words is found by, including those of its abbreviations' other forms.

    "chủ tịch UBND tỉnh" is also found by `uy`, `tich uy`, `uy ban`, …, `dan tinh`; and the reverse.
    """
    pairs = list(map(" ".join, pairwise(found)))
    extra = list(_other_forms(found, pairs))
    if not extra:
        return found, pairs
    return [*found, *(word for _, _, word in extra)], [*pairs, *_new_pairs(found, extra)]


def _other_forms(found: list[str], pairs: list[str]) -> Iterator[Edge]:
    """Yield the words of other forms as edges between positions; positions past the end are inside a long form."""
    inner = len(found) + 1
    for rules, starts in ((_SHORT, found), (_LONG, pairs)):
        if rules.keys().isdisjoint(starts):
            continue
        for start in [place for place, beginning in enumerate(starts) if beginning in rules]:
            for given, other in rules[starts[start]]:
                end = start + len(given)
                if found[start:end] == given:
                    stops = [start, *range(inner, inner + len(other) - 1), end]
                    inner += len(other) - 1
                    yield from zip(stops, stops[1:], other, strict=False)


def _new_pairs(found: Sequence[str], extra: Sequence[Edge]) -> Iterator[str]:
    """Yield the pairs that an extra edge makes with the words beside it and with other extra edges."""
    leaving: dict[int, list[str]] = {}
    for start, _, word in extra:
        leaving.setdefault(start, []).append(word)
    for start, end, word in extra:
        if 0 < start <= len(found):
            yield f"{found[start - 1]} {word}"
        if end < len(found):
            yield f"{word} {found[end]}"
        for following in leaving.get(end, ()):
            yield f"{word} {following}"
