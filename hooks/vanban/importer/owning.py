"""Owning: which call in the text each footnote answers; a note that answers none is text, where it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vanban.importer.callmarks import Calls
from vanban.importer.layout import Role, Step
from vanban.records import dataclass


@dataclass(frozen=True, slots=True)
class Owning:
    """The roles once every footnote has a call.

    Attributes:
        steps: The role of each block.
        notes: First block of each footnote -> (label, number as printed).
        calls: (block, start of the mark) -> label of the footnote it calls.
    """

    steps: tuple[Step, ...]
    notes: Mapping[int, tuple[str, str]]
    calls: Mapping[tuple[int, int], str]


def own_notes(steps: Sequence[Step], calls: Calls) -> Owning:
    """Join calls and footnotes: afterwards each footnote has exactly one call, and the other notes are paragraphs."""
    while True:
        named = _label_notes(steps)
        owners = _call_owners(calls, steps, named)
        owned = set(owners.values())
        orphans = {index for index, (label, _) in named.items() if label not in owned}
        if not orphans:
            return Owning(tuple(steps), named, owners)
        steps = _as_text(steps, orphans)


def _as_text(steps: Sequence[Step], orphans: set[int]) -> list[Step]:
    """Make paragraphs of notes that nothing calls, and of their rest overleaf; nothing is joined across them."""
    result: list[Step] = []
    orphan = broken = False
    for index, step in enumerate(steps):
        if step.role is Role.NOTE:
            orphan = index in orphans
        demoted = orphan and step.role in {Role.NOTE, Role.NOTE_MORE}
        cut = broken and step.role is Role.MORE
        result.append(Step(Role.NEW, step.cost) if demoted or cut else step)
        broken = demoted or (broken and step.role in {Role.NOTE, Role.NOTE_MORE, Role.NONE})
    return result


def _label_notes(steps: Sequence[Step]) -> dict[int, tuple[str, str]]:
    """Return block index -> (label, number) of each note; repeated numbers are told apart."""
    seen: dict[str, int] = {}
    result: dict[int, tuple[str, str]] = {}
    for index, step in enumerate(steps):
        if step.role is Role.NOTE and step.number is not None:
            seen[step.number] = seen.get(step.number, 0) + 1
            count = seen[step.number]
            result[index] = (step.number if count == 1 else f"{step.number}-{count}", step.number)
    return result


def _call_owners(
    calls: Calls, steps: Sequence[Step], named: Mapping[int, tuple[str, str]]
) -> dict[tuple[int, int], str]:
    """Return (block, mark start) -> label for each call: the note known to answer it, or a free one below."""
    kept = set(calls.answers.values())
    body = [index for index, step in enumerate(steps) if step.role in {Role.NEW, Role.MORE}]
    waiting: dict[str, list[tuple[int, int]]] = {}
    owners: dict[tuple[int, int], str] = {}
    for index, step in enumerate(steps):
        if index in named:
            label, number = named[index]
            places = waiting.get(number, [])
            known = calls.answers.get(index)
            free = [place for place in places if place not in kept]
            if index not in calls.starts:
                free.reverse()
            place = known if known in places else next(iter(free), None)
            if place is not None:
                places.remove(place)
                owners[place] = label
        if step.role in {Role.NEW, Role.MORE}:
            for mark in calls.calls.get(index, ()):
                waiting.setdefault(mark.number, []).append((index, mark.start))
    _late_calls(calls, body, named, owners)
    return owners


def _late_calls(
    calls: Calls, body: Sequence[int], named: Mapping[int, tuple[str, str]], owners: dict[tuple[int, int], str]
) -> None:
    """Give a note that no earlier mark calls to the only unowned mark of its number, which stands later."""
    taken = set(owners.values())
    free: dict[str, list[tuple[int, int]]] = {}
    for index in body:
        for mark in calls.calls.get(index, ()):
            if (index, mark.start) not in owners:
                free.setdefault(mark.number, []).append((index, mark.start))
    for label, number in named.values():
        if label not in taken and len(free.get(number, ())) == 1:
            owners[free.pop(number)[0]] = label
