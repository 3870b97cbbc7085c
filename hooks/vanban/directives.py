"""Directive: what is known of one document, read from and written to its file in `directives/`.

What a report prints (`printed`) and what public sources say (`sources`, each with an evidence mark) stay apart; the
fields above them are the values shown first, and each must be one that was printed or has a source. Unknown is empty.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from pathlib import PurePosixPath
from typing import Any, Final

import yaml

from vanban import front_matter
from vanban.directive_fields import FIELDS, UNVERIFIED
from vanban.patterns import lazy_pattern
from vanban.problems import Problem
from vanban.records import dataclass
from vanban.schema import Field, Shape, read_fields
from vanban.vietnamese import nfc

_ID: Final = lazy_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation to another document; `to` is an id of the registry or, for a document outside it, its full name."""

    verb: str
    to: str
    reverse: bool = False
    origin: str = "thủ công"
    mark: str | None = None
    source: str | None = None
    checked: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """What one report prints about the document; one record for each distinct way of printing it."""

    report: str
    type: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    term: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a public source says about one field, with its evidence mark."""

    field: str
    value: str
    mark: str
    source: str | None = None
    checked: dt.date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Directive:
    """One document.

    Attributes:
        id: The file name without `.md`, given once and never recomputed.
        body: The editor's notes or the full text, in Markdown.
        body_line: 1-based line at which `body` starts.
        lines: The line of each key, for messages.
        path: The file, as shown to an editor.
        key: Digest of the file's path and text; empty when it was not read from a file.
        identity: Digest of everything but the body, the lines of the keys included.
        evidence: Digest of what mentions are resolved by.
    """

    id: str
    code: str | None = None
    type: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    term: str | None = None
    plenum: int | None = None
    title: str | None = None
    jurisdiction: str | None = None
    validity: str = UNVERIFIED
    aliases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    old_ids: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    printed: tuple[Printed, ...] = ()
    sources: tuple[Claim, ...] = ()
    body: str = ""
    body_line: int = field(default=1, compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    path: str = field(default="", compare=False)
    key: bytes = field(default=b"", compare=False, repr=False)
    identity: bytes = field(default=b"", compare=False, repr=False)
    evidence: bytes = field(default=b"", compare=False, repr=False)

    @property
    def name(self) -> str:
        """Return the name a reader knows: type and code, or the title when there is no code."""
        if self.code is None:
            return self.title or self.id
        return f"{self.type} {self.code}" if self.type else self.code

    def line(self, key: str) -> int:
        """Return the line of `key` in the file, or 1."""
        return self.lines.get(key, 1)

    def dates(self) -> frozenset[dt.date]:
        """Return every date this document is known or printed with."""
        stated = [self.date, *(printed.date for printed in self.printed)]
        return frozenset(date for date in stated if date is not None)

    def terms(self) -> frozenset[str]:
        """Return every term this document is known or printed with."""
        stated = [self.term, *(printed.term for printed in self.printed)]
        return frozenset(term for term in stated if term is not None)


def parse_directive(path: str, text: str) -> tuple[Directive, list[Problem]]:
    """Read one file: afterwards every key was understood or has a Problem at its line."""
    parts, problems = front_matter.read_front_matter(path, nfc(text))
    stem = PurePosixPath(path).stem
    if not _ID.fullmatch(stem):
        problems.append(
            Problem(path, 0, "tên tệp chỉ gồm chữ thường không dấu, số và gạch nối, ví dụ «25-nq-tw-2013.md»")
        )
    if not parts.present:
        problems.append(Problem(path, 1, "thiếu phần đầu tệp giữa hai dòng «---»; xem docs/huong-dan/bien-tap.md"))
    values, found = read_fields(path, parts.values, FIELDS)
    directive = replace(
        _directive(stem, values),
        body=parts.body.strip("\n"),
        body_line=parts.body_line,
        lines=parts.values.key_lines,
        path=path,
    )
    return directive, [*problems, *found, *_needs(directive)]


def _needs(directive: Directive) -> Iterator[Problem]:
    if directive.code is None and directive.title is None:
        yield Problem(directive.path, 1, "phải có «code» (số và ký hiệu) hoặc «title» (tên văn bản)")
    for claim in directive.sources:
        if claim.field == "date" and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", claim.value):
            line = directive.line("sources")
            yield Problem(
                directive.path, line, f"nguồn của «date» phải viết năm-tháng-ngày, không phải «{claim.value}»"
            )


def _directive(stem: str, values: dict[str, Any]) -> Directive:
    records: dict[str, Any] = {
        "relations": tuple(
            _relation(record) for record in values.pop("relations", ()) if {"verb", "to"} <= set(record)
        ),
        "printed": tuple(Printed(**record) for record in values.pop("printed", ()) if "report" in record),
        "sources": tuple(
            Claim(**record) for record in values.pop("sources", ()) if {"field", "value", "mark"} <= set(record)
        ),
    }
    return Directive(id=stem, **values, **records)


def _relation(record: dict[str, Any]) -> Relation:
    return Relation(**{**record, "reverse": record.get("reverse") == "có"})


def format_directive(directive: Directive) -> str:
    """Write the file of a directive: the inverse of `parse_directive`, fields in the order of the definition."""
    values = {field.key: _plain(field, getattr(directive, field.key)) for field in FIELDS}
    block = yaml.dump(
        {key: value for key, value in values.items() if value not in (None, [], "")},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
    )
    body = f"\n{directive.body}\n" if directive.body else ""
    return f"---\n{block}---\n{body}"


class _Dumper(yaml.SafeDumper):
    """Block style with indented lists, as an editor would type them."""

    def ignore_aliases(self, data: object) -> bool:
        """Write every value in full: an editor does not read anchors."""
        del data
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 (PyYAML's signature)
        super().increase_indent(flow, indentless=False)


def _plain(field: Field, value: object) -> object:
    if field.shape is Shape.TEXTS:
        return list(value)  # type: ignore[call-overload]  # a TEXTS field holds a tuple
    if field.shape is Shape.RECORDS:
        return [_plain_record(field, record) for record in value]  # type: ignore[attr-defined]  # likewise
    return value


def _plain_record(field: Field, record: object) -> dict[str, object]:
    values = {part.key: getattr(record, part.key) for part in field.fields}
    if "reverse" in values:
        values["reverse"] = "có" if values["reverse"] else None
    return {key: value for key, value in values.items() if value is not None}
