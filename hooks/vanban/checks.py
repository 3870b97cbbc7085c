"""check_project: the one list of validation rules, used by the build, the command line and the tests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from vanban.library import Library, load_library
from vanban.memory import digest
from vanban.problems import Problem
from vanban.reading import load_reading
from vanban.reports import REPORTS
from vanban.review import review_library


def check_project(docs: Path, directives: Path) -> list[Problem]:
    """Return every finding about the committed text, sorted by file and line."""
    library = load_library(docs, directives)
    problems = [*check_library(library, docs), *load_reading(docs, library)[1]]
    problems += [finding.problem for finding in review_library(library)]
    return sorted(problems, key=lambda problem: (problem.path, problem.line))


def check_library(library: Library, docs: Path) -> Iterator[Problem]:
    """Yield every finding about a library that has been read, and about the words of its reports."""
    yield from library.problems
    for report in library.reports:
        folder = docs / REPORTS / report.id
        yield from library.memory.recall("ledger", _folder_key(folder), partial(_audit, folder))


def _folder_key(folder: Path) -> bytes:
    """Return the digest of the folder's name and of every file in it."""
    files = (path for path in sorted(folder.iterdir()) if path.is_file())
    return digest(*folder.parts[-3:], *(part for path in files for part in (path.name, path.read_bytes())))


def _audit(folder: Path) -> list[Problem]:
    from vanban.importer.ledger import audit_report  # noqa: PLC0415 (much to load, and rarely anything new to prove)

    return list(audit_report(folder))
