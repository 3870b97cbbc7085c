"""Building: the strict build of one commit, in a process of its own, with no clock in its result."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from vanban.problems import InputError, Problem
from vanban.records import dataclass

_EARLIEST: Final = 315_532_800
"""1980-01-01: the epoch of sources without version control; zip files know no earlier date."""


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit a build is made from.

    Attributes:
        name: Its identifier, `+` added when files differ from it; empty without version control.
        time: Its time, in seconds since 1970 (UTC).
    """

    name: str = ""
    time: int = _EARLIEST


def read_commit(project: Path) -> Commit:
    """Return the commit of the project's sources; a fixed early one when git does not know them."""
    shown = _git(project, "log", "-1", "--format=%H %ct")
    if not shown:
        return Commit()
    name, time = shown.split()
    changed = _git(project, "status", "--porcelain", "--untracked-files=no")
    return Commit(f"{name}+" if changed else name, int(time))


def _git(project: Path, *words: str) -> str:
    command = ["git", "-C", str(project), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def build_site(project: Path, site: Path, commit: Commit) -> None:
    """Build the site strictly into `site`, with the commit's time as the only time.

    Raises:
        InputError: MkDocs stopped; the message carries its last complaint.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "--site-dir", str(site.resolve())]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(commit.time), "PYTHONHASHSEED": "0", "TZ": "UTC"}
    environment["VANBAN_EDITIONS"] = "1"
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False, text=True)
    if done.returncode:
        raise InputError(
            Problem("mkdocs.yml", 0, f"dựng trang không thành: {_complaint(done.stderr)}; sửa rồi chạy lại")
        )


def _complaint(log: str) -> str:
    """Return the first warning or error of a build's log, else its last line."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return next((line for line in lines if line.startswith(("WARNING", "ERROR"))), lines[-1] if lines else "không rõ")
