"""Store: carries out an ImportPlan on disk, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from vanban.importer.plan import ImportPlan
from vanban.problems import InputError, Problem, stopping


def write_plan(plan: ImportPlan, *, dry_run: bool = False) -> tuple[Path, ...]:
    """Write the files of a plan: afterwards all of them stand on disk, or none was touched.

    Args:
        plan: The plan.
        dry_run: Write nothing, only say what would be written.

    Returns:
        The paths written or removed (or that would be), sorted.

    Raises:
        InputError: The plan has a finding that stops, its proof fails, or the disk refuses a file.
    """
    stops = next(stopping(plan.problems), None)
    if stops is not None:
        raise InputError(stops)
    paths = tuple(sorted([*plan.files, *plan.removed]))
    if not dry_run and paths:
        try:
            _replace_all(plan.files, plan.removed)
        except OSError as error:
            name = error.filename or plan.folder
            message = f"không ghi được ({error.strerror}); chưa tệp nào thay đổi, hãy kiểm tra quyền ghi và chỗ trống"
            raise InputError(Problem(str(name), 0, message)) from error
    return paths


def _replace_all(files: Mapping[Path, bytes], removed: tuple[Path, ...]) -> None:
    """Write every file beside its place first, then put all in place; on a failure put everything back."""
    made = _make_folders({path.parent for path in files})
    written: list[tuple[Path, Path]] = []
    done: list[tuple[Path, bytes | None]] = []
    try:
        for path, content in files.items():
            written.append((_write_beside(path, content), path))
        for temporary, path in written:
            done.append((path, path.read_bytes() if path.exists() else None))
            temporary.replace(path)
        for path in removed:
            done.append((path, path.read_bytes()))
            path.unlink()
    except BaseException:
        _undo(written, done, made)
        raise


def _make_folders(folders: set[Path]) -> list[Path]:
    missing = {parent for folder in folders for parent in (folder, *folder.parents) if not parent.exists()}
    made: list[Path] = []
    try:
        for folder in sorted(missing):
            folder.mkdir()
            made.append(folder)
    except OSError:
        _undo([], [], made)
        raise
    return made


def _write_beside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tam", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _undo(written: list[tuple[Path, Path]], done: list[tuple[Path, bytes | None]], made: list[Path]) -> None:
    for path, content in reversed(done):
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)
    for temporary, _ in written:
        temporary.unlink(missing_ok=True)
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()
