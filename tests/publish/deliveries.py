"""Deliveries run step by step, or killed at one of them, and what then lies in their folder."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

from vanban.publish.prepare import Release
from vanban.publish.verify import verify_folder

MakeRelease = Callable[[str], Release]
Checkpoint = Callable[[str], None]


def steps_of(run: Callable[[Checkpoint], object]) -> list[str]:
    """Run a delivery to its end and return the names of its steps."""
    steps: list[str] = []
    run(steps.append)
    return steps


def killed_at(stop: int, run: Callable[[Checkpoint], object]) -> None:
    """Run a delivery in a process of its own that is killed, as by a power cut, at its `stop`-th step."""
    child = os.fork()
    if child == 0:
        left = [stop]

        def checkpoint(step: str) -> None:
            del step
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            run(checkpoint)
        finally:
            os._exit(99)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"step {stop} was never reached"


def word_of(folder: Path) -> str:
    """Return the word a served site is about."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    return text.split("<p>")[1].split("<")[0]


def whole(folder: Path) -> bool:
    return not [str(problem) for problem in verify_folder(folder)]
