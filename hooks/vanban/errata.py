"""Erratum: a printing error of the report that an editor recorded beside the source, never applied silently.

- section: p1-i-1
  printed: Thông bá
  meant: Thông báo
  reason: lỗi nhận dạng chữ
  by: tên người ghi
  date: 2026-11-22
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from vanban import front_matter
from vanban.problems import Problem
from vanban.records import dataclass
from vanban.schema import Field, Shape, read_fields

NAME: Final = "dinh-chinh.yml"
FIELDS: Final = (
    Field("section", Shape.TEXT, "Mã mục có chữ in sai", "p1-i-1", required=True),
    Field("printed", Shape.TEXT, "Chữ in trong bản gốc", "Thông bá", required=True),
    Field("meant", Shape.TEXT, "Chữ đúng; để trống khi chữ in là thừa", "Thông báo"),
    Field("reason", Shape.TEXT, "Vì sao cho là sai", "lỗi nhận dạng chữ", required=True),
    Field("by", Shape.TEXT, "Người ghi", "tổ biên tập", required=True),
    Field("date", Shape.DATE, "Ngày ghi", "2026-11-22", required=True),
)
EMPTY: Final = """\
# Đính chính: những chỗ bản gốc in sai. Trang vẫn giữ nguyên chữ in; người đọc bấm để xem chữ đúng.
# Mỗi chỗ một mục, bỏ dấu # ở đầu các dòng mẫu dưới đây rồi sửa:
# - section: p1-i-1
#   printed: Thông bá
#   meant: Thông báo
#   reason: lỗi nhận dạng chữ
#   by: tổ biên tập
#   date: 2026-11-22
"""


@dataclass(frozen=True, slots=True)
class Erratum:
    """One printing error: where, what is printed, what is meant, why, who says so and since when."""

    section: str
    printed: str
    meant: str
    reason: str
    by: str
    date: dt.date
    line: int = 0


def read_errata(path: str, text: str) -> tuple[list[Erratum], list[Problem]]:
    """Read an errata file: every entry is either understood or has a Problem at its line."""
    value, problems = front_matter.read_yaml(path, text)
    if value is None or (isinstance(value, front_matter.Scalar) and value.text is None):
        return [], problems
    if not isinstance(value, front_matter.Sequence):
        return [], [
            *problems,
            Problem(path, value.line, "đính chính phải là danh sách, mỗi mục bắt đầu bằng «- section: …»"),
        ]
    errata = list(_entries(path, value, problems))
    return errata, problems


def _entries(path: str, value: front_matter.Sequence, problems: list[Problem]) -> Iterator[Erratum]:
    required = {field.key for field in FIELDS if field.required}
    for item in value.items:
        if not isinstance(item, front_matter.Mapping):
            problems.append(
                Problem(
                    path, item.line, "mỗi mục đính chính phải có «section», «printed», «meant», «reason», «by», «date»"
                )
            )
            continue
        values, found = read_fields(path, item, FIELDS)
        problems += found
        if required <= set(values):
            yield Erratum(**{"meant": "", **values}, line=item.line)
