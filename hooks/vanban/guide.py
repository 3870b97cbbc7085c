"""Guide: the reference of fields in the editors' guide, made from the typed definition so that the two cannot drift.

Its words are the definition's own, so they are Markdown and not data to be escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from vanban.directive_fields import EVIDENCE, FIELDS, VERBS
from vanban.schema import Field, Shape

START: Final = "## Bảng tra các khóa {#bang-tra}"
"""The heading of the guide under which the reference stands, to the end of the file."""


def field_reference() -> str:
    """Return the chapters that explain every key with its form, its values and an example."""
    parts = ["### Các khóa của phần đầu tệp {#cac-khoa}", _list(FIELDS)]
    for field in FIELDS:
        if field.shape is Shape.RECORDS:
            parts += [f"### Mỗi mục của `{field.key}` {{#khoa-{field.key.replace('_', '-')}}}", _list(field.fields)]
    parts += ["### Dấu bằng chứng {#dau-bang-chung}", _pairs("Dấu", "Nghĩa", EVIDENCE.items())]
    parts += ["### Quan hệ và chiều ngược {#quan-he}", _pairs("Viết", "Trang của văn bản kia hiện", VERBS.items())]
    return "\n\n".join(parts)


def _list(fields: tuple[Field, ...]) -> str:
    return "\n\n".join(_entry(field) for field in fields)


def _entry(field: Field) -> str:
    required = " Bắt buộc." if field.required else ""
    values = f" Chọn một: {', '.join(f'«{value}»' for value in field.allowed)}." if field.allowed else ""
    return (
        f"`{field.key}`\n"
        f":   {field.meaning} *({field.shape.value})*.{required}{values} "
        f"Ví dụ: `{field.key}: {field.example}`"
    )


def _pairs(first: str, second: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| {key} | {value} |" for key, value in rows]
    return "\n".join([f"| {first} | {second} |\n| --- | --- |", *lines])
