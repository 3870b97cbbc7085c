"""Work in other processes: an errand and files written on it, with the same outcome as in this process."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from mkdocs.config import load_config

from swift.aside import Aside, Thinking, Writing
from swift.files import MadeFile, made_file
from swift.findings import Findings, look_apart
from trees import PROJECT, configure, draw
from vanban.memory import Memory

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no forking here")
PATIENCE = 60
"""Seconds after which another process is taken to be stuck."""
BOTH = pytest.mark.parametrize("apart", [False, pytest.param(True, marks=forks)])


def await_true(said: Callable[[], bool]) -> None:
    """Wait until another process has come so far; one that never does fails the test, and does not hold it."""
    end = time.monotonic() + PATIENCE
    while not said():
        assert time.monotonic() < end
        time.sleep(0.001)


class Noted:
    """A task that notes which process did it, and yields its name; it may fail, or its result may be refused."""

    def __init__(self, path: Path, *, fails: bool = False, refused: bool = False) -> None:
        self.path, self.fails, self.refused, self.taken = path, fails, refused, list[str]()
        self.here = os.getpid()

    def work(self) -> Iterator[str]:
        with self.path.open("a") as file:
            file.write(f"{os.getpid()}\n")
        yield self.path.name
        if self.fails and os.getpid() != self.here:
            os._exit(3)

    def take(self, result: str) -> None:
        if self.refused:
            raise KeyError(result)
        self.taken.append(result)

    def processes(self) -> list[int]:
        """Return the processes that did it, in order."""
        return [int(line) for line in self.path.read_text().split()]

    def await_begin(self) -> None:
        """Wait until a process does it."""
        await_true(self.path.exists)


@forks
@pytest.mark.parametrize("processes", [0, 1, 2, 3, 9])
def test_each_task_is_done_and_taken_once(tmp_path: Path, processes: int) -> None:
    tasks = [Noted(tmp_path / name) for name in "abc"]
    aside = Aside(tasks, processes)
    for task in tasks:
        aside.wait_for(task)
    aside.wait()
    aside.wait()
    assert [task.taken for task in tasks] == [["a"], ["b"], ["c"]]
    by = [process for task in tasks for process in task.processes()]
    assert len(by) == 3
    assert processes or set(by) == {os.getpid()}


@forks
def test_a_task_that_nobody_began_is_done_here(tmp_path: Path) -> None:
    first = Held(tmp_path / "a")
    second = Releasing(tmp_path / "b", first)
    aside = Aside([first, second], 1)
    first.await_begin()
    aside.wait()
    assert (first.taken, second.taken) == (["a"], ["b"])
    assert second.processes() == [os.getpid()] != first.processes()


@forks
def test_who_waits_for_a_task_that_nobody_began_does_it(tmp_path: Path) -> None:
    """The longest is begun first, by another process; this one need not stand idle until that gets to the next."""
    first, second, third = Held(tmp_path / "a"), Noted(tmp_path / "b"), Noted(tmp_path / "c")
    aside = Aside([first, second, third], 1)
    first.await_begin()
    aside.wait_for(second)
    assert (second.taken, third.taken) == (["b"], [])
    assert second.processes() == [os.getpid()]
    assert not aside.is_done(first)
    first.go.touch()
    aside.wait()
    assert (first.taken, third.taken) == (["a"], ["c"])
    assert len(third.processes()) == 1


@forks
def test_what_a_process_did_not_finish_is_done_here(tmp_path: Path) -> None:
    tasks = [Noted(tmp_path / "a"), Noted(tmp_path / "b", fails=True), Noted(tmp_path / "c")]
    aside = Aside(tasks, 1)
    tasks[1].await_begin()
    aside.wait_for(tasks[1])
    aside.wait_for(tasks[2])
    assert tasks[0].taken == ["a"]
    assert set(tasks[1].taken) == {"b"}
    assert tasks[2].taken == ["c"]
    assert len(tasks[0].processes()) == 1
    assert tasks[1].processes()[-1] == os.getpid()


class Held(Noted):
    """A task that begins and then waits until it may go on."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.go = path.with_suffix(".go")

    def work(self) -> Iterator[str]:
        yield from super().work()
        end = time.monotonic() + 30
        while not self.go.exists() and time.monotonic() < end:
            time.sleep(0.001)


class Releasing(Noted):
    """A task that lets another go on."""

    def __init__(self, path: Path, held: Held) -> None:
        super().__init__(path)
        self.held = held

    def work(self) -> Iterator[str]:
        yield from super().work()
        self.held.go.touch()


class Speaking(Noted):
    """A task that warns."""

    def work(self) -> Iterator[str]:
        logging.getLogger("mkdocs").warning("nghe")
        yield from super().work()


class Wrong(Noted):
    """A task that can't be done."""

    def work(self) -> Iterator[str]:
        yield str(1 // 0)


@BOTH
def test_an_error_is_raised_when_the_result_is_asked_for(tmp_path: Path, *, apart: bool) -> None:
    aside = Aside([Wrong(tmp_path / "a")], int(apart))
    with pytest.raises(ZeroDivisionError):
        aside.wait()


@forks
@pytest.mark.parametrize("gives_up", [False, True])
def test_no_process_is_left_behind(tmp_path: Path, *, gives_up: bool) -> None:
    tasks = [Noted(tmp_path / "a", refused=True), Noted(tmp_path / "b")]
    aside = Aside(tasks, 2)
    processes = [child._process for child in aside._children]
    assert len(processes) == 2
    if gives_up:
        aside.give_up()
    else:
        with pytest.raises(KeyError):
            aside.wait()
    for process in processes:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


@forks
def test_one_task_is_taken_while_the_next_is_still_done(tmp_path: Path) -> None:
    first, second = Noted(tmp_path / "a"), Held(tmp_path / "b")
    aside = Aside([first, second], 1)
    second.await_begin()
    aside.wait_for(first)
    assert first.taken == ["a"]
    assert aside.is_done(first)
    assert not aside.is_done(second)
    second.go.touch()
    aside.wait_for(second)
    aside.wait()
    assert (first.taken, second.taken) == (["a"], ["b"])


@BOTH
def test_what_a_task_says_is_heard(tmp_path: Path, caplog: pytest.LogCaptureFixture, *, apart: bool) -> None:
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        Aside([Speaking(tmp_path / "a")], int(apart)).wait()
    assert [record.getMessage() for record in caplog.records] == ["nghe"]


def files_of(root: Path, memory: Memory, names: str) -> list[MadeFile]:
    config = load_config(str(configure(draw(root, PROJECT))), site_dir=str(root / "site"))
    recall = memory.recall
    return [
        made_file(config, f"data/{name}.txt", partial(recall, "room", name.encode(), partial(str.encode, name * 3)))
        for name in names
    ]


@BOTH
def test_files_are_written_and_what_they_recalled_is_kept(tmp_path: Path, *, apart: bool) -> None:
    def build(names: str) -> list[MadeFile]:
        memory = Memory(tmp_path / "memory", "1")
        files = files_of(tmp_path, memory, names)
        Aside([Writing(files, memory)], int(apart)).wait()
        memory.save()
        return files

    for file in build("ab"):
        lies = Path(file.abs_dest_path)
        assert lies.read_text() == lies.stem * 3
        assert file.after is not None
        assert file.after[1] == (lies.stat().st_size, lies.stat().st_mtime_ns)
    build("bc")
    again = Memory(tmp_path / "memory", "1")
    assert [again.recall("room", name.encode(), lambda: b"new") for name in "bc"] == [b"bbb", b"ccc"]


@BOTH
def test_what_was_only_recalled_in_another_process_is_not_forgotten(tmp_path: Path, *, apart: bool) -> None:
    """The file is written anew without what nobody asked for once that is most of it."""
    first = Memory(tmp_path / "memory", "1")
    for name in "abcdefgh":
        first.recall("room", name.encode(), lambda: "x" * 1000)
    first.save()
    second = Memory(tmp_path / "memory", "1")

    Aside([Thinking([partial(second.recall, "room", b"a", lambda: "new")], second)], int(apart)).wait()
    second.save()
    third = Memory(tmp_path / "memory", "1")
    assert third.recall("room", b"a", lambda: "new") == "x" * 1000
    assert third.recall("room", b"h", lambda: "new") == "new"


@forks
def test_what_was_thought_of_ahead_is_recalled(tmp_path: Path) -> None:
    memory, here = Memory(tmp_path / "memory", "1"), os.getpid()
    thinking = Thinking([partial(memory.recall, "room", name.encode(), os.getpid) for name in "ab"], memory)
    aside = Aside([thinking], 1)
    await_true(partial(aside.is_done, thinking))
    aside.wait()
    found = [memory.recall("room", name.encode(), os.getpid) for name in "abc"]
    assert found[0] == found[1] != here
    assert found[2] == here


@forks
def test_what_could_not_be_thought_of_ahead_is_worked_out_here(tmp_path: Path) -> None:
    memory, here = Memory(tmp_path / "memory", "1"), os.getpid()

    def work() -> str:
        return "đây" if os.getpid() == here else os._exit(1)

    thinking = Thinking([partial(memory.recall, "room", b"a", work)], memory)
    aside = Aside([thinking], 1)
    await_true(aside._children[0].ended)
    aside.wait_for(thinking)
    aside.wait()
    assert memory.recall("room", b"a", lambda: "new") == "đây"


def test_a_file_that_lies_there_as_it_was_written_is_left_alone(tmp_path: Path) -> None:
    memory = Memory()
    (file,) = files_of(tmp_path, memory, "a")
    file.before = file.write()
    lies = Path(file.abs_dest_path)
    before = lies.stat().st_ctime_ns
    file.write()
    assert lies.stat().st_ctime_ns == before
    lies.write_text("khác")
    file.write()
    assert lies.read_text() == "aaa"


def look(here: int, *, fails: bool) -> Findings:
    """Return who looked; another process than `here` may fail."""
    if fails and os.getpid() != here:
        raise OSError
    return Findings("code", str(os.getpid()), None, {})


@forks
@pytest.mark.parametrize("fails", [False, True])
def test_who_looked_around_is_another_process_unless_it_failed(*, fails: bool) -> None:
    findings, value = look_apart(partial(look, os.getpid(), fails=fails), lambda: "meanwhile")
    assert value == "meanwhile"
    assert (findings.inputs == str(os.getpid())) == fails


@forks
def test_what_fails_meanwhile_leaves_no_process_behind(tmp_path: Path) -> None:
    note = tmp_path / "process"

    def noted() -> Findings:
        note.write_text(str(os.getpid()))
        return look(os.getpid(), fails=False)

    def fail() -> None:
        await_true(note.is_file)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        look_apart(noted, fail)
    with pytest.raises(ChildProcessError):
        os.waitpid(int(note.read_text()), os.WNOHANG)
