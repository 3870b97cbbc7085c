"""Memory: what earlier builds worked out, kept by the content it was worked out from.

A value is recalled under the digest of everything it is a function of, so a recalled value is never stale: when any
input changes, so does the key. The file only grows while it is used, one record after the other, each with its own
check; a record that a crash cut short is passed over with all that follows it, and when most of what the file holds is
no longer asked for it is written anew. Deleting it costs time and nothing else.

To work out a value others may be recalled. Its record names them: they count as asked for whenever the value is, and
are still there when one input of many changes and the value must be put together again.

Values are Python objects that this program wrote below the project's own folder, beside the code that reads them:
whoever can change the file can change the code.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from itertools import starmap
from pathlib import Path
from struct import Struct
from typing import Any, Final, TypeAlias, TypeVar

from vanban.store import KEY, Store, record, records

Value = TypeVar("Value")
Spread = Callable[[int, Callable[[int], bytes]], Iterable[bytes]]
"""Does `work(0)` … `work(n - 1)`, in several processes where there are, and gives what each handed over."""
_SIZE: Final = KEY
_COUNT: Final = Struct("<I")
_MOST: Final = 2 << 20
"""Bytes of new values above which they are put into the file before the end."""
_SPARE: Final = 2
"""The file is written anew when it is longer than so many times what was asked for."""

_Known: TypeAlias = tuple[object, tuple[bytes, ...]]
"""A value, and the keys of those that were recalled to work it out."""


def digest(*parts: str | bytes) -> bytes:
    """Return the digest of the parts; no other list of parts gives the same."""
    state = blake2b(digest_size=_SIZE)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.digest()


def joined(*keys: bytes) -> bytes:
    """Return the digest of digests; empty, for what is not to be kept, when one of them is.

    Digests are all of one length, so they are taken together at once.
    """
    return blake2b(b"".join(keys), digest_size=_SIZE, person=b"digests").digest() if all(keys) else b""


class Memory:
    """Values by digest: those of the file it was opened with, and those worked out since."""

    def __init__(self, path: Path | None = None, version: str = "", *, lasting: bool = False) -> None:
        """Open the file, if there is one.

        Args:
            path: Where values are kept; None keeps them for the life of this object.
            version: Digest of the code that makes the values; a file of another version counts as empty.
            lasting: Whether values stay in memory from one use to the next, also those that the file holds.
        """
        self._store = Store(path, digest(version)) if path is not None else None
        self._lasting = lasting or path is None
        self._values: dict[bytes, _Known] = {}
        self._used: dict[bytes, None] = {}
        self._shared: dict[object, object] = {}
        self._fresh: dict[bytes, bytes] = {}
        self._fresh_size, self._process = 0, os.getpid()

    def recall(self, room: str, key: bytes, work: Callable[[], Value]) -> Value:
        """Return the value of `work()`, from memory when it was worked out under this room and key before.

        The value is shared by all who ask for it: nobody may change it. An empty key stands for something that was
        not read from a file; its value is worked out each time. A value that is kept is given as it is read back: the
        one that was written holds, beside each of its texts, the bytes that were written of it.
        """
        if not key:
            return work()
        place = digest(room, key)
        known = self._values.get(place) or self._known(place) or self._work_out(place, work)
        if self._lasting:
            self._values[place] = known
        value, beneath = known
        self._used[place] = None
        self._used.update(dict.fromkeys(beneath))
        return value  # type: ignore[return-value]  # the room decides the type

    def _known(self, place: bytes) -> _Known | None:
        data = self._fresh.get(place)
        if data is None and self._store is not None:
            data = self._store.read(place)
        return None if data is None else _loaded(data)

    def _work_out(self, place: bytes, work: Callable[[], object]) -> _Known:
        used, self._used = self._used, {}
        try:
            value = work()
        finally:
            beneath = tuple(self._used)
            used.update(self._used)
            self._used = used
        if self._store is None:
            return value, beneath
        data = _dumped(value, beneath)
        self._keep(place, data)
        return _loaded(data)

    def keep(self, room: str, key: bytes) -> None:
        """Count a value as asked for, so that it is not forgotten, without reading it."""
        if key:
            self._used[digest(room, key)] = None

    def share(self, value: Value) -> Value:
        """Return the equal value that was given before, until the next `save`: much of what texts say is said again."""
        return self._shared.setdefault(value, value)  # type: ignore[return-value]  # equal values are of one type

    @property
    def empty(self) -> bool:
        """Say whether nothing is known yet, so that much will have to be worked out."""
        return not self._store and not self._values and not self._fresh

    def hand_over(self) -> bytes:
        """Return what this forked process worked out since this was last called, for the memory it was forked from."""
        if os.getpid() == self._process:
            return b""
        records = b"".join(starmap(record, self._fresh.items()))
        self._fresh = {}
        return records

    def apart(self, work: Callable[[], Value]) -> tuple[Value, Iterator[bytes]]:
        """Do work; in a forked process return as well what it recalled and worked out, in parts for `absorb`."""
        if os.getpid() == self._process:
            return work(), iter(())
        self._fresh, self._used = {}, {}
        return work(), self._parts()

    def _parts(self) -> Iterator[bytes]:
        part = bytearray()
        for place in self._used:
            part += record(place, self._fresh.pop(place, b""))
            if len(part) > _MOST:
                yield bytes(part)
                part.clear()
        yield bytes(part)

    def absorb(self, handed: bytes) -> None:
        """Take over what another process worked out under the same version of the code, and what it asked for."""
        for place, data in records(handed):
            self._used[place] = None
            if data:
                self._keep(place, data)

    def save(self) -> None:
        """Write what is new to the file, and forget what was not asked for since the last time."""
        if self._store is not None:
            if self._fresh:
                self._append(self._store)
            self._store.tidy(self._used, _SPARE)
        self._values = {place: self._values[place] for place in self._used if place in self._values}
        self._used, self._shared = {}, {}

    def _keep(self, place: bytes, data: bytes) -> None:
        """Hold the bytes of a new value, and put all that are held into the file when they are many."""
        self._fresh[place] = data
        self._fresh_size += len(data)
        if self._fresh_size > _MOST and self._store is not None and os.getpid() == self._process:
            self._append(self._store)

    def _append(self, store: Store) -> None:
        store.add(self._fresh)
        self._fresh, self._fresh_size = {}, 0


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


def packed(value: object) -> bytes:
    """Return a part of a value as bytes, so that whoever recalls the value reads the part only where it is needed."""
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def unpacked(data: bytes | memoryview) -> Any:  # noqa: ANN401 (who packed it knows the type)
    """Return what was packed."""
    return pickle.loads(data)  # noqa: S301 (see the module)


def _dumped(value: object, beneath: Sequence[bytes]) -> bytes:
    """Return a record's bytes: how many keys lie beneath the value, these keys, and the value."""
    return b"".join((_COUNT.pack(len(beneath)), *beneath, packed(value)))


def _loaded(data: bytes) -> _Known:
    (count,) = _COUNT.unpack_from(data)
    stop = _COUNT.size + count * _SIZE
    beneath = tuple(data[start : start + _SIZE] for start in range(_COUNT.size, stop, _SIZE))
    return unpacked(memoryview(data)[stop:]), beneath
