"""Facts: what the library says of each thing that pages were made from, now and when they were made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, Protocol

from swift.manifest import Fact, Manifest, PageRecord, pack, unpack

_BETWEEN: Final = "\0"


class Facts(Protocol):
    """What the library says of them."""

    def state(self, fact: Fact) -> bytes:
        """Return the digest of what a fact now is."""

    def basis(self, kind: str) -> bytes:
        """Return the digest of all that the facts of a kind follow from; empty where each has to be asked."""


def packed_facts(facts: Iterable[Fact]) -> bytes:
    """Return the facts that a page was made from as its record holds them: thousands of pages each rest on many."""
    names: dict[str, list[str]] = {}
    for kind, name in facts:
        names.setdefault(kind, []).append(name)
    return pack({kind: _joined(found) for kind, found in names.items()})


def _joined(names: list[str]) -> str | list[str]:
    """Return names as one text, which is read many times faster than a list, where they can be told apart in it."""
    joined = _BETWEEN.join(names)
    return joined if joined.count(_BETWEEN) == len(names) - 1 else names


def _split(names: str | list[str]) -> list[str]:
    return names.split(_BETWEEN) if isinstance(names, str) else names


def unpacked_facts(packed: bytes) -> Iterator[Fact]:
    """Yield the facts of a record."""
    for kind, names in unpack(packed).items():
        yield from ((kind, name) for name in _split(names))


def by_kind(facts: Iterable[Fact]) -> dict[str, set[str]]:
    """Return the names of facts by their kind."""
    names: dict[str, set[str]] = {}
    for kind, name in facts:
        names.setdefault(kind, set()).add(name)
    return names


def rests_on(packed: bytes, changed: Mapping[str, set[str]]) -> bool:
    """Say whether a record holds one of some facts, given by kind."""
    found: Mapping[str, str | list[str]] = unpack(packed)
    return any(kind in changed and not changed[kind].isdisjoint(_split(names)) for kind, names in found.items())


def changed_facts(before: Manifest, facts: Facts) -> frozenset[Fact]:
    """Return the facts that are no more what they were when the pages of a manifest were made."""
    same = _same_kinds(before, facts)
    return frozenset(
        fact for fact, state in before.states.items() if fact[0] not in same and facts.state(fact) != state
    )


def fact_states(before: Manifest | None, records: Iterable[PageRecord], facts: Facts) -> dict[Fact, bytes]:
    """Return what each fact now is that the last build's pages were made from, or the pages of the records.

    A fact that no page rests on any more stays until a build starts from nothing: it changes no page.
    """
    known: Mapping[Fact, bytes] = before.states if before is not None else {}
    same = _same_kinds(before, facts) if before is not None else frozenset()
    asked = dict.fromkeys(known)
    for record in records:
        asked.update(dict.fromkeys(unpacked_facts(record.facts) if record.facts is not None else ()))
    return {fact: known[fact] if fact[0] in same and fact in known else facts.state(fact) for fact in asked}


def fact_bases(states: Collection[Fact], facts: Facts) -> dict[str, bytes]:
    """Return what the facts of each kind follow from, for the kinds of which that is known."""
    kinds = dict.fromkeys(kind for kind, _ in states)
    return {kind: basis for kind in kinds if (basis := facts.basis(kind))}


def _same_kinds(before: Manifest, facts: Facts) -> frozenset[str]:
    """Return the kinds of which no fact can have changed: what they follow from is the same."""
    return frozenset(kind for kind, basis in before.bases.items() if facts.basis(kind) == basis)
