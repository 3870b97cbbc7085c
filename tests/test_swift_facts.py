"""What the engine's side keeps of facts: each once, with its state, and which of them changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from swift.facts import by_kind, changed_facts, fact_bases, fact_states, packed_facts, rests_on, unpacked_facts
from swift.manifest import Fact, Manifest, PageRecord, lay_manifest, pack, read_manifest

NUMBER: Fact = ("document", "25-nq-tw-2013")
NOTE: Fact = ("cited", "25-nq-tw-2013")


class Said:
    """Facts with the states given; others have none. Of the kinds given it is known what they follow from."""

    def __init__(self, states: dict[Fact, bytes], bases: dict[str, bytes] | None = None) -> None:
        self.states, self.bases, self.asked = states, bases or {}, set[Fact]()

    def state(self, fact: Fact) -> bytes:
        self.asked.add(fact)
        return self.states.get(fact, b"")

    def basis(self, kind: str) -> bytes:
        return self.bases.get(kind, b"")


def record(*facts: Fact) -> PageRecord:
    return PageRecord("key", pack([]), pack({}), b"", (1, 2), packed_facts(facts))


def test_each_fact_is_kept_once_with_its_state() -> None:
    records = [record(NUMBER, NOTE), record(NUMBER), replace(record(), facts=None)]
    assert fact_states(None, records, Said({NUMBER: b"1"})) == {NUMBER: b"1", NOTE: b""}


def test_facts_of_pages_that_were_kept_are_known_by_their_states() -> None:
    before = Manifest("", states={NUMBER: b"1"}, pages={"a.md": record(NUMBER)})
    assert fact_states(before, [record(NOTE)], Said({NUMBER: b"2"})) == {NUMBER: b"2", NOTE: b""}


@pytest.mark.parametrize(
    ("now", "changed"),
    [({NUMBER: b"1", NOTE: b"2"}, set()), ({NUMBER: b"1", NOTE: b"3"}, {NOTE}), ({}, {NUMBER, NOTE})],
)
def test_a_fact_changed_when_its_state_is_another(now: dict[Fact, bytes], changed: set[Fact]) -> None:
    before = Manifest("", states={NUMBER: b"1", NOTE: b"2"})
    assert changed_facts(before, Said(now)) == changed


def test_no_fact_of_a_kind_is_asked_while_what_they_follow_from_is_the_same() -> None:
    before = Manifest("", states={NUMBER: b"1", NOTE: b"2"}, bases={"document": b"d"})
    now = Said({NUMBER: b"not asked", NOTE: b"3"}, {"document": b"d", "cited": b"c"})
    assert changed_facts(before, now) == {NOTE}
    assert fact_states(before, [], now) == {NUMBER: b"1", NOTE: b"3"}
    assert now.asked == {NOTE}
    assert fact_bases(before.states, now) == {"document": b"d", "cited": b"c"}


@pytest.mark.parametrize("bases", [{}, {"document": b""}, {"document": b"other"}])
def test_each_fact_of_a_kind_is_asked_when_what_they_follow_from_is_another_or_unknown(bases: dict[str, bytes]) -> None:
    before = Manifest("", states={NUMBER: b"1"}, bases={"document": b"d"})
    assert changed_facts(before, Said({NUMBER: b"2"}, bases)) == {NUMBER}
    assert fact_states(before, [record(NUMBER)], Said({NUMBER: b"2"}, bases)) == {NUMBER: b"2"}


def test_a_manifest_gives_back_facts_and_states(tmp_path: Path) -> None:
    records = {name: record(NUMBER, NOTE) for name in ("a.md", "b.md")}
    states, bases = fact_states(None, records.values(), Said({NUMBER: b"1"})), {"document": b"d"}
    lay_manifest(tmp_path / "a.manifest", Manifest("environment", states=states, bases=bases, pages=records))
    again = read_manifest(tmp_path / "a.manifest")
    assert again is not None
    assert (again.states, again.bases, again.pages) == (states, bases, records)


ODD: Fact = ("code", "25\0-NQ/TW")
"""YAML can write any character into a number."""


@pytest.mark.parametrize(
    "facts", [(), (NUMBER,), (NUMBER, NOTE, ("document", "11-ct-tu-2019")), (ODD, ("code", "25"), NUMBER), (ODD,)]
)
def test_a_record_gives_back_its_facts_and_rests_on_each_of_them(facts: tuple[Fact, ...]) -> None:
    packed = packed_facts(facts)
    assert sorted(unpacked_facts(packed)) == sorted(facts)
    for fact in (
        NUMBER,
        NOTE,
        ODD,
        ("code", "25"),
        ("code", "-NQ/TW"),
        ("document", "11-ct-tu-2019"),
        ("document", "25-nq-tw"),
        ("other", NUMBER[1]),
    ):
        assert rests_on(packed, by_kind([fact])) == (fact in facts)
    assert not rests_on(packed, {})
