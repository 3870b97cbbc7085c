"""Field: what an editor may write under a key, stated once and used to read, check, explain and complete it."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any, Final

from vanban import front_matter
from vanban.patterns import lazy_pattern
from vanban.problems import Problem
from vanban.records import dataclass


class Shape(Enum):
    """The form of a field's value."""

    TEXT = "chữ"
    DATE = "ngày"
    TERM = "khóa"
    NUMBER = "số"
    TEXTS = "danh sách chữ"
    RECORDS = "danh sách mục"


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a front matter.

    Attributes:
        key: The English key as written in the file.
        shape: The form of its value.
        meaning: What it holds, in Vietnamese, for the editors' guide.
        example: A value as an editor would write it.
        required: Whether a file without it is refused.
        allowed: The only values accepted; empty when any will do.
        fields: For RECORDS, the keys of each record.
    """

    key: str
    shape: Shape
    meaning: str
    example: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()


_DATE: Final = lazy_pattern(r"(\d{4})-(\d{2})-(\d{2})")
_ROMAN: Final = lazy_pattern(r"[IVXL]{1,7}")
_HOLDER: Final = {
    Shape.TEXTS: front_matter.Sequence,
    Shape.RECORDS: front_matter.Sequence,
}


def read_fields(
    path: str, values: front_matter.Mapping, fields: Sequence[Field]
) -> tuple[dict[str, Any], list[Problem]]:
    """Read `values` by `fields`: afterwards every key of the result has a value of its field's shape.

    Returns:
        Values by key (str, date, int, tuple of str, tuple of dict); absent and empty keys are left out, as are faulty
        ones, each of which has a Problem.
    """
    known = {field.key: field for field in fields}
    problems = list(_unknown_keys(path, values, known))
    result: dict[str, Any] = {}
    for key, field in known.items():
        value = values.entries.get(key)
        if value is None or (isinstance(value, front_matter.Scalar) and value.text is None):
            if field.required:
                problems.append(
                    Problem(path, values.line, f"thiếu khóa «{key}»; hãy thêm, ví dụ «{field_line(field)}»")
                )
            continue
        read, found = _read_value(path, value, field)
        problems += found
        if read is not None and not found:
            result[key] = read
    return result, problems


def field_line(field: Field) -> str:
    """Return the field as one line of a front matter, for messages: `date: 2013-06-03`."""
    return f"{field.key}: {field.example}"


def _unknown_keys(path: str, values: front_matter.Mapping, known: dict[str, Field]) -> Iterator[Problem]:
    for key in values.entries:
        if key in known:
            continue
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
        hint = f"có phải «{near[0]}»?" if near else f"các khóa dùng được: {', '.join(known)}"
        yield Problem(path, values.key_lines.get(key, values.line), f"không có khóa «{key}»; {hint}")


def _read_value(path: str, value: front_matter.Value, field: Field) -> tuple[Any, list[Problem]]:
    holder = _HOLDER.get(field.shape, front_matter.Scalar)
    if not isinstance(value, holder):
        wanted = (
            "một danh sách, mỗi mục một dòng bắt đầu bằng «- »" if holder is not front_matter.Scalar else "một dòng"
        )
        return None, [Problem(path, value.line, f"«{field.key}» phải là {wanted}, ví dụ «{field_line(field)}»")]
    if isinstance(value, front_matter.Scalar):
        return _read_scalar(path, value, field)
    if field.shape is Shape.TEXTS:
        return _read_texts(path, value, field)
    return _read_records(path, value, field)


def _read_scalar(path: str, value: front_matter.Scalar, field: Field) -> tuple[Any, list[Problem]]:
    text = (value.text or "").strip()
    if field.allowed and text not in field.allowed:
        choices = ", ".join(f"«{choice}»" for choice in field.allowed)
        near = difflib.get_close_matches(text, field.allowed, n=1, cutoff=0.6)
        hint = f"có phải «{near[0]}»?" if near else f"hãy chọn một trong: {choices}"
        return None, [Problem(path, value.line, f"«{field.key}: {text}» không hợp lệ; {hint}")]
    if field.shape is Shape.DATE:
        return _read_date(path, value.line, text, field)
    if field.shape is Shape.TERM and not _ROMAN.fullmatch(text):
        return None, [Problem(path, value.line, f"«{field.key}: {text}» phải là số La Mã, ví dụ «{field_line(field)}»")]
    if field.shape is Shape.NUMBER:
        if not text.isdecimal():
            return None, [Problem(path, value.line, f"«{field.key}: {text}» phải là số, ví dụ «{field_line(field)}»")]
        return int(text), []
    return text, []


def _read_date(path: str, line: int, text: str, field: Field) -> tuple[dt.date | None, list[Problem]]:
    match = _DATE.fullmatch(text)
    try:
        if match:
            return dt.date(*map(int, match.groups())), []
    except ValueError:
        return None, [Problem(path, line, f"«{field.key}: {text}» không phải ngày có thật; hãy xem lại ngày và tháng")]
    return None, [
        Problem(
            path,
            line,
            f"«{field.key}: {text}» phải viết năm-tháng-ngày, ví dụ «{field_line(field)}»; chưa biết thì để trống",
        )
    ]


def _read_texts(path: str, value: front_matter.Sequence, field: Field) -> tuple[Any, list[Problem]]:
    texts: list[str] = []
    for item in value.items:
        if not isinstance(item, front_matter.Scalar) or item.text is None:
            return None, [Problem(path, item.line, f"mỗi mục của «{field.key}» phải là một dòng chữ")]
        texts.append(item.text)
    return tuple(texts), []


def _read_records(path: str, value: front_matter.Sequence, field: Field) -> tuple[Any, list[Problem]]:
    records: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for item in value.items:
        if not isinstance(item, front_matter.Mapping):
            keys = ", ".join(part.key for part in field.fields)
            problems.append(Problem(path, item.line, f"mỗi mục của «{field.key}» phải có các khóa: {keys}"))
            continue
        record, found = read_fields(path, item, field.fields)
        problems += found
        records.append(record)
    return tuple(records), problems
