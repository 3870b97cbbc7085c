"""Writing and thinking ahead: what another process does from the library while this one goes on with the build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from swift.files import MadeFile
from swift.manifest import Written
from swift.workers import Errand

Value = TypeVar("Value")


class Memory(Protocol):
    """What keeps values between builds, as far as work in another process concerns it."""

    def apart(self, work: Callable[[], Value]) -> tuple[Value, Iterator[bytes]]:
        """Do work; in a forked process return as well what it worked out, in parts."""

    def recall(self, room: str, key: bytes, work: Callable[[], Value]) -> Value:
        """Return the value of the work, worked out now or earlier under this room and key."""

    def absorb(self, records: bytes) -> None:
        """Take over what another process worked out."""


class Ahead:
    """Values worked out before they are asked for; afterwards the memory knows them."""

    def __init__(self, works: Sequence[Callable[[], object]], memory: Memory) -> None:
        """Start another process; each of the works recalls a value or, where it is not known, works it out."""
        self._works, self._memory = works, memory
        self._errand = Errand(self._work, apart=True)

    def wait(self) -> None:
        """Wait until all are known."""
        for records in self._errand.results():
            self._memory.absorb(records)

    def give_up(self) -> None:
        """Wait until the other process has ended, whatever came of it."""
        self._errand.give_up()

    def _work(self) -> Iterator[bytes]:
        for work in self._works:
            _, parts = self._memory.apart(work)
            yield from parts


class Writing:
    """Files that are being written."""

    def __init__(self, files: Sequence[MadeFile], memory: Memory, *, apart: bool) -> None:
        """Start to make and write files, each with `before` set.

        Args:
            files: The files.
            memory: What the making of their contents recalls from.
            apart: Whether another process is to do it.
        """
        self._files, self._memory = files, memory
        self._errand = Errand(self._write, apart=apart)

    def wait(self) -> None:
        """Wait until all are written; afterwards each says what lies in the site, and the memory knows all of it."""
        for place, after, records in self._errand.results():
            self._files[place].after = after
            self._memory.absorb(records)

    def give_up(self) -> None:
        """Wait until the other process has ended, whatever came of it."""
        self._errand.give_up()

    def _write(self) -> Iterator[tuple[int, Written | None, bytes]]:
        """Write the files; yield the place of each, what lies there now, and a part of what the memory is to know."""
        for place, file in enumerate(self._files):
            after, parts = self._memory.apart(file.write)
            yield place, after, b""
            yield from ((place, after, part) for part in parts)
