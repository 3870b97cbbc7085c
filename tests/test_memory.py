"""Memory recalls by content, survives damage and crashes, and forgets what nobody asks for."""

from __future__ import annotations

import datetime as dt
import os
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swift.workers import spread
from vanban.memory import Memory, digest


@dataclass(frozen=True, slots=True)
class Plain:
    text: str
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Named:
    text: str
    key: bytes = field(default=b"", kw_only=True, compare=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "thu.memory"


def kept(file: Path, version: str = "1", **values: object) -> None:
    memory = Memory(file, version)
    for name, value in values.items():
        assert memory.recall("room", name.encode(), partial(copy, value)) == value
    memory.save()


def recalled(file: Path, name: str, version: str = "1") -> object:
    """Return what is known under a name, or "new"."""
    return Memory(file, version).recall("room", name.encode(), lambda: "new")


def test_a_value_is_worked_out_once() -> None:
    memory, calls = Memory(), []
    for _ in range(3):
        memory.recall("room", b"key", lambda: calls.append(1))
    assert len(calls) == 1


def test_rooms_are_apart_and_an_empty_key_is_never_kept() -> None:
    memory = Memory()
    assert memory.recall("one", b"key", lambda: 1) == 1
    assert memory.recall("two", b"key", lambda: 2) == 2
    assert [memory.recall("one", b"", partial(copy, value)) for value in (3, 4)] == [3, 4]


@pytest.mark.parametrize("value", [None, "chữ", [Plain("Đ", dt.date(2019, 1, 2))], (Named("a", key=b"k"), {"x": 1})])
def test_a_value_comes_back_from_the_file(file: Path, value: object) -> None:
    kept(file, a=value)
    assert recalled(file, "a") == value


def test_fields_outside_a_constructor_s_order_come_back_too(file: Path) -> None:
    kept(file, a=Named("a", key=b"k"))
    found = recalled(file, "a")
    assert isinstance(found, Named)
    assert found.key == b"k"


def test_another_version_of_the_code_finds_nothing(file: Path) -> None:
    kept(file, a="old")
    assert recalled(file, "a", "2") == "new"


def test_new_values_are_added_behind_the_old(file: Path) -> None:
    kept(file, a="một", b="hai" * 1000)
    size = file.stat().st_size
    kept(file, a="một", b="hai" * 1000, c="ba")
    assert size < file.stat().st_size < size + 200
    assert [recalled(file, name) for name in "abc"] == ["một", "hai" * 1000, "ba"]


def test_what_nobody_asks_for_is_forgotten_when_it_is_most_of_the_file(file: Path) -> None:
    kept(file, a="x" * 10_000, b="hai")
    kept(file, b="hai", c="ba")
    assert file.stat().st_size < 1_000
    assert [recalled(file, name) for name in "abc"] == ["new", "hai", "ba"]


def used(file: Path, *, whole: bool) -> None:
    """Use memory as later builds do, so long that what nobody asks for any more is forgotten.

    Args:
        file: The file.
        whole: Whether they ask for the value that others were recalled for.
    """
    for number in range(9):
        memory = Memory(file, "1")
        if whole:
            assert memory.recall("all", b"ab", lambda: ["new"]) == ["a" * 1000, "b" * 1000]
        memory.recall("room", str(number).encode(), lambda: "z" * 20_000)
        memory.save()


@pytest.mark.parametrize("whole", [True, False])
def test_what_a_value_was_put_together_from_is_kept_as_long_as_the_value(file: Path, *, whole: bool) -> None:
    memory = Memory(file, "1")
    memory.recall("all", b"ab", lambda: [memory.recall("one", name, partial(_long, name)) for name in (b"a", b"b")])
    memory.save()
    used(file, whole=whole)
    again = [Memory(file, "1").recall("one", name, lambda: "new") for name in (b"a", b"b")]
    assert again == (["a" * 1000, "b" * 1000] if whole else ["new", "new"])


def _long(name: bytes) -> str:
    return name.decode() * 1000


@given(cut=st.integers(0, 400), spoilt=st.integers(0, 400))
def test_a_harmed_file_loses_values_and_changes_none(
    tmp_path_factory: pytest.TempPathFactory, cut: int, spoilt: int
) -> None:
    file = tmp_path_factory.mktemp("memory") / "thu.memory"
    kept(file, a="một", b=["hai", 2], c=("ba",))
    data = bytearray(file.read_bytes())
    if spoilt < len(data):
        data[spoilt] ^= 0xFF
    file.write_bytes(data[: len(data) - min(cut, len(data))])
    for name, value in {"a": "một", "b": ["hai", 2], "c": ("ba",)}.items():
        assert recalled(file, name) in (value, "new")
    kept(file, d="bốn")
    assert recalled(file, "d") == "bốn"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("size", [10, 3_000_000])
def test_what_forked_processes_work_out_is_known_to_all(file: Path, size: int) -> None:
    """Three megabytes a value: more than is held before it goes into the file."""
    memory = Memory(file, "1")

    def work(piece: int) -> bytes:
        memory.recall("room", str(piece).encode(), lambda: str(piece) * size)
        return memory.hand_over()

    for records in spread(8, work, 2):
        memory.absorb(records)
    memory.save()
    for piece in range(8):
        assert recalled(file, str(piece)) == str(piece) * size


def test_a_file_that_went_away_is_no_fault(file: Path) -> None:
    memory = Memory(file, "1")
    memory.recall("room", b"a", lambda: "một")
    memory.save()
    file.unlink()
    memory.recall("room", b"b", lambda: "hai")
    memory.save()
    assert recalled(file, "b") in ("hai", "new")
    kept(file, b="hai")
    assert recalled(file, "b") == "hai"


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_only_equal_parts_have_equal_digests(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)
