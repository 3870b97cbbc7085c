"""Delta: what is otherwise than in the index that was kept, group by group and then place by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TypeAlias

from vanban.records import dataclass
from vanban.search.groups import KeptGroup, texts
from vanban.search.impacts import impacts
from vanban.search.layout import Layout
from vanban.search.postings import Changes

Placed: TypeAlias = tuple[int, KeptGroup]
"""A group with the place of its first unit."""
_Unit: TypeAlias = tuple[bytes, str]
"""A unit as it is shown, and whether it is found by its title."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed.

    Attributes:
        slots: Places whose unit is another, or is there no more.
        words: Changes to the lists of words.
        pairs: Changes to the lists of pairs.
    """

    slots: set[int] = field(default_factory=set)
    words: Changes = field(default_factory=Changes)
    pairs: Changes = field(default_factory=Changes)


def placed(layout: Layout, groups: Mapping[str, KeptGroup]) -> list[Placed]:
    """Return groups with their places, in order of place."""
    return [(start, groups[name]) for name, start in layout.starts.items()]


def differing(
    layout: Layout, groups: Mapping[str, KeptGroup], other: Layout, others: Mapping[str, KeptGroup]
) -> list[Placed]:
    """Return the groups that another index does not have in the same place and form."""
    elsewhere = other.starts
    return [
        (start, groups[name])
        for name, start in layout.starts.items()
        if elsewhere.get(name) != start or groups[name] is not others[name]
    ]


def find_delta(before: list[Placed], after: list[Placed]) -> Delta:
    """Return what changes when some groups take the place of others."""
    delta = Delta()
    gone = {slot: unit for start, group in before for slot, unit in _units(start, group)}
    for start, group in after:
        for slot, unit in _units(start, group):
            was = gone.pop(slot, None)
            if was != unit:
                _replace(delta, slot, was, unit)
    for slot, unit in gone.items():
        _replace(delta, slot, unit, None)
    return delta


def _units(start: int, group: KeptGroup) -> Iterator[tuple[int, _Unit]]:
    for (slot, line), found in zip(group.shown(start), group.found, strict=True):
        yield slot, (line, found)


def _replace(delta: Delta, slot: int, was: _Unit | None, unit: _Unit | None) -> None:
    delta.slots.add(slot)
    old, new = (texts(*each) if each else None for each in (was, unit))
    if old != new:
        old_words, old_pairs = impacts(*old) if old else ({}, {})
        new_words, new_pairs = impacts(*new) if new else ({}, {})
        delta.words.replace(slot, old_words, new_words)
        delta.pairs.replace(slot, old_pairs, new_pairs)
