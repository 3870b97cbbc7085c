"""Memory: what earlier builds worked out, kept by the content it was worked out from.

A value is recalled under the digest of everything it is a function of, so a recalled value is never stale: when any
input changes, so does the key. The file only grows while it is used, one record after the other, each with its own
check; a record that a crash cut short is passed over with all that follows it, and when most of what the file holds is
no longer asked for it is written anew. Deleting it costs time and nothing else.

Values are Python objects that this program wrote below the project's own folder, beside the code that reads them:
whoever can change the file can change the code.
"""

from __future__ import annotations

import gc
import io
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from typing import Any, Final, TypeVar

Value = TypeVar("Value")
Spread = Callable[[int, Callable[[int], bytes]], Iterable[bytes]]
"""Does `work(0)` … `work(n - 1)`, in several processes where there are, and gives what each handed over."""
_SIZE: Final = 16
_HEAD: Final = Struct(f"<{_SIZE}sII")
"""Key, length and CRC-32 of a record's value."""
_SPARE: Final = 2
"""The file is written anew when it is longer than so many times what was asked for."""


def digest(*parts: str | bytes) -> bytes:
    """Return the digest of the parts; no other list of parts gives the same."""
    state = blake2b(digest_size=_SIZE)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.digest()


class Memory:
    """Values by digest: those of the file it was opened with, and those worked out since."""

    def __init__(self, path: Path | None = None, version: str = "") -> None:
        """Open the file, if there is one.

        Args:
            path: Where values are kept; None keeps them for the life of this object.
            version: Digest of the code that makes the values; a file of another version counts as empty.
        """
        self._path, self._version = path, digest(version)
        self._data = _content(path, self._version) if path is not None else b""
        self._places = dict(_records(self._data, _SIZE))
        self._values: dict[bytes, object] = {}
        self._used: dict[bytes, None] = {}
        self._fresh: dict[bytes, bytes | None] = {}
        self._absorbed: dict[bytes, bytes] = {}

    def recall(self, room: str, key: bytes, work: Callable[[], Value]) -> Value:
        """Return the value of `work()`, from memory when it was worked out under this room and key before.

        The value is shared by all who ask for it: nobody may change it. An empty key stands for something that was
        not read from a file; its value is worked out each time.
        """
        if not key:
            return work()
        place = digest(room, key)
        self._used[place] = None
        if place not in self._values:
            known = self._known(place)
            if known is None:
                self._values[place] = work()
                self._fresh[place] = None
            else:
                self._values[place] = pickle.loads(known)  # noqa: S301 (see the module)
        return self._values[place]  # type: ignore[return-value]  # the room decides the type

    @property
    def empty(self) -> bool:
        """Say whether nothing is known yet, so that much will have to be worked out."""
        return not self._places and not self._values

    def hand_over(self) -> bytes:
        """Return what was worked out since this was last called, for the memory of another process."""
        return b"".join(self._record(place) for place, record in list(self._fresh.items()) if record is None)

    def absorb(self, records: bytes) -> None:
        """Take over what another process worked out under the same version of the code."""
        for place, (start, stop) in _records(records):
            if place not in self._values:
                self._absorbed[place] = records[start:stop]
                self._fresh[place] = _record(place, self._absorbed[place])

    def save(self) -> None:
        """Write what is new to the file, and forget what was not asked for since the last time."""
        if self._path is not None:
            self._write(self._path)
        self._values = {place: self._values[place] for place in self._used}
        self._used, self._fresh, self._absorbed = {}, {}, {}

    def _known(self, place: bytes) -> bytes | memoryview | None:
        if place in self._absorbed:
            return self._absorbed[place]
        known = self._places.get(place)
        return memoryview(self._data)[slice(*known)] if known is not None else None

    def _record(self, place: bytes) -> bytes:
        """Return the record of a new value, made once."""
        record = self._fresh[place]
        if record is None:
            buffer = io.BytesIO()
            _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(self._values[place])
            record = self._fresh[place] = _record(place, buffer.getvalue())
        return record

    def _write(self, path: Path) -> None:
        added = b"".join(map(self._record, list(self._fresh)))
        kept = [place for place in self._used if place in self._places]
        asked = sum(stop - start for start, stop in map(self._places.__getitem__, kept))
        if not added and self._data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if self._data and len(self._data) <= _SPARE * asked:
            with path.open("ab") as file:
                file.write(added)
        else:
            old = [_record(place, self._data[slice(*self._places[place])]) for place in kept]
            half = path.with_suffix(".half")
            half.write_bytes(b"".join([self._version, *old, added]))
            half.replace(path)
        self._data = _content(path, self._version)
        self._places = dict(_records(self._data, _SIZE))


class _Pickler(pickle.Pickler):
    """Writes a record class as a call with its values, which is read many times faster than its fields one by one."""

    def reducer_override(self, value: object, /) -> Any:  # noqa: ANN401 (the library's protocol)
        kind: Any = type(value)
        names = _positional(kind)
        return NotImplemented if names is None else (kind, tuple(getattr(value, name) for name in names))


@cache
def _positional(kind: Any) -> tuple[str, ...] | None:  # noqa: ANN401 (any class)
    """Return the fields of a record class that its constructor takes in order, or None for any other class."""
    if not is_dataclass(kind) or any(field.kw_only or not field.init for field in fields(kind)):
        return None
    return tuple(field.name for field in fields(kind))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Make many objects that all stay without the collector looking through them again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _content(path: Path, version: bytes) -> bytes:
    try:
        data = path.read_bytes()
    except OSError:
        return b""
    return data if data.startswith(version) else b""


def _record(place: bytes, value: bytes) -> bytes:
    return _HEAD.pack(place, len(value), zlib.crc32(value)) + value


def _records(data: bytes, position: int = 0) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """Yield (key, (start, stop)) of each whole record from `position` on, up to the first that is not."""
    view = memoryview(data)
    while position + _HEAD.size <= len(data):
        key, length, check = _HEAD.unpack_from(data, position)
        start = position + _HEAD.size
        if start + length > len(data) or zlib.crc32(view[start : start + length]) != check:
            return
        yield key, (start, start + length)
        position = start + length
