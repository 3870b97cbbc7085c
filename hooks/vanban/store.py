"""Store: records by key in one file, put one behind the other, with a list of their places beside it.

Each record has its own check, so that what a crash or a fault of the disk changed is never given back. The list spares
whoever opens the file to look at every record in it; it grows with the file, and what it does not tell of yet is looked
for in the file itself. A list that is not of this file leads to places where no check holds: nothing is found there.
"""

from __future__ import annotations

import mmap
import os
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from struct import Struct
from typing import Final

KEY: Final = 16
"""Bytes of a key, and of the version at the beginning of the file."""
_HEAD: Final = Struct(f"<{KEY}sII")
"""Key, length and CRC-32 of a record's data."""
_BLOCK: Final = Struct("<IQI")
"""How many places a block of the list tells of, how long the file was then, and the CRC-32 of the places."""
_PLACE: Final = Struct(f"<{KEY}sQII")
"""Key, start, length and CRC-32 of a record's data."""

_Place = tuple[int, int, int]


def record(key: bytes, data: bytes) -> bytes:
    """Return a record as it stands in the file."""
    return _HEAD.pack(key, len(data), zlib.crc32(data)) + data


def records(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield key and data of each record of several."""
    position = 0
    while position < len(data):
        key, length, _ = _HEAD.unpack_from(data, position)
        start = position + _HEAD.size
        position = start + length
        yield key, data[start:position]


class Store:
    """One file of records; a file of another version counts as empty."""

    def __init__(self, path: Path, version: bytes) -> None:
        """Look where the records of a file stand, if there is one."""
        self._path, self._version, self._list = path, version, path.with_suffix(".places")
        self._file: int | None = None
        self._look()

    def _look(self) -> None:
        """Learn the places: from the list, and from the file itself what the list does not tell of."""
        self._places: dict[bytes, _Place] = {}
        self._untold: dict[bytes, _Place] = {}
        told = self._listed = 0
        try:
            with self._path.open("rb") as file:
                if file.read(KEY) != self._version:
                    return
                size = os.fstat(file.fileno()).st_size
                self._places, told, self._listed = _read_list(self._list, self._version, size)
                if told < size:
                    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                        self._untold = dict(_found(data, max(told, KEY)))
        except (OSError, ValueError):
            return
        self._places |= self._untold

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self._places)

    def read(self, key: bytes) -> bytes | None:
        """Return a record's data, or None when it is not there as it was written."""
        place = self._places.get(key)
        if place is None:
            return None
        start, length, check = place
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            data = _read_at(self._file, start, length)
        except OSError:
            return None
        return data if len(data) == length and zlib.crc32(data) == check else None

    def add(self, fresh: Mapping[bytes, bytes]) -> None:
        """Put records at the end of the file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        begun = bool(self._places) and self._path.is_file()
        if not begun:
            self._forget_list()
        with self._path.open("ab" if begun else "wb") as file:
            if not begun:
                file.write(self._version)
            position = file.tell()
            for key, data in fresh.items():
                file.write(record(key, data))
                start = position + _HEAD.size
                position = start + len(data)
                self._places[key] = self._untold[key] = (start, len(data), zlib.crc32(data))
        self._close()

    def tidy(self, used: Collection[bytes], spare: int) -> None:
        """Write the file anew when it is longer than so many times what was used, and list where its records stand."""
        if not self._path.is_file():
            return
        places = self._places
        asked = sum(places[key][1] for key in used if key in places)
        if self._path.stat().st_size > spare * asked:
            self._rewrite(used)
        if self._untold:
            self._tell()

    def _rewrite(self, used: Collection[bytes]) -> None:
        half = self._path.with_suffix(".half")
        with half.open("wb") as file:
            file.write(self._version)
            file.writelines(record(key, data) for key in used if (data := self.read(key)) is not None)
        self._close()
        self._forget_list()
        half.replace(self._path)
        self._look()

    def _tell(self) -> None:
        """Add to the list what it does not tell of."""
        body = b"".join(_PLACE.pack(key, *place) for key, place in self._untold.items())
        block = _BLOCK.pack(len(self._untold), self._path.stat().st_size, zlib.crc32(body)) + body
        with self._list.open("r+b" if self._listed else "wb") as file:
            file.seek(self._listed)
            file.write(block if self._listed else self._version + block)
            self._listed = file.tell()
            file.truncate()
        self._untold = {}

    def _forget_list(self) -> None:
        self._list.unlink(missing_ok=True)
        self._listed = 0
        self._untold = dict(self._places)

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _read_list(path: Path, version: bytes, size: int) -> tuple[dict[bytes, _Place], int, int]:
    """Return the places that a list tells of, up to where in the file, and how much of the list is whole.

    A list that tells of more than the file holds is of another file, or this one was cut: nothing of it is believed.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return {}, 0, 0
    places: dict[bytes, _Place] = {}
    told, whole = 0, KEY
    while data[:KEY] == version and whole + _BLOCK.size <= len(data):
        count, told_here, check = _BLOCK.unpack_from(data, whole)
        start = whole + _BLOCK.size
        body = data[start : start + count * _PLACE.size]
        if len(body) != count * _PLACE.size or zlib.crc32(body) != check:
            break
        places.update((key, (first, length, mark)) for key, first, length, mark in _PLACE.iter_unpack(body))
        told, whole = told_here, start + len(body)
    return (places, told, whole) if 0 < told <= size else ({}, 0, 0)


def _found(data: mmap.mmap, position: int) -> Iterator[tuple[bytes, _Place]]:
    """Yield the place of each record of a file from a position on, up to one that a crash cut short."""
    size = len(data)
    while position + _HEAD.size <= size:
        key, length, check = _HEAD.unpack_from(data, position)
        start = position + _HEAD.size
        position = start + length
        if position > size:
            break
        yield key, (start, length, check)


def _read_at(file: int, start: int, length: int) -> bytes:
    """Return bytes of a file from a place on, whatever forked processes read of it meanwhile."""
    if hasattr(os, "pread"):
        return os.pread(file, length, start)
    os.lseek(file, start, os.SEEK_SET)
    return os.read(file, length)
