from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.fulltext import anchored_text, find_articles, pinpoint_anchor

BODY = (
    "**Điều 1.** Phạm vi\n\n1. Quy định này.\n\na) Một.\n\nđ) Năm.\n\n2. Hai.\n\nĐiều 63. Dân chủ\n\n"
    "1. Một.\n\n3. Ba.\n\nTheo khoản 3 Điều 1."
)


def test_articles_clauses_and_points_get_addresses_in_order() -> None:
    assert [article.anchor for article in find_articles(BODY)] == [
        "dieu-1",
        "dieu-1-khoan-1",
        "dieu-1-khoan-1-diem-a",
        "dieu-1-khoan-1-diem-dd",
        "dieu-1-khoan-2",
        "dieu-63",
        "dieu-63-khoan-1",
        "dieu-63-khoan-3",
    ]


@pytest.mark.parametrize(
    ("pinpoint", "expected"),
    [
        ("khoản 3 Điều 63", "dieu-63-khoan-3"),
        ("Điều 1", "dieu-1"),
        ("điểm đ khoản 1 Điều 1", "dieu-1-khoan-1-diem-dd"),
        ("khoản 9 Điều 63", "dieu-63"),
        ("Điều 99", None),
        ("khoản 3", None),
        ("", None),
    ],
)
def test_a_pinpoint_leads_to_the_nearest_article_that_is_there(pinpoint: str, expected: str | None) -> None:
    assert pinpoint_anchor(BODY, pinpoint) == expected


def test_numbered_paragraphs_before_any_article_have_no_address() -> None:
    assert not list(find_articles("1. Một.\n\n2. Hai."))


@given(st.lists(st.sampled_from(["Điều 1. A", "1. B", "a) C", "D", "", "Điều 2"]), max_size=12))
def test_anchoring_changes_no_word(paragraphs: list[str]) -> None:
    body = "\n\n".join(paragraphs)

    bare = re.sub(r'\[¶\]\(#[a-z0-9-]+ "[^"]*"\)\n\{ #[a-z0-9-]+ \.vb-anchor \}\n\n', "", anchored_text(body))

    assert bare == body
