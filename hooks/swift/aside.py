"""Aside: what other processes do from the library while this one goes on with the build.

Where there are two cores, one other process does it, task by task: this one, which that one waits for, then has a core
to itself. What is not begun when this process has nothing else to do, it does itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Final, Protocol, TypeVar

from swift.files import MadeFile
from swift.manifest import Written
from swift.workers import Child, WorkerError, filled_queue, taken

Value = TypeVar("Value")
_END: Final = "end"
"""What comes after the last result of a task."""
_GLANCE: Final = 0.001
"""Seconds between two looks at a task that is waited for."""


class Memory(Protocol):
    """What keeps values between builds, as far as work in another process concerns it."""

    def apart(self, work: Callable[[], Value]) -> tuple[Value, Iterator[bytes]]:
        """Do work; in a forked process return as well what it worked out, in parts."""

    def recall(self, room: str, key: bytes, work: Callable[[], Value]) -> Value:
        """Return the value of the work, worked out now or earlier under this room and key."""

    def absorb(self, records: bytes) -> None:
        """Take over what another process worked out."""


class Task(Protocol):
    """A piece of work that may be done in another process, and what is done here with its results."""

    def work(self) -> Iterator[Any]:
        """Do it, wherever, and yield what came of it."""

    def take(self, result: Any) -> None:  # noqa: ANN401 (what `work` yields)
        """Take one result over; after a process that failed, all of them come again."""


class Aside:
    """Tasks that are being done; whoever is free does the next, this process too once it waits."""

    def __init__(self, tasks: Sequence[Task], processes: int) -> None:
        """Start.

        Args:
            tasks: The tasks, the longest first; none of them needs another.
            processes: How many other processes may do them; with none they are done when they are waited for.
        """
        self._tasks, self._done = tasks, set[int]()
        count = min(len(tasks), processes)
        self._queue = filled_queue(range(len(tasks))) if count else None
        self._children = [Child(self._share) for _ in range(count)]

    def is_done(self, task: Task) -> bool:
        """Say whether all that came of a task was taken."""
        for child in self._children:
            for number, result in child.arrived():
                self._take(number, result)
        return self._tasks.index(task) in self._done

    def wait_for(self, task: Task) -> None:
        """Wait until a task is done; what nobody began is done here meanwhile."""
        left = self._left()
        while not self.is_done(task) and (number := next(left, None)) is not None:
            self._do(number)
        while not self.is_done(task):
            if all(child.ended() for child in self._children):
                self.wait()
                return
            time.sleep(_GLANCE)

    def wait(self) -> None:
        """Wait until all are done, and take their results; what a process left undone is done here from the start."""
        try:
            for number in self._left():
                self._do(number)
            while self._children:
                with suppress(WorkerError):
                    for number, result in self._children.pop().results():
                        self._take(number, result)
        except BaseException:
            self.give_up()
            raise
        for number in range(len(self._tasks)):
            if number not in self._done:
                self._do(number)

    def give_up(self) -> None:
        """Wait until the other processes have ended, whatever came of their work."""
        for _ in self._left():
            pass
        while self._children:
            self._children.pop().give_up()

    def _left(self) -> Iterator[int]:
        """Yield the tasks that nobody began, taking each from the queue; there is no queue afterwards."""
        if self._queue is not None:
            yield from taken(self._queue)
            os.close(self._queue)
            self._queue = None

    def _share(self) -> Iterator[tuple[int, Any]]:
        """Do tasks in another process; yield their numbers and what came of them."""
        for number in taken(self._queue) if self._queue is not None else ():
            for result in self._tasks[number].work():
                yield number, result
            yield number, _END

    def _do(self, number: int) -> None:
        for result in self._tasks[number].work():
            self._take(number, result)
        self._take(number, _END)

    def _take(self, number: int, result: Any) -> None:  # noqa: ANN401 (what the task yields)
        if result == _END:
            self._done.add(number)
        else:
            self._tasks[number].take(result)


class Thinking:
    """Values worked out before they are asked for; afterwards the memory knows them."""

    def __init__(self, works: Sequence[Callable[[], object]], memory: Memory) -> None:
        """Take the works; each of them recalls a value or, where it is not known, works it out."""
        self._works, self._memory = works, memory

    def work(self) -> Iterator[bytes]:
        """Think; yield what the memory is to know, in parts."""
        for work in self._works:
            _, parts = self._memory.apart(work)
            yield from parts

    def take(self, result: bytes) -> None:
        """Let the memory know."""
        self._memory.absorb(result)


class Writing:
    """Files to be made and written, each with `before` set; afterwards each says what lies in the site."""

    def __init__(self, files: Sequence[MadeFile], memory: Memory) -> None:
        """Take the files, and what the making of their contents recalls from."""
        self._files, self._memory = files, memory

    def work(self) -> Iterator[tuple[int, Written | None, bytes]]:
        """Write; yield the place of each file, what lies there now, and a part of what the memory is to know."""
        for place, file in enumerate(self._files):
            after, parts = self._memory.apart(file.write)
            yield place, after, b""
            yield from ((place, after, part) for part in parts)

    def take(self, result: tuple[int, Written | None, bytes]) -> None:
        """Note what lies in the site, and let the memory know."""
        place, after, records = result
        self._files[place].after = after
        self._memory.absorb(records)
