from __future__ import annotations

import datetime as dt

import pytest

from vanban.front_matter import read_front_matter
from vanban.schema import Field, Shape, read_fields

FIELDS = (
    Field("code", Shape.TEXT, "Số", "25-NQ/TW", required=True),
    Field("date", Shape.DATE, "Ngày", "2013-06-03"),
    Field("term", Shape.TERM, "Khóa", "XI"),
    Field("plenum", Shape.NUMBER, "Hội nghị", "7"),
    Field("validity", Shape.TEXT, "Tình trạng", "còn hiệu lực", allowed=("còn hiệu lực", "hết hiệu lực")),
    Field("aliases", Shape.TEXTS, "Tên", "[a]"),
    Field(
        "sources", Shape.RECORDS, "Nguồn", "- {field: a}", fields=(Field("field", Shape.TEXT, "", "a", required=True),)
    ),
)


def read(text: str) -> tuple[dict[str, object], list[str]]:
    values, problems = read_fields("a.md", read_front_matter("a.md", f"---\n{text}---\n")[0].values, FIELDS)
    return values, [str(problem) for problem in problems]


def test_each_shape() -> None:
    text = "code: a\ndate: 2013-06-03\nterm: XI\nplenum: 7\naliases: [b, c]\nsources: [{field: d}]\n"
    assert read(text) == (
        {
            "code": "a",
            "date": dt.date(2013, 6, 3),
            "term": "XI",
            "plenum": 7,
            "aliases": ("b", "c"),
            "sources": ({"field": "d"},),
        },
        [],
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("term: XI\n", 2, "thiếu khóa «code»; hãy thêm, ví dụ «code: 25-NQ/TW»"),
        ("code: a\ndate: 03-6-2013\n", 3, "phải viết năm-tháng-ngày"),
        ("code: a\ndate: 2013-06-31\n", 3, "không phải ngày có thật"),
        ("code: a\nterm: 11\n", 3, "số La Mã"),
        ("code: a\nplenum: bảy\n", 3, "phải là số"),
        ("code: a\nvalidity: còn hiêu lực\n", 3, "có phải «còn hiệu lực»?"),
        ("code: a\nvalidity: x\n", 3, "hãy chọn một trong"),
        ("code: a\nalias: b\n", 3, "có phải «aliases»?"),
        ("code: a\nxyz: b\n", 3, "các khóa dùng được"),
        ("code: a\naliases: b\n", 3, "một danh sách"),
        ("code: a\ndate: [b]\n", 3, "một dòng"),
        ("code: a\naliases: [[b]]\n", 3, "một dòng chữ"),
        ("code: a\nsources: [b]\n", 3, "phải có các khóa: field"),
        ("code: a\nsources:\n  - {fild: b, field: c}\n", 4, "có phải «field»?"),
    ],
)
def test_faults(text: str, line: int, words: str) -> None:
    problems = read(text)[1]
    assert len(problems) == 1
    assert problems[0].startswith(f"a.md:{line}: ")
    assert words in problems[0]
