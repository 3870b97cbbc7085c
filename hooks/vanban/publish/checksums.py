"""Checksums: `SHA256SUMS`, the list by which anyone tells whether a copy of the site is whole.

The format is that of `sha256sum`: 64 hexadecimal digits, two spaces, the path, one file a line, sorted by path; so the
list can be checked without our program (`sha256sum -c SHA256SUMS`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.problems import InputError, Problem
from vanban.publish.progress import Progress, counted, silent
from vanban.publish.tree import name_fault, read_tree

FILE_NAME: Final = "SHA256SUMS"

_LINE: Final = lazy_pattern(r"(?P<digest>[0-9a-f]{64}) [ *](?P<path>.+)")


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digests(folder: Path, progress: Progress = silent) -> dict[str, str]:
    """Return the digest of every file of `folder` except the list itself, sorted by path."""
    files = [file.path for file in read_tree(folder).files if file.path != FILE_NAME]
    return {path: file_digest(folder / path) for path in counted("Tính SHA-256", files, progress)}


def format_sums(sums: dict[str, str]) -> str:
    """Return the text of the list; `parse_sums` is its inverse."""
    return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums))


def parse_sums(text: str, name: str = FILE_NAME) -> dict[str, str]:
    """Read a list.

    Raises:
        InputError: A line is not of the format, a path is given twice, or a path could leave the folder.
    """
    sums: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if not match or name_fault(match["path"]) or match["path"] in sums:
            raise InputError(Problem(name, number, "dòng tổng kiểm không đúng mẫu; chép lại cả bản phát hành"))
        sums[match["path"]] = match["digest"]
    return sums


def write_sums(folder: Path, progress: Progress = silent) -> str:
    """Write the list of `folder` and return its own SHA-256: the fingerprint of the release."""
    path = folder / FILE_NAME
    path.write_text(format_sums(digests(folder, progress)), encoding="ascii", newline="\n")
    return file_digest(path)


def sum_problems(expected: dict[str, str], found: dict[str, str]) -> Iterator[Problem]:
    """Yield a problem for each file missing, changed or added, in the order of their paths."""
    for path in sorted(expected.keys() | found.keys()):
        if path not in found:
            yield Problem(path, 0, "thiếu tệp này; chép lại cả bản phát hành")
        elif path not in expected:
            yield Problem(path, 0, "tệp thừa, không có trong bản phát hành; xóa hoặc chép lại cả bản")
        elif expected[path] != found[path]:
            yield Problem(path, 0, "nội dung khác bản phát hành; chép lại cả bản")
