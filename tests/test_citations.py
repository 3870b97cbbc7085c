"""find_citations: what is a mention, where it stands, and what the sentence says of it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.evaluate import HERE, evaluate, failures, read_labelled
from vanban.citations import Citation, Kind, find_citations

REPORT = Path(__file__).parents[1] / "docs" / "bao-cao" / "dan-van-2019" / "ban-goc.txt"
LABELLED = [text for _, text, _ in read_labelled(HERE / "labelled")]


def only(text: str, names: dict[str, str] | None = None) -> Citation:
    found = list(find_citations(text, names))
    assert len(found) == 1, [each.text for each in found]
    return found[0]


def codes(text: str) -> list[str | None]:
    return [each.code for each in find_citations(text)]


def test_the_report_has_63_mentions_and_no_more() -> None:
    found = list(find_citations(REPORT.read_text(encoding="utf-8")))
    kinds = [each.kind for each in found]
    assert (kinds.count(Kind.FULL), kinds.count(Kind.SHORT), kinds.count(Kind.LIST_TAIL)) == (61, 2, 0)
    assert len({each.code for each in found if each.kind is Kind.FULL}) == 45
    assert [each.text for each in found if each.kind is Kind.SHORT] == [
        "Nghị quyết 25 khóa XI",
        "Nghị quyết Trung ương 6 khóa XII",
    ]
    assert {each.issuer for each in found if each.code == "217-QĐ/TW"} == {"Bộ Chính trị"}
    damaged = next(each for each in found if each.text == "Thông bá số 165-TB/TW")
    assert (damaged.type, damaged.issuer) == ("Thông báo", "Thường vụ Bộ Chính trị")


def test_the_labelled_texts_reach_every_floor() -> None:
    score = evaluate(HERE / "labelled")
    assert sum(score.labelled.values()) > 250
    assert failures(score) == [], score.confusions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị quyết số 25-NQ/TW, ngày 03-6-2013", ("Nghị quyết", 25, None, "25-NQ/TW")),
        ("Quy định số 11-QĐ/TW", ("Quy định", 11, None, "11-QĐ/TW")),
        ("xem 11-QĐ/TW", (None, 11, None, "11-QĐ/TW")),
        ("xem 16/CT-TTg", ("Chỉ thị", 16, None, "16/CT-TTg")),
        ("xem 731/UBND-VHXH", ("Công văn", 731, None, "731/UBND-VHXH")),
        ("Nghị định 04/2015/NĐ-CP", ("Nghị định", 4, 2015, "04/2015/NĐ-CP")),
        ("Thông báo kết luận số 1823-TB/TU", ("Thông báo", 1823, None, "1823-TB/TU")),
        ("Luật số 10/2022/QH15", ("Luật", 10, 2022, "10/2022/QH15")),
        ("Chương trình phối hợp số 52-CTr/BDV-BCSDUBND", ("Chương trình phối hợp", 52, None, "52-CTr/BDV-BCSDUBND")),
    ],
)
def test_type_comes_from_the_word_else_from_the_symbol(text: str, expected: tuple[object, ...]) -> None:
    found = only(text)
    assert (found.type, found.number, found.year, found.code) == expected


def test_nested_citations_keep_their_own_details() -> None:
    outer, inner = find_citations(
        "Kết luận số 66-KL/TW, ngày 04-3-2010 của Ban Bí thư (khóa X) về tiếp tục thực hiện "
        "Nghị quyết số 09-NQ/TW, ngày 08-01-2002 của Bộ Chính trị (khóa IX) về “Cựu chiến binh”."
    )
    assert (outer.code, str(outer.date), outer.issuer, outer.term) == ("66-KL/TW", "2010-03-04", "Ban Bí thư", "X")
    assert (inner.code, str(inner.date), inner.issuer, inner.term) == ("09-NQ/TW", "2002-01-08", "Bộ Chính trị", "IX")
    assert inner.title == "Cựu chiến binh"


def test_a_subject_after_a_list_belongs_to_its_last_item_unless_the_list_is_one_group() -> None:
    first, last = find_citations(
        "Chương trình số 12-CTr/TU, ngày 03-02-2016, Thông báo số 1823-TB/TU, ngày 05-11-2019 của "
        "Ban Thường vụ Tỉnh ủy về kết quả"
    )
    assert (first.title, last.title) == (None, "kết quả")
    pair = list(
        find_citations("Quyết định số 217-QĐ/TW, Quyết định số 218-QĐ/TW của Bộ Chính trị khóa XI về giám sát.")
    )
    assert [(each.issuer, each.term, each.title) for each in pair] == [("Bộ Chính trị", "XI", "giám sát")] * 2


def test_a_date_may_open_the_next_clause() -> None:
    first, second = find_citations(
        "Ngày 03/02/2018, Tỉnh ủy đã ban hành Kế hoạch số 45-KH/TU, ngày 05/02/2018 UBND tỉnh ban "
        "hành Kế hoạch số 12/KH-UBND."
    )
    assert (str(first.date), first.issuer) == ("2018-02-03", "Tỉnh ủy")
    assert (str(second.date), second.issuer) == ("2018-02-05", "UBND tỉnh")


@pytest.mark.parametrize("text", ["ngày 31-02-2013", "ngày 00/13/2013", "ngày 45.1.2013"])
def test_an_impossible_date_is_no_date(text: str) -> None:
    assert only(f"Nghị quyết số 25-NQ/TW, {text}").date is None


@pytest.mark.parametrize(
    ("text", "pinpoint"),
    [
        ("Điều 4 Nghị định số 04/2015/NĐ-CP", "Điều 4"),
        ("điểm b, khoản 2, Điều 3 Quy định số 22-QĐ/TW", "điểm b, khoản 2, Điều 3"),
        ("các Điều 5, 6, 7 của Nghị định số 100/2019/NĐ-CP", "các Điều 5, 6, 7"),
        ("Điều 4, Điều 5 Nghị định số 04/2015/NĐ-CP", "Điều 4, Điều 5"),
        ("Năm 2019, Nghị định số 04/2015/NĐ-CP", None),
    ],
)
def test_pinpoints(text: str, pinpoint: str | None) -> None:
    assert only(text).pinpoint == pinpoint


def test_registry_names_are_found_whole_longest_first() -> None:
    names = {
        "Luật Tiếp công dân": "42-2013-qh13",
        "Luật Tiếp công dân năm 2013": "x",
        "Quy chế hoà giải": "y",
        "Bộ luật Lao động": "z",
    }
    found = list(
        find_citations(
            "theo luật tiếp công dân năm 2013, Luật  Tiếp\ncông dân; Quy chế hòa giải; "
            "Luật Tiếp công dânA; luat tiep cong dan",
            names,
        )
    )
    assert [each.document for each in found] == ["x", "42-2013-qh13", "y"]
    assert {each.kind for each in found} == {Kind.SHORT}
    assert only("khoản 3 Điều 63 Bộ luật Lao động", names).pinpoint == "khoản 3 Điều 63"
    assert only("Luật Tiếp công dân số 42/2013/QH13", names).code == "42/2013/QH13"
    assert list(find_citations("Luật Tiếp công dân; Năm dân vận; Nghị quyết Đại hội lần thứ XII")) == []


def test_back_references_need_exactly_one_antecedent() -> None:
    assert codes("Chỉ thị số 11-CT/TU ra đời. Nay Chỉ thị 11 đã cũ.") == ["11-CT/TU", "11-CT/TU"]
    assert codes("Chỉ thị số 11-CT/TU và Chỉ thị số 11-CT/TW. Nay Chỉ thị 11 đã cũ.") == ["11-CT/TU", "11-CT/TW", None]
    assert codes("Nay Chỉ thị 11 đã cũ. Chỉ thị số 11-CT/TU mới.") == [None, "11-CT/TU"]


def test_plenums() -> None:
    first, second = find_citations("Nghị quyết Trung ương 4 khóa XI, XII")
    assert [(each.plenum, each.term, each.kind, each.number) for each in (first, second)] == [
        (4, "XI", Kind.SHORT, None),
        (4, "XII", Kind.LIST_TAIL, None),
    ]
    assert only("Nghị quyết Trung ương bảy khóa X").plenum == 7
    assert only("Nghị quyết số 27-NQ/TW của Hội nghị lần thứ bảy Ban Chấp hành Trung ương Đảng khóa X").plenum == 7


def test_unknown_issuers_are_mentions_reported_as_unknown() -> None:
    assert not only("Kế hoạch số 12-KH/XYZT").issuer_known
    assert only("Kế hoạch số 12-KH/TU").issuer_known


def test_the_record_is_the_published_contract() -> None:
    assert only("Nghị quyết số 25-NQ/TW, ngày 03-6-2013 của Bộ Chính trị khóa XI").record() == {
        "start": 0,
        "end": 22,
        "text": "Nghị quyết số 25-NQ/TW",
        "type": "Nghị quyết",
        "number": 25,
        "year": None,
        "code": "25-NQ/TW",
        "date": "2013-06-03",
        "issuer": "Bộ Chính trị",
        "term": "XI",
        "kind": "full",
    }


def test_a_long_text_is_read_in_blocks_without_loss() -> None:
    text = REPORT.read_text(encoding="utf-8")
    whole = list(find_citations("\n\n".join([text] * 4)))
    assert len(whole) == 4 * 63
    assert [each.start for each in whole] == sorted(each.start for each in whole)


def check_spans(text: str, found: list[Citation]) -> None:
    end = 0
    for each in found:
        assert end <= each.start < each.end <= len(text)
        assert each.text == text[each.start : each.end]
        end = each.end


@pytest.mark.parametrize("text", LABELLED)
def test_spans_hold_in_every_unicode_form_and_under_emphasis(text: str) -> None:
    plain = list(find_citations(text))
    check_spans(text, plain)
    spread = unicodedata.normalize("NFD", text)
    decomposed = list(find_citations(spread))
    check_spans(spread, decomposed)
    assert [each.code for each in decomposed] == [each.code for each in plain]
    stressed = text.replace("Nghị quyết", "**Nghị** quyết").replace("-NQ", "\\-NQ")
    again = list(find_citations(stressed))
    check_spans(stressed, again)
    assert [each.code for each in again] == [each.code for each in plain]


PIECES = st.sampled_from(
    [
        "Nghị quyết ",
        "số ",
        "25",
        "-",
        "/",
        "NQ",
        "TW",
        "04/2015/NĐ-CP",
        ", ",
        " và ",
        "ngày 03-6-2013",
        " của ",
        "Bộ Chính trị",
        "khóa XI",
        "\n",
        "**",
        "[^1]",
        "](",
        "<br>",
        "“",
        "Trung ương ",
        "các ",
        "\u0300",
        "\u00a0",
        "–",
        "Điều 4 ",
        "1.",
        "QĐ 20",
        "theo ",
        "𝟚",
        "Ð",
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_any_text_is_read_without_fail(text: str) -> None:
    check_spans(text, list(find_citations(text, {"Nghị quyết Trung ương": "a", "số": "b"})))
