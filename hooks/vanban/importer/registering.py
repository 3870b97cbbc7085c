"""Registering: directive files after an import: new documents get a file, known ones gain what this report prints.

A file that exists is never rewritten: the new records are put in as text below `printed:`, and only when reading the
result back gives the old directive plus exactly those records. Everything an editor typed stays, comments too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from vanban.directives import Directive, Printed, format_directive, parse_directive
from vanban.importer.documents import Document, directive_id, match_existing, new_directive, printed_records
from vanban.patterns import lazy_pattern
from vanban.problems import Problem, Severity
from vanban.records import dataclass
from vanban.registry import Registry

_PRINTED: Final = lazy_pattern(r"^printed:[ \t]*\n(?:[ \t]+.*\n|- .*\n|\n(?=[ \t]))*", re.MULTILINE)
_FENCE_END: Final = lazy_pattern(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Registered:
    """Directive files to write by name, ids of new and of known documents, and findings."""

    files: Mapping[str, str]
    new: tuple[str, ...]
    known: tuple[str, ...]
    problems: tuple[Problem, ...]


def register(
    documents: Sequence[Document], report: str, jurisdiction: str, registry: Registry, texts: Mapping[str, str]
) -> Registered:
    """Return the directive files that an import adds or extends.

    Args:
        documents: The distinct documents of the report.
        report: The report's id.
        jurisdiction: Its jurisdiction, for local documents.
        registry: What is registered already.
        texts: The registered files' texts by id.
    """
    files: dict[str, str] = {}
    new: list[str] = []
    known: list[str] = []
    problems: list[Problem] = []
    for document in documents:
        found = match_existing(document, registry)
        if len(found) == 1:
            known.append(found[0])
            problems += _extend(registry.by_id[found[0]], document, report, texts, files)
        elif not found:
            name = directive_id(document, [*registry.by_id, *new])
            new.append(name)
            files[f"{name}.md"] = format_directive(new_directive(document, name, report, jurisdiction))
        else:
            names = ", ".join(f"{name}.md" for name in found)
            message = f"«{document.code}» có thể là {names}; hãy ghi thêm ngày hoặc khóa vào tệp văn bản"
            problems.append(Problem(document.mentions[0].page, document.mentions[0].line, message, Severity.REVIEW))
    return Registered(files, tuple(new), tuple(known), tuple(problems))


def _extend(
    directive: Directive, document: Document, report: str, texts: Mapping[str, str], files: dict[str, str]
) -> list[Problem]:
    if any(record.report == report for record in directive.printed):
        return []
    records = tuple(record for record in printed_records(document, report) if record not in directive.printed)
    extended = _insert(texts[directive.id], records)
    expected = replace(directive, printed=(*directive.printed, *records))
    read, problems = parse_directive(directive.path, extended) if extended is not None else (None, [])
    if extended is None or problems or read != expected:
        message = "không tự thêm được phần «printed» của báo cáo mới; hãy thêm tay theo docs/huong-dan/bien-tap.md"
        return [Problem(directive.path, directive.line("printed"), message, Severity.REVIEW)]
    files[f"{directive.id}.md"] = extended
    return []


def _insert(text: str, records: Sequence[Printed]) -> str | None:
    """Return the file with records added, or None when its front matter has a form we do not edit."""
    sample = format_directive(Directive(id="x", code="1-NQ/TW", printed=tuple(records)))
    block = _PRINTED.search(sample)
    if block is None:
        return None
    added = block[0].split("\n", 1)[1]
    existing = _PRINTED.search(text)
    if existing:
        flat = existing[0].rstrip("\n").endswith(tuple("0123456789")) or True
        indent = re.search(r"^( *)- ", existing[0], re.MULTILINE)
        lined = re.sub(r"(?m)^ {2}", indent[1] if indent and flat else "  ", added)
        return f"{text[: existing.end()]}{lined}{text[existing.end() :]}"
    fences = list(_FENCE_END.finditer(text))
    if len(fences) < 2 or re.search(r"^printed:", text, re.MULTILINE):
        return None
    return f"{text[: fences[1].start()]}printed:\n{added}{text[fences[1].start() :]}"
