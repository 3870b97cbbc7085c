"""Vocabulary: every row matches its examples, every example has a row, and adding a row is all it takes."""

from __future__ import annotations

import pytest

from vanban.numbers import DocNumber
from vanban.vocabulary import (
    BODY_HEADS,
    DOCUMENT_TYPES,
    ISSUERS,
    TYPE_NAMES,
    TYPES_BY_CODE,
    DocType,
    Issuer,
    issuer,
    issuer_code,
    type_code,
    type_names,
)

ROWS: tuple[DocType | Issuer, ...] = (*DOCUMENT_TYPES, *ISSUERS)


@pytest.mark.parametrize("row", [row for row in DOCUMENT_TYPES if row.code], ids=lambda row: f"{row.code} {row.name}")
def test_every_type_row_matches_its_examples(row: DocType) -> None:
    for example in row.examples:
        value = DocNumber.parse(example)
        assert value is not None
        assert value.type == row.code
        assert value.system in row.systems or row.name == "Thông tư liên tịch"


@pytest.mark.parametrize("row", ISSUERS, ids=lambda row: row.code)
def test_every_issuer_row_matches_its_examples(row: Issuer) -> None:
    assert row.examples
    for example in row.examples:
        value = DocNumber.parse(example)
        assert value is not None
        found = {issuer(part) for part in value.issuer.split("-")}
        assert row in found


def test_every_example_has_rows_for_its_type_and_first_issuer() -> None:
    for example in [example for row in ROWS for example in row.examples]:
        value = DocNumber.parse(example)
        assert value is not None
        assert value.type is None or value.type in TYPES_BY_CODE
        assert value.known, example


def test_rows_are_marked_and_not_repeated() -> None:
    assert all(row.source in {"V", "P", "S", "K"} for row in ROWS)
    assert len({(row.code, row.name) for row in DOCUMENT_TYPES}) == len(DOCUMENT_TYPES)
    assert len({row.code for row in ISSUERS}) == len(ISSUERS)
    assert all(row.systems and set(row.systems) <= {"dang", "nha-nuoc"} for row in DOCUMENT_TYPES)
    assert all(row.system in {"dang", "nha-nuoc", "doan-the"} for row in ISSUERS)


@pytest.mark.parametrize(
    ("token", "code"),
    [("QD", "QĐ"), ("qđ", "QĐ"), ("CTR", "CTr"), ("ND", "NĐ"), ("QDi", "QĐi"), ("CT", "CT"), ("XY", None)],
)
def test_type_codes_are_restored(token: str, code: str | None) -> None:
    assert type_code(token) == code


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("TƯ", "TW"),
        ("T.Ư", "TW"),
        ("TU", "TU"),
        ("tw", "TW"),
        ("DU", "ĐU"),
        ("TTG", "TTg"),
        ("QH15", "QH15"),
        ("BGD&ĐT", "BGDĐT"),
        ("BCSDUBND", "BCSDUBND"),
        ("BCSĐUBND", "BCSĐUBND"),
        ("UBND15", None),
        ("ZZZ", None),
    ],
)
def test_issuer_codes_are_restored(token: str, code: str | None) -> None:
    assert issuer_code(token) == code


def test_a_code_may_stand_for_several_names() -> None:
    assert type_names("QĐ", "dang") == ("Quyết định", "Quy định")
    assert type_names("TT", "nha-nuoc") == ("Thông tư",)
    assert TYPE_NAMES["chương trình phối hợp"].name == "Chương trình phối hợp"


def test_bodies_begin_with_known_words() -> None:
    assert {"Ban", "Bộ", "Chính", "Thủ", "UBND", "Tỉnh"} <= BODY_HEADS
    assert "về" not in BODY_HEADS
