from __future__ import annotations

import pytest

from shelves import doc, shelf
from vanban.directive_fields import VERBS
from vanban.directives import Relation
from vanban.linking import link_page
from vanban.relations import entered_edges, find_relations, mined_edges
from vanban.reports import Page
from vanban.units import read_units

DOCUMENTS = (
    doc("66-kl-tw", "66-KL/TW", type="Kết luận"),
    doc("09-nq-tw", "09-NQ/TW", type="Nghị quyết"),
    doc("114-kl-tw", "114-KL/TW", type="Kết luận"),
    doc("1823-tb-tu", "1823-TB/TU", type="Thông báo"),
    doc("205-qd-tw", "205-QĐ/TW", type="Quy định"),
    doc("114-qd-tw", "114-QĐ/TW", type="Quy định"),
)
STATED = [
    (
        "Kết luận số 66-KL/TW, ngày 04-3-2010 của Ban Bí thư (khóa X) về tiếp tục thực hiện Nghị quyết số 09-NQ/TW.",
        ("66-kl-tw", "tiếp tục thực hiện", "09-nq-tw"),
    ),
    ("Kết luận số 66-KL/TW về thực hiện Nghị quyết số 09-NQ/TW.", ("66-kl-tw", "thực hiện", "09-nq-tw")),
    (
        "Kết luận số 66-KL/TW về việc triển khai, thực hiện Nghị quyết số 09-NQ/TW.",
        ("66-kl-tw", "thực hiện", "09-nq-tw"),
    ),
    (
        "Kết luận số 66-KL/TW về “tiếp tục thực hiện Nghị quyết số 09-NQ/TW”.",
        ("66-kl-tw", "tiếp tục thực hiện", "09-nq-tw"),
    ),
    ("Kết luận số 66-KL/TW về tổng kết 10 năm thực hiện Nghị quyết số 09-NQ/TW.", ("66-kl-tw", "tổng kết", "09-nq-tw")),
    ("Kết luận số 66-KL/TW về sơ kết 5 năm thực hiện Nghị quyết số 09-NQ/TW.", ("66-kl-tw", "sơ kết", "09-nq-tw")),
    ("Kết luận số 66-KL/TW về cụ thể hóa Nghị quyết số 09-NQ/TW.", ("66-kl-tw", "cụ thể hóa", "09-nq-tw")),
    ("Kết luận số 66-KL/TW về sửa đổi, bổ sung Nghị quyết số 09-NQ/TW.", ("66-kl-tw", "sửa đổi", "09-nq-tw")),
    (
        "Thông báo số 1823-TB/TU của Ban về kết quả giám sát việc lãnh đạo, chỉ đạo thực hiện Kết luận 114-KL/TW.",
        ("1823-tb-tu", "giám sát", "114-kl-tw"),
    ),
    ("Quy định số 114-QĐ/TW thay thế Quy định số 205-QĐ/TW.", ("114-qd-tw", "thay thế", "205-qd-tw")),
    ("Quy định số 205-QĐ/TW đã được thay thế bằng Quy định số 114-QĐ/TW.", ("114-qd-tw", "thay thế", "205-qd-tw")),
]
SILENT = [
    "Kết luận số 66-KL/TW của Ban Bí thư; thực hiện Nghị quyết số 09-NQ/TW.",
    "Có Kết luận số 66-KL/TW. Các cấp tiếp tục thực hiện Nghị quyết số 09-NQ/TW.",
    "Kết luận số 66-KL/TW và Nghị quyết số 09-NQ/TW.",
    "Kết luận số 66-KL/TW về hội quần chúng và việc thực hiện Nghị quyết số 09-NQ/TW.",
    "Theo Kết luận số 66-KL/TW, mặt trận thực hiện Nghị quyết số 09-NQ/TW.",
    "Kết luận số 66-KL/TW về tiếp tục thực hiện Nghị quyết số 99-NQ/TW.",
    f"Kết luận số 66-KL/TW của {'ban ' * 120}về thực hiện Nghị quyết số 09-NQ/TW.",
]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_a_relation_is_read_from_the_sentence_that_states_it(text: str, expected: tuple[str, str, str]) -> None:
    edges = find_relations(shelf(DOCUMENTS, text)).edges

    assert [edge.key for edge in edges] == [expected]
    assert edges[0].origin == "tự động"
    assert edges[0].links


@pytest.mark.parametrize("text", SILENT)
def test_no_relation_is_read_where_the_sentence_does_not_state_one(text: str) -> None:
    assert not find_relations(shelf(DOCUMENTS, text)).edges


def test_every_relation_is_seen_from_both_ends_with_its_verb_and_the_reverse() -> None:
    relations = find_relations(shelf(DOCUMENTS, STATED[0][0]))

    assert [(view.verb, view.other) for view in relations.of("66-kl-tw")] == [("tiếp tục thực hiện", "09-nq-tw")]
    assert [(view.verb, view.other) for view in relations.of("09-nq-tw")] == [(VERBS["tiếp tục thực hiện"], "66-kl-tw")]


def test_an_entered_relation_that_is_also_mined_is_shown_once_with_its_sentences() -> None:
    entered = doc(
        "66-kl-tw", "66-KL/TW", type="Kết luận", relations=(Relation("tiếp tục thực hiện", "09-nq-tw", mark="V"),)
    )
    relations = find_relations(shelf([entered, *DOCUMENTS[1:]], STATED[0][0]))

    [edge] = relations.edges
    assert (edge.origin, edge.mark, len(edge.links)) == ("thủ công", "V", 1)


def test_a_reverse_relation_runs_from_the_other_document() -> None:
    old = doc("205-qd-tw", "205-QĐ/TW", relations=(Relation("thay thế", "Quy định 114-QĐ/TW", reverse=True),))

    [edge] = entered_edges([old])

    assert edge.key == ("Quy định 114-QĐ/TW", "thay thế", "205-qd-tw")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Quy định này có hiệu lực từ ngày ký và thay thế Quy định số 205-QĐ/TW.",
            ("114-qd-tw", "thay thế", "205-qd-tw"),
        ),
        ("Căn cứ Nghị quyết số 09-NQ/TW của Bộ Chính trị;", ("114-qd-tw", "căn cứ", "09-nq-tw")),
    ],
)
def test_a_documents_own_text_says_what_it_replaces_and_rests_on(text: str, expected: tuple[str, str, str]) -> None:
    library = shelf(DOCUMENTS)
    page = Page("directives/114-qd-tw.md", "van-ban/114-qd-tw.html", "Quy định", tuple(read_units(text, None)))

    edges = list(mined_edges(link_page(page, library.registry, None).links))

    assert [edge.key for edge in edges] == [expected]
