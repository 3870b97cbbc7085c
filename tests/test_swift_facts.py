"""What the engine's side keeps of facts: each once, with its state, and which of them changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from swift.making import Library, changed_facts, fact_states
from swift.manifest import Fact, Manifest, PageRecord, lay_manifest, read_manifest

NUMBER: Fact = ("document", "25-nq-tw-2013")
NOTE: Fact = ("cited", "25-nq-tw-2013")


def library(states: dict[Fact, bytes]) -> Library:
    """Return a library whose facts have the states given; others have none."""
    nothing = {"inputs": None, "select": None, "read": None, "origin": None, "title": None, "address": None}
    return Library(**nothing, state=lambda fact: states.get(fact, b""))  # type: ignore[arg-type]  # never asked for


def record(*facts: Fact) -> PageRecord:
    return PageRecord("key", [], {}, {}, (1, 2), [(kind, name) for kind, name in facts])


def test_each_fact_is_kept_once_with_its_state() -> None:
    records = [record(NUMBER, NOTE), record(NUMBER), PageRecord("key", [], {}, {}, (1, 2))]
    assert fact_states(records, library({NUMBER: b"1"})) == {NUMBER: b"1", NOTE: b""}
    assert records[0].facts is not None
    assert records[1].facts is not None
    assert records[0].facts[0] is records[1].facts[0]


@pytest.mark.parametrize(
    ("now", "changed"),
    [({NUMBER: b"1", NOTE: b"2"}, set()), ({NUMBER: b"1", NOTE: b"3"}, {NOTE}), ({}, {NUMBER, NOTE})],
)
def test_a_fact_changed_when_its_state_is_another(now: dict[Fact, bytes], changed: set[Fact]) -> None:
    before = Manifest("", states={NUMBER: b"1", NOTE: b"2"})
    assert changed_facts(before, library(now)) == changed


def test_a_manifest_holds_each_fact_once(tmp_path: Path) -> None:
    records = {name: record(NUMBER, NOTE) for name in ("a.md", "b.md")}
    states = fact_states(records.values(), library({NUMBER: b"1"}))
    lay_manifest(tmp_path / "a.manifest", Manifest("environment", states=states, pages=records))
    again = read_manifest(tmp_path / "a.manifest")
    assert again is not None
    assert again.states == states
    assert again.pages == records
    first, second = (again.pages[name].facts for name in ("a.md", "b.md"))
    assert first is not None
    assert second is not None
    assert first[0] is second[0]
