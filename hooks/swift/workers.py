"""Workers: forked processes that take work from queues and hand back what came of it.

A queue is a pipe filled with numbers before the fork; whoever reads a number does that piece of work. Pieces that
follow each other are alike and share what is remembered on the way, so each process has a queue of its own with a run
of them; one that has emptied it goes on with the others', so a process that is slowed down simply takes fewer. Only the
first piece is the first child's: the caller puts there what needs much memory, for the parent needs its own at the end,
when the others hand back. Log records made in a child are kept and given back with its results, because the engine
counts warnings in the parent.
"""

from __future__ import annotations

import logging
import os
import pickle
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from struct import Struct
from typing import Any, BinaryIO, Final, NoReturn, Self, TypeVar

Result = TypeVar("Result")
_NUMBER: Final = 4
_MOST_PIECES: Final = 8_000
"""Numbers that fit a pipe of 64 KiB, with room."""
_LENGTH: Final = Struct("<Q")
"""Before each piece that a child hands over: its length in bytes."""
_END: Final = -1
"""Number that stands in place of a piece before what was logged, after the last of them."""
_LOGGER: Final = "mkdocs"
Record = tuple[str, int, str]
"""A log record: name of the logger, level, message."""


class WorkerError(Exception):
    """A child did not finish; what it had taken from the queue is not done."""


def worker_count() -> int:
    """Return how many processes to use: one where forking is impossible or unsafe (other threads are running)."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, 8))


def spread(
    pieces: int,
    work: Callable[[int], Result],
    processes: int,
    between: Callable[[bool], None] = lambda _: None,
    take: Callable[[Result], Result] = lambda result: result,
) -> list[Result]:
    """Do `work(0)` … `work(pieces - 1)` in several processes and return the results in order.

    Args:
        pieces: How many there are.
        work: Does one.
        processes: How many processes may do some.
        between: What this process does after each of its pieces, told whether any may be left.
        take: Takes each result as it comes, and gives back what is to be returned of it: all of them are held to the
            end.

    Raises:
        WorkerError: A child failed. The caller may do the work again in one process.
        Exception: What `work` raised in this process, after every child has ended.
    """
    if processes < 2 or not 1 < pieces <= _MOST_PIECES:
        alone = [take(work(piece)) for piece in range(pieces)]
        between(False)  # noqa: FBT003 (of one parameter)
        return alone
    queues = [filled_queue(run) for run in runs(range(1, pieces), processes)]
    first = Child(lambda: chain([(0, work(0))], _take(queues, 1, work)))
    children = [first, *(Child(partial(_take, queues, own, work)) for own in range(2, processes))]
    try:
        done: dict[int, Result] = {}
        for piece, result in _take(queues, 0, work):
            done[piece] = take(result)
            between(True)  # noqa: FBT003 (of one parameter)
        between(False)  # noqa: FBT003 (of one parameter)
    except BaseException:
        _give_up(queues, children)
        raise
    for queue in queues:
        os.close(queue)
    for child in children:
        done.update((piece, take(result)) for piece, result in child.results())
    if len(done) != pieces:
        message = f"{pieces - len(done)} of {pieces} pieces of work are missing"
        raise WorkerError(message)
    return [done[piece] for piece in range(pieces)]


def filled_queue(pieces: Iterable[int]) -> int:
    """Return the end of a pipe from which this process and those forked later take the numbers of pieces of work."""
    reader, writer = os.pipe()
    os.write(writer, b"".join(piece.to_bytes(_NUMBER, "big") for piece in pieces))
    os.close(writer)
    return reader


def taken(queue: int) -> Iterator[int]:
    """Take numbers from a queue, one after the other, until none is left."""
    while number := os.read(queue, _NUMBER):
        yield int.from_bytes(number, "big")


def runs(pieces: Sequence[int], count: int) -> Iterator[Sequence[int]]:
    """Yield the pieces in so many runs of nearly equal length."""
    for number in range(count):
        yield pieces[len(pieces) * number // count : len(pieces) * (number + 1) // count]


def _take(queues: Sequence[int], own: int, work: Callable[[int], Result]) -> Iterator[tuple[int, Result]]:
    """Do what stands in one's own queue, and then what is left in the others."""
    for piece in chain.from_iterable(map(taken, [*queues[own:], *queues[:own]])):
        yield piece, work(piece)


class Child:
    """A forked process and the unnamed file in which it hands over what it did, piece by piece."""

    def __init__(self, done: Callable[[], Iterable[tuple[int, Any]]]) -> None:
        """Start it; it yields the number and the result of each piece that it does."""
        self._answers: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (read while the child goes on)
        self._position = 0
        self._status: int | None = None
        self._process = os.fork()
        if not self._process:
            self._run(done)

    def _run(self, done: Callable[[], Iterable[tuple[int, Any]]]) -> NoReturn:
        status = 1
        try:
            records = keep_records()
            for each in chain(done(), [(_END, records)]):
                body = pickle.dumps(each, pickle.HIGHEST_PROTOCOL)
                self._answers.write(_LENGTH.pack(len(body)))
                self._answers.write(body)
                self._answers.flush()
            status = 0
        finally:
            os._exit(status)

    def arrived(self) -> Iterator[tuple[int, Any]]:
        """Yield what is there whole and was not yielded before; the place in the file is the child's, and stays."""
        file = self._answers.fileno()
        while head := os.pread(file, _LENGTH.size, self._position):
            start = self._position + _LENGTH.size
            length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 1
            body = os.pread(file, length, start)
            if len(body) < length:
                return
            self._position = start + length
            piece, result = pickle.loads(body)  # noqa: S301 (of our own child)
            if piece == _END:
                say_again(result)
            else:
                yield piece, result

    def ended(self) -> bool:
        """Say whether it has ended."""
        if self._status is None:
            ended, status = os.waitpid(self._process, os.WNOHANG)
            self._status = status if ended else None
        return self._status is not None

    def results(self) -> Iterator[tuple[int, Any]]:
        """Wait for its end and yield what was not yielded before.

        Raises:
            WorkerError: It did not finish.
        """
        self._wait()
        with self._answers:
            if self._status:
                message = f"a worker ended with status {self._status}"
                raise WorkerError(message)
            yield from self.arrived()

    def give_up(self) -> None:
        """Wait for its end, whatever it did."""
        self._wait()
        self._answers.close()

    def _wait(self) -> None:
        if self._status is None:
            _, self._status = os.waitpid(self._process, 0)


def _give_up(queues: Iterable[int], children: Iterable[Child]) -> None:
    """Take what is left of the queues, so that the children end, and wait for them."""
    for queue in queues:
        while os.read(queue, _NUMBER):
            pass
        os.close(queue)
    for child in children:
        child.give_up()


def keep_records() -> list[Record]:
    """Keep what is logged from now on in this process in the list returned, and show it nowhere."""
    logger = logging.getLogger(_LOGGER)
    keeper = Keeper(logger.getEffectiveLevel())
    logger.handlers, logger.propagate = [keeper], False
    return keeper.records


def hear_everything() -> None:
    """Let the engine's logger pass on what a quiet run does not show, so that a strict run stops and caches know."""
    logger = logging.getLogger(_LOGGER)
    if logger.level > logging.INFO:
        for handler in (handler for handler in logger.handlers if not isinstance(handler, Keeper)):
            handler.setLevel(max(handler.level, logger.level))
        logger.setLevel(logging.INFO)


def show_warnings() -> None:
    """Show even in a quiet run what stops a strict one: nobody would know why it stopped."""
    for handler in logging.getLogger(_LOGGER).handlers:
        handler.setLevel(min(handler.level, logging.WARNING))


class Listener(logging.Handler):
    """Hears, while it is entered, whether anything was said."""

    def __init__(self) -> None:
        """Start with nothing heard."""
        super().__init__(logging.INFO)
        self.warned = False

    def __enter__(self) -> Self:
        """Listen."""
        logging.getLogger(_LOGGER).addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        logging.getLogger(_LOGGER).removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Take note."""
        del record
        self.warned = True


class Keeper(logging.Handler):
    """Keeps what is said, while it is one of the engine's handlers."""

    def __init__(self, level: int) -> None:
        """Start with nothing; what is said below `level` is not kept."""
        super().__init__(level)
        self.records: list[Record] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.records.append((record.name, record.levelno, record.getMessage()))


def say_again(records: Iterable[Record]) -> None:
    """Say what was kept."""
    for name, level, text in records:
        logging.getLogger(name).log(level, "%s", text)
