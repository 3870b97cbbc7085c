"""What the engine's side keeps of facts: each once, with its state, and which of them changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from swift.making import Library, changed_facts, fact_states
from swift.manifest import Fact, Manifest, PageRecord, lay_manifest, pack, read_manifest

NUMBER: Fact = ("document", "25-nq-tw-2013")
NOTE: Fact = ("cited", "25-nq-tw-2013")


def library(states: dict[Fact, bytes]) -> Library:
    """Return a library whose facts have the states given; others have none."""
    nothing = {
        "inputs": None,
        "select": None,
        "read": None,
        "origin": None,
        "title": None,
        "address": None,
        "memory": None,
    }
    return Library(**nothing, state=lambda fact: states.get(fact, b""))  # type: ignore[arg-type]  # never asked for


def record(*facts: Fact) -> PageRecord:
    return PageRecord("key", pack([]), pack({}), pack({}), (1, 2), pack(list(facts)))


def test_each_fact_is_kept_once_with_its_state() -> None:
    records = [record(NUMBER, NOTE), record(NUMBER), replace(record(), facts=None)]
    assert fact_states(None, records, library({NUMBER: b"1"})) == {NUMBER: b"1", NOTE: b""}


def test_facts_of_pages_that_were_kept_are_known_by_their_states() -> None:
    before = Manifest("", states={NUMBER: b"1"}, pages={"a.md": record(NUMBER)})
    assert fact_states(before, [record(NOTE)], library({NUMBER: b"2"})) == {NUMBER: b"2", NOTE: b""}


@pytest.mark.parametrize(
    ("now", "changed"),
    [({NUMBER: b"1", NOTE: b"2"}, set()), ({NUMBER: b"1", NOTE: b"3"}, {NOTE}), ({}, {NUMBER, NOTE})],
)
def test_a_fact_changed_when_its_state_is_another(now: dict[Fact, bytes], changed: set[Fact]) -> None:
    before = Manifest("", states={NUMBER: b"1", NOTE: b"2"})
    assert changed_facts(before, library(now)) == changed


def test_a_manifest_gives_back_facts_and_states(tmp_path: Path) -> None:
    records = {name: record(NUMBER, NOTE) for name in ("a.md", "b.md")}
    states = fact_states(None, records.values(), library({NUMBER: b"1"}))
    lay_manifest(tmp_path / "a.manifest", Manifest("environment", states=states, pages=records))
    again = read_manifest(tmp_path / "a.manifest")
    assert again is not None
    assert (again.states, again.pages) == (states, records)
