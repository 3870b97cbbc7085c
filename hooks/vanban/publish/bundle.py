"""Bundle: everything that builds the site on a machine without a network, in one zip made where there is one.

```text
cai-dat.py           installs from this folder alone
requirements.lock    the pinned packages with their hashes
wheels/              these packages, and ours
nguon/               the project: documents, reports, configuration, programs
SHA256SUMS
```
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final

from vanban.problems import InputError, Problem
from vanban.publish.checksums import FILE_NAME as SUMS
from vanban.publish.checksums import file_digest, format_sums
from vanban.publish.disk import told_plainly
from vanban.publish.lock import needed, read_lock
from vanban.publish.progress import Progress, counted, silent
from vanban.records import dataclass

SCRIPT: Final = "cai-dat.py"
_SOURCES: Final = "nguon"
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT: Final = frozenset({".venv", "site", "build", "dist", "artifacts", ".cache", "node_modules", ".git"})


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine a bundle is for.

    Attributes:
        python: Its Python, `3.11`.
        system: pip's name of its system (`win_amd64`, `manylinux_2_17_x86_64`); this machine's when empty.
    """

    python: str = ".".join(platform.python_version_tuple()[:2])
    system: str = ""

    def flags(self) -> list[str]:
        """Return pip's options that choose wheels for the machine; its Python is taken to be the last patch release."""
        chosen = ["--only-binary=:all:"]
        if self != Machine():
            chosen += ["--python-version", f"{self.python}.99"]
        return [*chosen, *(("--platform", self.system) if self.system else ())]


Run = Callable[[Sequence[str]], None]
"""Runs a command to its end."""


def run(command: Sequence[str]) -> None:
    """Run a command.

    Raises:
        InputError: It failed; the message carries its last line.
    """
    done = subprocess.run(list(command), capture_output=True, check=False, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"mã {done.returncode}"])[-1]
        raise InputError(Problem("requirements.lock", 0, f"không tải đủ gói cài đặt: {last}; xem lại mạng và lock"))


def make_bundle(
    project: Path, path: Path, machine: Machine | None = None, progress: Progress = silent, runner: Run = run
) -> str:
    """Write the bundle of a project to `path` (a zip) and return its SHA-256.

    Args:
        project: The folder of `mkdocs.yml`, `pyproject.toml` and `requirements.lock`.
        path: The zip to write; an old one stays until the new one is whole.
        machine: What it is for; this machine's kind when not given.
        progress: Told how many files are packed.
        runner: Runs pip; tests replace it.

    Raises:
        InputError: A package is not to be had, or the system refuses.
    """
    machine = machine or Machine()
    with told_plainly(path), tempfile.TemporaryDirectory(prefix="vanban-") as folder:
        stage = Path(folder, "goi")
        (stage / "wheels").mkdir(parents=True)
        _write_lock(project, stage)
        progress("Tải gói cài đặt", 0, 1)
        _fetch(project, stage, machine, runner)
        progress("Tải gói cài đặt", 1, 1)
        _copy_sources(project, stage / _SOURCES)
        script = resources.files("vanban.publish").joinpath("templates", "cai-dat.template").read_text(encoding="utf-8")
        (stage / SCRIPT).write_text(Template(script).substitute(python=machine.python), encoding="utf-8", newline="\n")
        _pack(stage, path, progress)
    return file_digest(path)


def _write_lock(project: Path, stage: Path) -> None:
    """Keep of the lock what building and publishing need: no test tools."""
    described = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = described.get("optional-dependencies", {})
    roots = [*described.get("dependencies", ()), *extras.get("publish", ())]
    lock = needed(roots, read_lock((project / "requirements.lock").read_text(encoding="utf-8")))
    (stage / "requirements.lock").write_text("".join(lock.values()), encoding="utf-8", newline="\n")


def _fetch(project: Path, stage: Path, machine: Machine, runner: Run) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    wheels, lock = str(stage / "wheels"), str(stage / "requirements.lock")
    runner([*pip, "download", "--quiet", "--no-deps", "--require-hashes", *machine.flags(), "-r", lock, "-d", wheels])
    runner([*pip, "wheel", "--quiet", "--no-deps", "-w", wheels, str(project)])


def _copy_sources(project: Path, target: Path) -> None:
    """Copy the project without what machines made of it; links are left out, they could lead anywhere."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        made = {name for name in names if name in _LEFT_OUT or name.endswith((".egg-info", "_cache", ".pyc"))}
        return made | {name for name in names if name == "__pycache__" or Path(folder, name).is_symlink()}

    shutil.copytree(project, target, ignore=left_out)


def _pack(stage: Path, path: Path, progress: Progress) -> None:
    files = sorted(file.relative_to(stage).as_posix() for file in stage.rglob("*") if file.is_file())
    (stage / SUMS).write_text(format_sums({name: file_digest(stage / name) for name in files}), encoding="utf-8")
    draft = path.with_name(f".{path.name}.new")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in counted("Đóng gói cài đặt", [*files, SUMS], progress):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, (stage / name).read_bytes())
    draft.replace(path)
