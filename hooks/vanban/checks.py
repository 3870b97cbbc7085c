"""check_project: the one list of validation rules, used by the build, the command line and the tests."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from vanban.library import Library, Link
from vanban.loading import load_library
from vanban.memory import digest
from vanban.originals import Originals
from vanban.problems import Problem, Severity
from vanban.reading import load_reading
from vanban.reports import REPORTS, missing_source
from vanban.review import review_library


def check_project(docs: Path, directives: Path) -> list[Problem]:
    """Return every finding about the committed text, sorted by file and line."""
    library = load_library(docs, directives)
    problems = [*check_library(library, docs), *_unsettled(library.links), *load_reading(docs, library)[1]]
    problems += [finding.problem for finding in review_library(library)]
    return sorted(problems, key=lambda problem: (problem.path, problem.line))


def check_library(library: Library, docs: Path, originals: Originals | None = None) -> Iterator[Problem]:
    """Yield every finding that may stop a publication: of the files that were read, and of the reports' words.

    Args:
        library: What was read.
        docs: The folder of Markdown pages.
        originals: The files as this build reads them.
    """
    originals = originals or Originals()
    yield from library.problems
    for report in library.reports:
        folder = docs / REPORTS / report.id
        yield from library.memory.recall("ledger", _folder_key(folder, originals), partial(_audit, folder))


def _folder_key(folder: Path, originals: Originals) -> bytes:
    """Return the digest of the folder's name and of every file in it."""
    place = str(folder) + os.sep
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.is_file())
    return digest(*folder.parts[-3:], *(part for name in names for part in (name, originals.content(place + name))))


def _audit(folder: Path) -> list[Problem]:
    missing = list(missing_source(folder))
    if missing:
        return missing
    from vanban.importer.ledger import audit_report  # noqa: PLC0415 (much to load, and rarely anything new to prove)

    return list(audit_report(folder))


def _unsettled(links: Iterable[Link]) -> Iterator[Problem]:
    """Yield a finding for review for every mention that leads to no single document."""
    for link in links:
        citation = link.mention.citation
        if link.document is not None:
            continue
        if len(link.resolution.ids) > 1:
            said = f"«{citation.text}» hợp với {len(link.resolution.ids)} văn bản ({', '.join(link.resolution.ids)})"
            hint = "liên kết tới trang phân biệt; ghi thêm ngày hoặc khóa nếu bản gốc có"
        elif link.resolution.rivals:
            said = f"«{citation.text}» có ngày hoặc khóa khác với {', '.join(link.resolution.rivals)}"
            hint = "nếu là văn bản khác, hãy thêm tệp mới trong directives/"
        else:
            said, hint = f"«{citation.text}» chưa có tệp trong directives/", "hãy tạo bằng «vanban new»"
        yield Problem(link.mention.path, link.mention.line, f"{said}; {hint}", Severity.REVIEW)
