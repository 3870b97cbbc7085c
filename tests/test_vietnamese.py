from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.vietnamese import fold, nfc, slug, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Dân vận khéo", "dan van kheo"),
        ("ĐẢNG ỦY", "dang uy"),
        ("Ðắk Lắk", "dak lak"),
        ("uỷ ban / ủy ban", "uy ban / uy ban"),
        (unicodedata.normalize("NFD", "Nghị quyết"), "nghi quyet"),
        ("25-NQ/TW", "25-nq/tw"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "address"),
    [("25-NQ/TW", "25-nq-tw"), ("04/2015/NĐ-CP", "04-2015-nd-cp"), ("Điều 4", "dieu-4"), ("…", "")],
)
def test_slug(text: str, address: str) -> None:
    assert slug(text) == address


@given(st.text())
def test_fold_is_idempotent_and_leaves_no_mark(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert not any(unicodedata.combining(char) for char in unicodedata.normalize("NFD", folded))


@given(st.text())
def test_slug_is_an_address_whatever_the_text(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(slug(text)) == slug(text)


@given(st.text())
def test_nfc_and_nfd_fold_alike(text: str) -> None:
    assert fold(nfc(text)) == fold(unicodedata.normalize("NFD", text))


def test_dictionary_order() -> None:
    words = ["đảng", "dân", "ân", "an", "ấn", "ăn", "eo", "ê", "25"]
    assert sorted(words, key=sort_key) == ["25", "an", "ăn", "ân", "ấn", "dân", "đảng", "eo", "ê"]
