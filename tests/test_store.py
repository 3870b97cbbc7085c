"""A store gives back what was put in, or nothing: whatever happened to its file or to the list beside it."""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.store import KEY, Store

VERSION = b"version number 1"


def key(number: int) -> bytes:
    return f"key number {number:05}".encode()


def stored(path: Path, *numbers: int, used: tuple[int, ...] = (), version: bytes = VERSION) -> Store:
    """Put records of some numbers into a store, as a build does."""
    store = Store(path, version)
    if numbers:
        store.add({key(number): data(number) for number in numbers})
    store.tidy([key(number) for number in (*numbers, *used)], 2)
    return store


def data(number: int) -> bytes:
    return f"record {number} ".encode() * (number % 7 + 1)


def found(path: Path, *numbers: int, version: bytes = VERSION) -> list[int]:
    """Return the numbers of which the record is there; it is never another."""
    store = Store(path, version)
    read: Mapping[int, bytes | None] = {number: store.read(key(number)) for number in numbers}
    assert all(value in (None, data(number)) for number, value in read.items())
    return [number for number, value in read.items() if value is not None]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "kho.memory"


def test_what_the_list_tells_of_is_not_looked_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(file, 1, 2)
    stored(file, 3, used=(1, 2))

    def refused(*_: object, **__: object) -> mmap.mmap:
        message = "the file is looked through"
        raise AssertionError(message)

    monkeypatch.setattr("vanban.store.mmap.mmap", refused)
    assert found(file, 1, 2, 3, 4) == [1, 2, 3]


def test_what_it_does_not_tell_of_is_looked_for(file: Path) -> None:
    stored(file, 1, 2)
    Store(file, VERSION).add({key(3): data(3)})  # a build that was stopped
    assert found(file, 1, 2, 3) == [1, 2, 3]
    stored(file, 4, used=(1, 2, 3))
    assert found(file, 1, 2, 3, 4) == [1, 2, 3, 4]
    file.with_suffix(".places").unlink()
    assert found(file, 1, 2, 3, 4) == [1, 2, 3, 4]


def test_records_behind_one_that_was_cut_short_are_found(file: Path) -> None:
    stored(file, 1)
    Store(file, VERSION).add({key(2): data(2)})
    file.write_bytes(file.read_bytes()[:-3])
    stored(file, 3, used=(1,))
    assert found(file, 1, 2, 3) == [1, 3]


def test_a_record_worked_out_again_takes_the_place_of_the_harmed_one(file: Path) -> None:
    stored(file, 1, 2)
    spoilt = bytearray(file.read_bytes())
    spoilt[spoilt.index(data(1))] ^= 1
    file.write_bytes(spoilt)
    assert found(file, 1, 2) == [2]
    stored(file, 1, used=(2,))
    assert found(file, 1, 2) == [1, 2]


@pytest.mark.parametrize("again", [False, True])
def test_a_file_written_anew_has_a_list_of_its_own(file: Path, *, again: bool) -> None:
    stored(file, *range(40))
    before = file.stat().st_size
    if again:
        old = file.with_suffix(".places").read_bytes()
        stored(file, 41, used=(3,))
        file.with_suffix(".places").write_bytes(old)  # that of the file before it
        assert set(found(file, *range(42))) <= {3, 41}
    else:
        stored(file, 41, used=(3,))
        assert found(file, *range(42)) == [3, 41]
    assert file.stat().st_size < before / 2


def test_another_version_counts_as_empty_and_begins_anew(file: Path) -> None:
    stored(file, 1, 2)
    other = b"version number 2"
    assert len(Store(file, other)) == 0
    stored(file, 3, version=other)
    assert found(file, 1, 2, 3, version=other) == [3]
    assert found(file, 1, 2, 3) == []


@given(
    cut=st.integers(0, 200),
    spoilt=st.integers(0, 400),
    list_cut=st.integers(0, 200),
    list_spoilt=st.integers(0, 400),
)
def test_harm_loses_records_and_changes_none(
    tmp_path_factory: pytest.TempPathFactory, cut: int, spoilt: int, list_cut: int, list_spoilt: int
) -> None:
    file = tmp_path_factory.mktemp("store") / "kho.memory"
    stored(file, 1, 2, 3)
    stored(file, 4, 5, used=(1, 2, 3))
    for path, harm, end in ((file, spoilt, cut), (file.with_suffix(".places"), list_spoilt, list_cut)):
        content = bytearray(path.read_bytes())
        if harm < len(content):
            content[harm] ^= 0xFF
        path.write_bytes(content[: len(content) - min(end, len(content))])
    found(file, 1, 2, 3, 4, 5)
    stored(file, 6)
    assert 6 in found(file, 1, 2, 3, 4, 5, 6)


def test_the_head_of_the_file_is_its_version(file: Path) -> None:
    stored(file, 1)
    assert file.read_bytes()[:KEY] == VERSION
