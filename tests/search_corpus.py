"""Other pages for measuring search: seeded, in the words of the report, but saying nothing the report says.

Words follow each other as they do somewhere in the report, numbers are made up: so every syllable and most pairs of
the real pages are common. A word that is always followed by the same one is followed by any: names and sayings of the
report ("Lễ Sene Đôn Ta") are not repeated, as no label could then say which page is right.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from vanban.search import SearchUnit, UnitKind

_TYPES = {"NQ": "Nghị quyết", "CT": "Chỉ thị", "KL": "Kết luận", "QĐ": "Quyết định", "KH": "Kế hoạch", "CV": "Công văn"}
_ISSUERS = ("BTCTW", "VPTW", "HU", "ĐU", "MTTW", "BNV")
_FIRST_NUMBER = 2000
_FOLLOWS = 0.85
_LEAST_VARIED = 3


def other_units(count: int, texts: Sequence[str], seed: int = 1, words: int = 300) -> Iterator[SearchUnit]:
    """Yield `count` made-up documents of about `words` words each."""
    source = random.Random(seed)
    chain: dict[str, list[str]] = {}
    for text in texts:
        found = text.split()
        for word, following in pairwise(found):
            chain.setdefault(word, []).append(following)
    chain = {word: following for word, following in chain.items() if len(set(following)) >= _LEAST_VARIED}
    common = Counter(word for text in texts for word in text.split())
    starts = sorted(word for word, times in common.items() if times >= _LEAST_VARIED and word[0].isalpha())
    for place in range(count):
        yield _document(place, source, chain, starts, words)


def _document(
    place: int, source: random.Random, chain: dict[str, list[str]], starts: list[str], words: int
) -> SearchUnit:
    letters = source.choice(sorted(_TYPES))
    number, issuer = _FIRST_NUMBER + source.randrange(6000), source.choice(_ISSUERS)
    code = f"{number}-{letters}/{issuer}"
    date = dt.date(source.randint(1995, 2025), source.randint(1, 12), source.randint(1, 28))
    return SearchUnit(
        location=f"van-ban/khac-{place}.html",
        kind=UnitKind.DOCUMENT,
        title=f"{_TYPES[letters]} {code}: {_run(source, chain, starts, source.randint(8, 18))}",
        text=_run(source, chain, starts, words),
        code=code,
        number=number,
        year=date.year,
        type_code=letters,
        type_name=_TYPES[letters],
        issuer=issuer,
        date=date,
        weight=source.randint(0, 5),
    )


def _run(source: random.Random, chain: dict[str, list[str]], starts: list[str], count: int) -> str:
    found = [source.choice(starts)]
    while len(found) < count:
        following = chain.get(found[-1])
        found.append(source.choice(following if following and source.random() < _FOLLOWS else starts))
    return " ".join(re.sub(r"\d+", lambda digits: str(source.randint(1, 10 ** len(digits.group()))), w) for w in found)
