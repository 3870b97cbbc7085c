"""check_project: the one list of validation rules, used by the build, the command line and the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vanban.importer.ledger import audit_report
from vanban.library import Library, load_library
from vanban.problems import Problem
from vanban.reports import REPORTS


def check_project(docs: Path, directives: Path) -> list[Problem]:
    """Return every finding about the committed text, sorted by file and line."""
    problems = list(check_library(load_library(docs, directives), docs))
    return sorted(problems, key=lambda problem: (problem.path, problem.line))


def check_library(library: Library, docs: Path) -> Iterator[Problem]:
    """Yield every finding about a library that has been read, and about the words of its reports."""
    yield from library.problems
    for report in library.reports:
        yield from audit_report(docs / REPORTS / report.id)
