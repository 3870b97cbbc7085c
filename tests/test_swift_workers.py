"""Work in other processes: an errand and files written on it, with the same outcome as in this process."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from mkdocs.config import load_config

from swift.aside import Aside, Thinking, Writing
from swift.files import MadeFile, made_file
from swift.workers import Errand
from trees import PROJECT, configure, draw
from vanban.memory import Memory

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no forking here")
BOTH = pytest.mark.parametrize("apart", [False, pytest.param(True, marks=forks)])


@BOTH
def test_an_errand_is_run_once(tmp_path: Path, *, apart: bool) -> None:
    def work() -> Iterator[str]:
        with (tmp_path / "runs").open("a") as file:
            file.write("x")
        yield from "ab"

    assert list(Errand(work, apart=apart).results()) == ["a", "b"]
    assert (tmp_path / "runs").read_text() == "x"


@forks
def test_an_errand_is_run_by_another_process() -> None:
    assert list(Errand(lambda: [os.getpid()], apart=True).results()) != [os.getpid()]


@forks
def test_what_a_child_did_not_finish_is_done_here() -> None:
    here = os.getpid()

    def work() -> Iterator[str]:
        yield "a"
        if os.getpid() != here:
            os._exit(3)
        yield "b"

    assert list(Errand(work, apart=True).results()) == ["a", "b"]


@BOTH
def test_an_error_is_raised_when_the_result_is_asked_for(*, apart: bool) -> None:
    errand = Errand(lambda: [1 // 0], apart=apart)
    with pytest.raises(ZeroDivisionError):
        list(errand.results())


class Noted:
    """A task that leaves the number of its process in a file, and whose result may be refused."""

    def __init__(self, path: Path, *, refused: bool = False) -> None:
        self.path, self.refused, self.taken = path, refused, list[str]()

    def work(self) -> Iterator[str]:
        self.path.write_text(str(os.getpid()))
        yield self.path.name

    def take(self, result: str) -> None:
        if self.refused:
            raise KeyError(result)
        self.taken.append(result)

    def process(self) -> int:
        return int(self.path.read_text())


@forks
@pytest.mark.parametrize("processes", [0, 1, 2, 3, 9])
def test_tasks_are_shared_out_among_the_processes(tmp_path: Path, processes: int) -> None:
    tasks = [Noted(tmp_path / name) for name in "abc"]
    aside = Aside(tasks, processes)
    aside.wait()
    aside.wait()
    assert [task.taken for task in tasks] == [["a"], ["b"], ["c"]]
    by = {task.process() for task in tasks}
    assert by == {os.getpid()} if not processes else len(by) == min(processes, 3)
    assert os.getpid() not in by or not processes


@forks
def test_no_process_is_left_behind(tmp_path: Path) -> None:
    tasks = [Noted(tmp_path / "a", refused=True), Noted(tmp_path / "b")]
    aside = Aside(tasks, 2)
    with pytest.raises(KeyError):
        aside.wait()
    for task in tasks:
        with pytest.raises(ProcessLookupError):
            os.kill(task.process(), 0)


@forks
def test_one_task_is_taken_while_the_next_is_still_done(tmp_path: Path) -> None:
    go = tmp_path / "go"

    class Held(Noted):
        def work(self) -> Iterator[str]:
            while not go.exists():
                time.sleep(0.001)
            yield from super().work()

    first, second = Noted(tmp_path / "a"), Held(tmp_path / "b")
    aside = Aside([first, second], 1)
    aside.wait_for(first)
    assert (first.taken, second.taken) == (["a"], [])
    assert aside.is_done(first)
    assert not aside.is_done(second)
    go.touch()
    aside.wait_for(second)
    aside.wait()
    assert (first.taken, second.taken) == (["a"], ["b"])


@forks
def test_a_task_of_a_process_that_failed_is_waited_for_too(tmp_path: Path) -> None:
    here = os.getpid()

    class Failing(Noted):
        def work(self) -> Iterator[str]:
            yield from super().work()
            if os.getpid() != here:
                os._exit(3)

    tasks = [Failing(tmp_path / "a"), Noted(tmp_path / "b")]
    aside = Aside(tasks, 1)
    aside.wait_for(tasks[1])
    assert tasks[1].taken == ["b"]
    assert set(tasks[0].taken) == {"a"}


@BOTH
def test_what_an_errand_says_is_heard(caplog: pytest.LogCaptureFixture, *, apart: bool) -> None:
    def work() -> Iterator[str]:
        logging.getLogger("mkdocs").warning("nghe")
        yield "a"

    with caplog.at_level(logging.INFO, logger="mkdocs"):
        list(Errand(work, apart=apart).results())
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

    def work() -> Iterator[tuple[str, list[bytes]]]:
        value, parts = second.apart(lambda: second.recall("room", b"a", lambda: "new"))
        yield value, list(parts)

    ((value, parts),) = Errand(work, apart=apart).results()
    for part in parts:
        second.absorb(part)
    second.save()
    third = Memory(tmp_path / "memory", "1")
    assert value == "x" * 1000
    assert third.recall("room", b"a", lambda: "new") == value
    assert third.recall("room", b"h", lambda: "new") == "new"


@forks
def test_what_was_thought_of_ahead_is_recalled(tmp_path: Path) -> None:
    memory, here = Memory(tmp_path / "memory", "1"), os.getpid()
    Aside([Thinking([partial(memory.recall, "room", name.encode(), os.getpid) for name in "ab"], memory)], 1).wait()
    found = [memory.recall("room", name.encode(), os.getpid) for name in "abc"]
    assert found[0] == found[1] != here
    assert found[2] == here


@forks
def test_what_could_not_be_thought_of_ahead_is_worked_out_here(tmp_path: Path) -> None:
    memory, here = Memory(tmp_path / "memory", "1"), os.getpid()

    def work() -> str:
        return "đây" if os.getpid() == here else os._exit(1)

    Aside([Thinking([partial(memory.recall, "room", b"a", work)], memory)], 1).wait()
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
