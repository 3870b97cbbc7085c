"""The parts of a document's page: attributes, citation, ladder, neighbours, full text; and pages that compare."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from shelves import doc, shelf
from trees import PROJECT, build_tree, draw
from vanban.catalogue import Catalogue
from vanban.directives import Claim, Directive, Printed, Relation
from vanban.pages import GeneratedPage, render_pages
from vanban.pages.attributes import attributes, citation, difference_table
from vanban.pages.ladder import ladder


def page(address: str, *texts: str, documents: tuple[Directive, ...]) -> GeneratedPage:
    return next(found for found in render_pages(shelf(documents, *texts)) if found.address == address)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"type": "Nghị quyết", "date": dt.date(2013, 6, 3), "issuer": "Ban Chấp hành Trung ương", "term": "XI"},
            "Nghị quyết số 25-NQ/TW, ngày 03-6-2013 của Ban Chấp hành Trung ương khóa XI",
        ),
        ({"type": "Nghị quyết", "title": "về công tác dân tộc"}, "Nghị quyết số 25-NQ/TW về công tác dân tộc"),
        ({"type": "Nghị quyết", "title": "công tác dân tộc"}, "Nghị quyết số 25-NQ/TW: công tác dân tộc"),
        ({"type": "Kế hoạch", "issuer": "Ban A và Ban B"}, "Kế hoạch số 25-NQ/TW, giữa Ban A và Ban B"),
        ({"term": "XI"}, "Văn bản số 25-NQ/TW"),
    ],
)
def test_a_citation_says_only_what_is_known(fields: dict[str, object], expected: str) -> None:
    assert citation(doc("a", "25-NQ/TW", **fields)) == expected


def test_each_attribute_is_followed_by_who_says_it() -> None:
    sources = (
        Claim("issuer", "Bộ Chính trị", "V", "bao.vn", dt.date(2026, 1, 2), "xem tệp"),
        Claim("date", "2019-01-07", "K", None, None, "hợp thứ tự"),
    )
    printed = (Printed("bc1", issuer="Bộ Chính trị"),)
    directive = doc("a", "43-KL/TW", type="Kết luận", issuer="Bộ Chính trị", printed=printed, sources=sources)
    text = attributes(directive).replace("\\", "")

    seen = "báo cáo in; đã thấy trong nguồn công khai: bao.vn, kiểm tra ngày 02-01-2026; xem tệp"
    assert f"Bộ Chính trị *({seen})*{{ .vb-source }}" in text
    assert "Kết luận *(chưa ghi nguồn)*" in text
    assert "chưa rõ *(07-01-2019, theo trí nhớ, chưa xác minh; hợp thứ tự)*" in text
    assert "Tình trạng\n:   chưa xác minh" in text


def test_a_difference_is_told_beside_the_value_and_in_a_table() -> None:
    claim = Claim("term", "IX", "V", "bao.vn")
    directive = doc("a", "09-NQ/TW", term="IX", printed=(Printed("bc1", term="XI"),), sources=(claim,))

    assert "[có nguồn ghi khác](#khac-nhau)" in attributes(directive)
    assert "| Khóa | XI | IX *(" in difference_table(directive)
    assert not difference_table(doc("b", "09-NQ/TW", term="IX", sources=(claim,)))
    text = page("van-ban/a.md", documents=(directive,)).markdown
    assert ".vb-copy }\n\n[Trước khi trích dẫn, hãy xem" in text


def test_a_ladder_has_the_document_between_what_stands_above_and_below() -> None:
    top, middle = (
        doc("25-nq", "25-NQ/TW"),
        doc("43-kl", "43-KL/TW", relations=(Relation("tiếp tục thực hiện", "25-nq"),)),
    )
    low = doc("872-cv", "872-CV/TU", relations=(Relation("thực hiện", "43-kl"), Relation("liên quan", "99-qd")))
    aside = doc("99-qd", "99-QĐ/TW")
    catalogue = Catalogue(shelf([top, middle, low, aside]))

    root = ET.fromstring(ladder(catalogue, "43-kl"))

    names = [text.text for text in root.iter("text") if text.get("class") == "vb-ladder-code"]
    verbs = [text.text for text in root.iter("text") if text.get("class") == "vb-ladder-verb"]
    assert names == ["25-NQ/TW", "43-KL/TW", "872-CV/TU"]
    assert [verb or "" for verb in verbs] == ["được tiếp tục thực hiện bởi", "", "thực hiện"]
    assert [link.get("href") for link in root.iter("a")] == ["25-nq.html", "872-cv.html"]
    assert len(list(root.iter("path"))) == 2
    assert not [element for element in root.iter() if element.get("style")]
    assert not ladder(catalogue, "99-qd")


def test_a_ladder_of_relations_in_a_ring_ends() -> None:
    ring = [doc(f"d{n}", f"{n}-NQ/TW", relations=(Relation("thực hiện", f"d{n % 5 + 1}"),)) for n in range(1, 6)]

    root = ET.fromstring(ladder(Catalogue(shelf(ring)), "d1"))

    assert len(list(root.iter("rect"))) == 5


def test_a_document_leads_to_its_neighbours_in_the_series() -> None:
    documents = tuple(
        doc(f"{n}-kl", f"{n}-KL/TW", type="Kết luận", date=dt.date(2014, 9, n), term="XI") for n in (10, 12, 13)
    )

    text = page("van-ban/12-kl.md", documents=documents).markdown.partition("## Cùng dãy số")[2]

    assert re.findall(r"Số liền (\w+) trong kho: \[[^\]]+\]\(([^)]+)\)", text) == [
        ("trước", "10-kl.md"),
        ("sau", "13-kl.md"),
    ]


def test_pasted_articles_get_addresses_that_a_strict_build_accepts(tmp_path: Path) -> None:
    article = "Điều 1. Phạm vi theo Nghị quyết số 25-NQ/TW khóa IX"
    body = f"{article}\n\n1. Một.\n\na) Điểm a.\n\n[Xem khoản 1](#dieu-1-khoan-1)\n"
    files = {**PROJECT, "directives/11-ct-tu-2019.md": f"{PROJECT['directives/11-ct-tu-2019.md']}\n{body}"}

    site, warnings = build_tree(draw(tmp_path, files))

    html = (site / "van-ban" / "11-ct-tu-2019.html").read_text("utf-8")
    assert not warnings
    assert re.findall(r'id="(dieu-[^"]+)"', html) == ["dieu-1", "dieu-1-khoan-1", "dieu-1-khoan-1-diem-a"]
    assert 'href="25-nq-tw-ix.html"' in html.partition('id="dieu-1"')[2].partition("</p>\n<p>")[2]


def test_two_reports_are_compared_by_what_they_cite() -> None:
    documents = tuple(doc(f"{n}-nq", f"{n:02}-NQ/TW", type="Nghị quyết") for n in (1, 2, 3))
    before = "Nghị quyết số 01-NQ/TW. Nghị quyết số 02-NQ/TW."
    after = "Nghị quyết số 02-NQ/TW. Nghị quyết số 02-NQ/TW. Nghị quyết số 03-NQ/TW."

    text = page("danh-muc/so-sanh/bc1--bc2.md", before, after, documents=documents).markdown

    chapters = {
        head.rpartition(" (")[0]: re.findall(r"van-ban/(\d)-nq\.md", body)
        for head, _, body in (part.partition("\n") for part in text.split("\n## ")[1:])
    }
    assert chapters == {
        "Mới được dẫn": ["3"],
        "Không còn được dẫn": ["1"],
        "Được dẫn nhiều hơn": ["2"],
        "Được dẫn ít hơn": [],
        "Được dẫn bằng nhau": [],
    }
    assert not [found for found in render_pages(shelf(documents, before)) if "so-sanh" in found.address]


def test_names_stand_under_their_letter_in_vietnamese_order() -> None:
    documents = (
        doc("a", "01-NQ/TW", title="về đại đoàn kết"),
        doc("b", "02-NQ/TW", title="về việc dân vận"),
        doc("c", "03-NQ/TW", title="ban hành “Ấp văn hóa”", aliases=("An toàn giao thông",)),
    )

    text = page("danh-muc/a-z.md", documents=documents).markdown

    assert re.findall(r"^## (\S+) \((\d)\)", text, re.MULTILINE) == [("A", "2"), ("D", "1"), ("Đ", "1")]
    assert re.findall(r"^- (\S+)", text, re.MULTILINE) == ["An", "Ấp", "Dân", "Đại"]


def test_the_timeline_counts_what_it_draws_and_lists() -> None:
    days = (dt.date(2013, 6, 3), dt.date(2013, 7, 1), dt.date(2015, 1, 2), None)
    documents = tuple(doc(f"{n}-nq", f"{n:02}-NQ/TW", date=day) for n, day in enumerate(days, 1))

    found = page("danh-muc/dong-thoi-gian.md", documents=documents)

    root = ET.fromstring(found.blocks["timeline"])
    assert [link.get("aria-label") for link in root.iter("a")] == ["Năm 2013: 2 văn bản", "Năm 2015: 1 văn bản"]
    assert re.findall(r"## Năm (\d+) \((\d)\)", found.markdown) == [("2013", "2"), ("2015", "1")]
    assert "Chưa rõ năm: 1 văn bản." in found.markdown


def test_the_dates_of_a_report_stand_under_their_year_with_their_sentence() -> None:
    text = "Hội nghị ngày 03-6-2013 thành công. Giai đoạn 2016-2021 và năm 2019 có 15/15 huyện."

    found = page("danh-muc/thoi-gian/bc1.md", text, documents=()).markdown

    assert re.findall(r"## Năm (\d+) \((\d)\)", found) == [("2013", "1"), ("2019", "1")]
    assert "bao-cao/bc1/p1.md#p1-d1" in found


def test_the_review_page_counts_its_findings() -> None:
    text = page(
        "danh-muc/ra-soat.md", "Giải quyết 291/417 đơn, đạt 69,84%. Công tác đèn bù. Chỉ thị số 05-CT/TW.", documents=()
    )

    assert "Có 3 điều" in text.markdown
    assert text.markdown.count("](../bao-cao/bc1/p1.md#p1-d1)") == 3


def test_the_page_of_sources_names_each_with_its_facts_and_keeps_memory_apart() -> None:
    seen, remembered = Claim("term", "IX", "V", "bao.vn; trang.vn"), Claim("date", "2019-01-07", "K")
    relation = Relation("thay thế", "Quyết định 23-QĐ/TW", reverse=True, mark="V", source="bao.vn")
    documents = (doc("a", "09-NQ/TW", sources=(seen, remembered), relations=(relation,)),)

    text = page("danh-muc/nguon.md", documents=documents).markdown.replace("\\", "")
    named, _, memory = text.partition("## ")

    assert re.findall(r"^- (\S+): ", named, re.MULTILINE) == ["bao.vn", "trang.vn"]
    assert "(khóa: IX), [09-NQ/TW](../van-ban/a.md) (quan hệ: Quyết định 23-QĐ/TW thay thế văn bản này)" in named
    assert memory.startswith("Theo trí nhớ, chưa xác minh (1)")
    assert "ngày ban hành: 2019-01-07" in memory


def test_the_page_of_a_shared_code_lists_its_documents_and_the_undecided_mentions() -> None:
    documents = (doc("25-nq-tw-ix", "25-NQ/TW", term="IX"), doc("25-nq-tw-xi", "25-NQ/TW", term="XI"))

    text = page("van-ban/25-nq-tw.md", "Nghị quyết số 25-NQ/TW.", documents=documents).markdown

    assert "](25-nq-tw-ix.md)" in text
    assert "](25-nq-tw-xi.md)" in text
    assert "## Chỗ dẫn chưa rõ văn bản nào (1)" in text
