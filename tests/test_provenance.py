from __future__ import annotations

import datetime as dt

import pytest

from shelves import doc
from vanban.directives import Claim, Printed
from vanban.provenance import agree, comparable, differences, support

PRINTED = Printed("bc1", issuer="Bộ Chính trị", date=dt.date(2002, 1, 8), term="XI", title="công tác Cựu Chiến binh")


@pytest.mark.parametrize(
    ("field", "one", "other", "expected"),
    [
        ("issuer", "Ban Chấp hành Trung ương Đảng", "Ban Chấp hành Trung ương", True),
        ("issuer", "Ban Bí thư Trung ương Đảng", "Ban Bí thư", True),
        ("issuer", "UBND tỉnh", "Ủy ban nhân dân tỉnh", True),
        ("issuer", "Ban Bí thư", "Bộ Chính trị", False),
        ("title", "về “Công tác dân tộc”", "công tác dân tộc", True),
        ("title", "về việc giúp đỡ Hội", "giúp đỡ Hội", True),
        ("title", "công tác dân vận", "công tác dân vận trong tình hình mới", True),
        ("title", "công tác dân vận", "công tác dân tộc", False),
        ("code", "11-QĐ/TW", "11-QĐi/TW", False),
        ("term", "IX", "XI", False),
    ],
)
def test_voices_agree_when_they_say_the_same(field: str, one: str, other: str, *, expected: bool) -> None:
    assert agree(field, one, other) is expected
    assert agree(field, other, one) is expected


def test_support_names_who_says_a_value_and_leaves_out_who_says_another() -> None:
    claim = Claim("term", "IX", "V", "báo")
    document = doc("09-nq", "09-NQ/TW", term="IX", issuer="Bộ Chính trị", printed=(PRINTED,), sources=(claim,))

    found = support(document)

    assert [(voice.mark, voice.source) for voice in found["term"]] == [("V", "báo")]
    assert [(voice.mark, voice.source) for voice in found["issuer"]] == [("S", "bc1")]
    assert "validity" not in found


def test_a_difference_holds_both_voices_and_agreement_is_none() -> None:
    claims = (Claim("term", "IX", "V", "báo"), Claim("date", "2002-01-08", "V", "báo"))
    document = doc("09-nq", "09-NQ/TW", term="IX", printed=(PRINTED,), sources=claims)

    [difference] = differences(document)

    assert difference.field == "term"
    assert [voice.value for voice in difference.printed] == ["XI"]
    assert [voice.value for voice in difference.public] == ["IX"]


def test_a_symbol_that_a_source_corrects_is_a_difference() -> None:
    document = doc("11-qd", "11-QĐ/TW", sources=(Claim("code", "11-QĐi/TW", "V", "báo"),))

    assert [difference.field for difference in differences(document)] == ["code"]


def test_comparable_is_idempotent_on_titles() -> None:
    text = "về việc “Tăng cường … ”"

    assert comparable("title", comparable("title", text)) == comparable("title", text)
