from __future__ import annotations

import pytest

from shelves import doc, shelf
from vanban.catalogue import Catalogue, is_state, level


@pytest.mark.parametrize(
    ("code", "jurisdiction", "expected"),
    [
        ("25-NQ/TW", "trung-uong", "Trung ương"),
        ("25-NQ/TW", None, "Trung ương"),
        ("04/2015/NĐ-CP", None, "Trung ương"),
        ("11-CT/TU", "kien-giang", "Tỉnh"),
        ("77/2017/NQ-HĐND", "kien-giang", "Tỉnh"),
        ("77/2017/NQ-HĐND", None, "chưa rõ"),
        ("15-NQ/HU", "kien-giang", "Huyện"),
        ("12-NQ/ĐU", "kien-giang", "Cơ sở"),
        (None, None, "chưa rõ"),
    ],
)
def test_the_level_is_that_of_the_issuing_body(code: str | None, jurisdiction: str | None, expected: str) -> None:
    assert level(doc("van-ban", code, jurisdiction=jurisdiction, title="Tên")) == expected


def test_the_symbol_says_whether_the_party_or_the_state_issued_a_document() -> None:
    assert is_state(doc("a", "04/2015/NĐ-CP"))
    assert not is_state(doc("b", "25-NQ/TW"))
    assert is_state(doc("c", title="Luật Tiếp công dân", type="Luật"))


def test_counts_are_those_of_the_links_and_undecided_mentions_count_for_no_one() -> None:
    one, two = doc("25-nq-tw-ix", "25-NQ/TW", term="IX"), doc("25-nq-tw-xi", "25-NQ/TW", term="XI")
    catalogue = Catalogue(shelf([one, two], "Nghị quyết số 25-NQ/TW khóa IX và Nghị quyết số 25-NQ/TW."))

    assert catalogue.counts == {"25-nq-tw-ix": 1, "25-nq-tw-xi": 0}
    assert [len(links) for links in catalogue.unsettled.values()] == [1]
