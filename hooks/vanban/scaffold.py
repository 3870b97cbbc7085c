"""Scaffold: the file of a new document, with every key an editor may fill and nothing filled that is not known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from vanban.directive_fields import FIELDS
from vanban.directives import Directive, format_directive
from vanban.numbers import DocNumber
from vanban.problems import InputError, Problem
from vanban.registry import CENTRAL
from vanban.schema import Field, Shape
from vanban.vietnamese import nfc, slug
from vanban.vocabulary import type_names

_FOUND: Final = "printed"
"""The field that only the importer fills."""


def scaffold(
    name: str,
    directives_dir: Path,
    *,
    date: dt.date | None = None,
    term: str | None = None,
    jurisdiction: str | None = None,
) -> tuple[Path, str]:
    """Return the path and text of a new file in `directives_dir`; nothing is written.

    Args:
        name: The number and symbol in any spelling ("25-nq/tw"), or the name of a document without one.
        directives_dir: The folder of directive files.
        date: Day of issue, when known; the file's name gets its year.
        term: Term in Roman numerals, when known.
        jurisdiction: "trung-uong" or a province; by default the central level when the symbol says so.

    Raises:
        InputError: The name is neither a symbol nor words, or the file exists already.
    """
    plain = " ".join(nfc(name).split())
    number = DocNumber.parse(plain)
    if number is None and not plain[:1].isalpha():
        message = "không đọc được số và ký hiệu; hãy viết như «25-NQ/TW», hoặc ghi tên văn bản không có số"
        raise InputError(Problem(plain or "vanban new", 0, message))
    directive = Directive(
        id=new_id(number, plain, date, term),
        code=str(number) if number is not None else None,
        type=_type(number),
        date=date,
        term=term,
        title=plain if number is None else None,
        jurisdiction=jurisdiction or _jurisdiction(number),
    )
    path = directives_dir / f"{directive.id}.md"
    if path.exists():
        message = "đã có tệp của văn bản này; nếu là văn bản khác cùng số, hãy thêm ngày hoặc khóa để phân biệt"
        raise InputError(Problem(path.as_posix(), 0, message))
    return path, _with_hints(directive)


def new_id(number: DocNumber | None, name: str, date: dt.date | None, term: str | None) -> str:
    """Return the id of a new document: symbol and year, else term; a State symbol may hold its year already."""
    base = number.slug if number is not None else slug(name)
    if number is not None and number.year is not None:
        return base
    return f"{base}-{date.year}" if date is not None else f"{base}-{term.lower()}" if term else base


def _type(number: DocNumber | None) -> str | None:
    """Return the type's name when the symbol leaves no choice (QĐ may be a decision or a regulation)."""
    names = type_names(number.type, number.system) if number is not None and number.type else ()
    return names[0] if len(names) == 1 else None


def _jurisdiction(number: DocNumber | None) -> str | None:
    if number is None:
        return None
    central = number.issuer.endswith("TW") or number.issuer in {"CP", "TTg", "CTN"}
    return CENTRAL if central or number.issuer.startswith(("QH", "UBTVQH")) else None


def _with_hints(directive: Directive) -> str:
    """Return the file with each empty key as a comment: its meaning and an example."""
    head, _, body = format_directive(directive).rpartition("---\n")
    empty = [field for field in FIELDS if field.key != _FOUND and not getattr(directive, field.key)]
    hints = "\n".join(f"# {field.key}: {field.meaning}. Ví dụ: {_example(field)}" for field in empty)
    return f"{head}{hints}\n---\n{body}" if hints else f"{head}---\n{body}"


def _example(field: Field) -> str:
    return field.example if field.shape is not Shape.RECORDS else f"«{field.example.removeprefix('- ')}»"
