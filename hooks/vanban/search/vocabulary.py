"""Words as the worker completes and repairs them: how many units hold each, and the lists of their beginnings."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from vanban.search.postings import encode_ranks, strongest

_LONGEST: Final = 12
_STARTS_KEPT: Final = 40
_STARTS: Final = range(2, 6)

Head = tuple[int, bytes]
"""How many units hold a word, and its strongest postings."""


class Vocabulary:
    """The words made of letters while they are changed."""

    def __init__(self, heads: Mapping[str, Head]) -> None:
        """Take over the words as they were."""
        self.heads = dict(heads)
        self._stale: set[str] = set()

    def put(self, word: str, ranks: array[int]) -> None:
        """Take note of the list of a word as it is now; an empty one takes the word away."""
        if not word.isalpha():
            return
        head = len(ranks), ranks[:_STARTS_KEPT].tobytes()
        if self.heads.get(word, (0, b""))[1] != head[1]:
            self._stale.update(word[:length] for length in _STARTS if length < len(word))
        if ranks:
            self.heads[word] = head
        else:
            self.heads.pop(word, None)

    def starts(self) -> Iterator[tuple[str, str]]:
        """Yield each beginning (`ngh*`) whose list may have changed, with its entry; empty when no word begins so."""
        known = sorted(self.heads)
        for start in sorted(self._stale):
            ranks = array("I")
            for word in known[bisect_left(known, start) : bisect_left(known, f"{start}\x7f")]:
                if word != start:
                    ranks.frombytes(self.heads[word][1])
            key = f"{start}*"
            yield key, f'"{key}":"{encode_ranks(strongest(ranks, _STARTS_KEPT))}"' if ranks else ""

    def lexicon(self) -> str:
        """Return "word count" rows of what can be completed or repaired, the most frequent first."""
        rows: Sequence[tuple[int, str]] = sorted(
            (-count, word) for word, (count, _) in self.heads.items() if 1 < len(word) <= _LONGEST
        )
        return " ".join([f"{word} {-count}" for count, word in rows])
