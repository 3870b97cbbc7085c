"""DocNumber: one canonical print for every spelling, parse and str inverse."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.numbers import DocNumber
from vanban.vocabulary import DOCUMENT_TYPES, ISSUERS

CANONICAL = [
    ("25-NQ/TW", 25, None, "NQ", "TW", "dang"),
    ("836-CV/TU", 836, None, "CV", "TU", "dang"),
    ("400-KH/BDV-BCSDUBND", 400, None, "KH", "BDV-BCSDUBND", "dang"),
    ("11-QĐi/TW", 11, None, "QĐi", "TW", "dang"),
    ("367-QĐ/TWĐTN-VP", 367, None, "QĐ", "TWĐTN-VP", "dang"),
    ("04/2015/NĐ-CP", 4, 2015, "NĐ", "CP", "nha-nuoc"),
    ("10/2022/QH15", 10, 2022, None, "QH15", "nha-nuoc"),
    ("34/2007/PL-UBTVQH11", 34, 2007, "PL", "UBTVQH11", "nha-nuoc"),
    ("02/2020/UBTVQH14", 2, 2020, None, "UBTVQH14", "nha-nuoc"),
    ("1018/QĐ-UBND", 1018, None, "QĐ", "UBND", "nha-nuoc"),
    ("16/CT-TTg", 16, None, "CT", "TTg", "nha-nuoc"),
    ("731/UBND-VHXH", 731, None, None, "UBND-VHXH", "nha-nuoc"),
    ("12/KH-MTTQ-BTT", 12, None, "KH", "MTTQ-BTT", "nha-nuoc"),
    ("403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", 403, 2017, "NQLT", "UBTVQH14-CP-ĐCTUBTWMTTQVN", "nha-nuoc"),
    ("25-CP", 25, None, None, "CP", "nha-nuoc"),
    ("28/CP", 28, None, None, "CP", "nha-nuoc"),
    ("100/TTg", 100, None, None, "TTg", "nha-nuoc"),
    ("36-SL", 36, None, "SL", "", "nha-nuoc"),
    ("10-LCT/HĐNN7", 10, None, "LCT", "HĐNN7", "nha-nuoc"),
    ("12-QĐXX/TW", 12, None, "QĐXX", "TW", "dang"),
    ("2200/QĐ-UBND.HC", 2200, None, "QĐ", "UBND.HC", "nha-nuoc"),
    ("123-QĐ/ABC", 123, None, "QĐ", "ABC", "dang"),
    ("123/QĐ-ABC", 123, None, "QĐ", "ABC", "nha-nuoc"),
]


@pytest.mark.parametrize("case", CANONICAL)
def test_canonical_symbols_are_read_and_printed(case: tuple[object, ...]) -> None:
    text, *fields = case
    value = DocNumber.parse(str(text))
    assert value is not None
    assert [value.number, value.year, value.type, value.issuer, value.system] == fields
    assert str(value) == text


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("217/QĐ-TW", "217-QĐ/TW"),
        ("11/QĐi-TW", "11-QĐi/TW"),
        ("217 QĐ/TW", "217-QĐ/TW"),
        ("367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP"),
        ("51- CT/TW", "51-CT/TW"),
        ("44 - KL/TW", "44-KL/TW"),
        ("1836 QĐ/TWĐTN", "1836-QĐ/TWĐTN"),
        ("25-NQ-TW", "25-NQ/TW"),
        ("26/NQ/TW", "26-NQ/TW"),
        ("01/QCPH/UBND-UBMTTQ", "01/QCPH-UBND-UBMTTQ"),
        ("19/2008/NQLT/CP-UBTUMTTQVN", "19/2008/NQLT-CP-UBTUMTTQVN"),
        ("205-QD/TW", "205-QĐ/TW"),
        ("30/2020/ND-CP", "30/2020/NĐ-CP"),
        ("04-2015-NĐ-CP", "04/2015/NĐ-CP"),
        ("61/2018/NĐCP", "61/2018/NĐ-CP"),
        ("2468/QĐUBND", "2468/QĐ-UBND"),
        ("16/CT-TTG", "16/CT-TTg"),
        ("12-ctr/tu", "12-CTr/TU"),
        ("25-nq/tw", "25-NQ/TW"),
        ("25-NQ/TƯ", "25-NQ/TW"),
        ("25-NQ/T.Ư", "25-NQ/TW"),
        ("25–NQ/TW", "25-NQ/TW"),
        ("25 —\u00a0NQ/\nTW", "25-NQ/TW"),
        ("9-NQ/TW", "09-NQ/TW"),
        ("036-SL", "36-SL"),
        ("30A/2008/NQ-CP", "30a/2008/NQ-CP"),
        ("12-NQ/DU", "12-NQ/ĐU"),
        ("13/2009/TTLT-BLĐTB&XH-BTC", "13/2009/TTLT-BLĐTBXH-BTC"),
        ("04/2015/NĐ-CP".encode().decode(), "04/2015/NĐ-CP"),
    ],
)
def test_every_spelling_has_one_canonical_print(printed: str, canonical: str) -> None:
    assert str(DocNumber.parse(printed)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24/7",
        "68/117",
        "COVID-19",
        "2016-2020",
        "01-8-2019",
        "25-NQ",
        "NQ/TW",
        "25-NQ/TW về",
        "12/NQ-Trung",
        "10/2022/QH151",
    ],
)
def test_other_text_is_no_number(text: str) -> None:
    assert DocNumber.parse(text) is None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("25-NQ/TW", "25-nq-tw"),
        ("04/2015/NĐ-CP", "04-2015-nd-cp"),
        ("11-QĐi/TW", "11-qdi-tw"),
        ("30a/2008/NQ-CP", "30a-2008-nq-cp"),
    ],
)
def test_slug_is_ascii(text: str, slug: str) -> None:
    value = DocNumber.parse(text)
    assert value is not None
    assert value.slug == slug


def test_unknown_issuers_are_reported() -> None:
    known, unknown = DocNumber.parse("25-NQ/TW"), DocNumber.parse("25-NQ/ABC")
    assert known is not None
    assert unknown is not None
    assert known.known
    assert not unknown.known


TYPE_CODES = sorted({row.code for row in DOCUMENT_TYPES if row.code and not row.old})
ISSUER_CODES = sorted({row.code + ("15" if row.code in {"QH", "UBTVQH", "HĐNN"} else "") for row in ISSUERS})
LETTERS = st.text("ABCDGHKLMNPQSTVXĐ", min_size=2, max_size=6)
PRINTED = st.one_of(
    st.builds(
        "{}-{}/{}".format, st.integers(1, 99999), st.sampled_from(TYPE_CODES), st.sampled_from(ISSUER_CODES) | LETTERS
    ),
    st.builds(
        "{}/{}-{}".format, st.integers(1, 99999), st.sampled_from(TYPE_CODES), st.sampled_from(ISSUER_CODES) | LETTERS
    ),
    st.builds(
        "{}/{}/{}-{}".format,
        st.integers(1, 999),
        st.integers(1945, 2035),
        st.sampled_from(TYPE_CODES),
        st.sampled_from(ISSUER_CODES),
    ),
    st.builds("{}/{}-{}".format, st.integers(1, 99999), st.sampled_from(ISSUER_CODES), LETTERS),
    st.builds(
        "{}{}{}".format, st.integers(1, 999), st.sampled_from("-/"), st.sampled_from(["CP", "TTg", "HĐBT", "SL"])
    ),
)


@settings(max_examples=300)
@given(PRINTED)
def test_parse_and_str_are_inverse(printed: str) -> None:
    value = DocNumber.parse(printed)
    if value is not None:
        assert DocNumber.parse(str(value)) == value
        assert value.slug.isascii()


@settings(max_examples=200)
@given(PRINTED, st.sampled_from([" ", "  ", "\u00a0"]), st.sampled_from("-–—"))
def test_spaces_and_dashes_do_not_matter(printed: str, space: str, dash: str) -> None:
    value = DocNumber.parse(printed)
    spread = printed.replace("-", f"{space}{dash}{space}", 1)
    if value is not None:
        assert DocNumber.parse(spread) == value


@settings(max_examples=200)
@given(st.text("0123456789-/NQĐTWtwgCPi .\n&a", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    value = DocNumber.parse(text)
    assert value is None or DocNumber.parse(str(value)) == value
