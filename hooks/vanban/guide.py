"""Guide: the table of fields of the editors' guide, made from the typed definition so that the two cannot drift."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from vanban.dialect import escape
from vanban.directive_fields import EVIDENCE, FIELDS, VERBS
from vanban.schema import Field, Shape

START: Final = "## Bảng tra các khóa {#bang-tra}"
"""The heading of the guide under which the tables stand, to the end of the file."""


def field_tables() -> str:
    """Return the chapters that explain every key with its form, its values and an example."""
    parts = ["### Các khóa của phần đầu tệp {#cac-khoa}", _table(FIELDS)]
    for field in FIELDS:
        if field.shape is Shape.RECORDS:
            parts += [f"### Mỗi mục của `{field.key}` {{#khoa-{field.key.replace('_', '-')}}}", _table(field.fields)]
    parts += ["### Dấu bằng chứng {#dau-bang-chung}", _pairs("Dấu", "Nghĩa", EVIDENCE.items())]
    parts += ["### Quan hệ và chiều ngược {#quan-he}", _pairs("Viết", "Trang của văn bản kia hiện", VERBS.items())]
    return "\n\n".join(parts)


def _table(fields: tuple[Field, ...]) -> str:
    head = "| Khóa | Ý nghĩa | Dạng | Bắt buộc | Ví dụ |\n| --- | --- | --- | --- | --- |"
    return "\n".join([head, *(_row(field) for field in fields)])


def _row(field: Field) -> str:
    values = f"; chọn một: {', '.join(escape(value) for value in field.allowed)}" if field.allowed else ""
    required = "có" if field.required else ""
    return (
        f"| `{field.key}` | {escape(field.meaning)}{values} | {field.shape.value} | {required} "
        f"| {escape(field.key + ': ' + field.example)} |"
    )


def _pairs(first: str, second: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| {escape(key)} | {escape(value)} |" for key, value in rows]
    return "\n".join([f"| {first} | {second} |\n| --- | --- |", *lines])
