"""Document pages and registers in Chromium: with the script, without it, by deep link, and as axe sees them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python  # type: ignore[import-untyped]  # it ships no types; only its copy of axe is used
import pytest
from playwright.sync_api import Browser, Page, expect

ASSETS = Path(__file__).resolve().parent.parent.parent / "docs" / "assets"
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
DESK = ("danh-muc/index.html", "danh-muc/dong-thoi-gian.html", "van-ban/43-kl-tw.html")
PHONE = ("danh-muc/so.html", "van-ban/11-qd-tw-2019.html", "huong-dan/bien-tap.html")


@pytest.fixture(scope="module")
def records(built_site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((built_site / "data" / "directives.json").read_text("utf-8"))
    return found


def visit(page: Page, url: str) -> Page:
    """Open a page with the scripts and the style of registers, added by hand where the site does not load them yet."""
    page.goto(url)
    loaded = page.evaluate("[...document.scripts].map((script) => script.src).join(' ')")
    if "registers.js" not in loaded:
        page.add_style_tag(path=ASSETS / "css" / "documents.css")
        for name in ("registers.js", "copy.js"):
            page.add_script_tag(path=ASSETS / "js" / name)
    return page


def rows(page: Page) -> list[str]:
    return page.locator(".vb-register-table tbody tr:not([hidden]) td:first-child").all_inner_texts()


def test_several_facets_filter_at_once_with_counts(page: Page, served_site: str, records: list[dict[str, Any]]) -> None:
    visit(page, f"{served_site}danh-muc/index.html")
    expected = [record["code"] for record in records if record["type"] == "Chỉ thị" and record["term"] == "XI"]

    for facet, value in (("Loại", "Chỉ thị"), ("Khóa", "XI")):
        box = page.locator(".vb-filter details", has=page.get_by_text(facet, exact=True))
        box.locator("summary").click()
        box.locator("label", has_text=f" {value} (").first.locator("input").check()

    assert expected
    assert sorted(rows(page)) == sorted(expected)
    expect(page.get_by_role("status").first).to_contain_text(f"Đang hiện {len(expected)} trong {len(records)}")


def test_the_count_beside_each_type_is_what_the_data_says(
    page: Page, served_site: str, records: list[dict[str, Any]]
) -> None:
    visit(page, f"{served_site}danh-muc/index.html")
    box = page.locator(".vb-filter details", has=page.get_by_text("Loại", exact=True))
    box.locator("summary").click()

    shown = dict(label.strip().rstrip(")").rsplit(" (", 1) for label in box.locator("label").all_inner_texts())
    assert {name: int(count) for name, count in shown.items()} == Counter(record["type"] for record in records)


def test_a_deep_link_opens_filtered_and_sorted_and_the_address_follows(
    page: Page, served_site: str, records: list[dict[str, Any]]
) -> None:
    visit(page, f"{served_site}danh-muc/index.html?cap=T%E1%BB%89nh&xep=-ngay")
    provincial = [record for record in records if record["jurisdiction"] == "kien-giang"]
    days = [record["date"] for record in sorted(provincial, key=lambda record: record["date"] or "", reverse=True)]
    by_code = {record["code"]: record["date"] for record in provincial}

    shown = [by_code[code] for code in rows(page)]
    assert [day for day in shown if day] == [day for day in days if day]
    page.get_by_role("button", name="Bỏ lọc").click()
    assert len(rows(page)) == len(records)
    assert page.url.endswith("?xep=-ngay")


def test_words_filter_without_their_marks(page: Page, served_site: str) -> None:
    visit(page, f"{served_site}danh-muc/index.html")
    page.get_by_label("Lọc theo chữ trong bảng").fill("ton giao IX")

    assert "25-NQ/TW" in rows(page)
    assert len(rows(page)) < 5


def test_a_column_sorts_both_ways_and_says_so(page: Page, served_site: str) -> None:
    visit(page, f"{served_site}danh-muc/index.html")
    head = page.locator("th", has=page.get_by_role("button", name="Số, ký hiệu"))

    head.get_by_role("button").click()
    numbers = [int(code.split("-")[0].split("/")[0]) for code in rows(page)]
    assert numbers == sorted(numbers)
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").click()
    assert [int(code.split("-")[0].split("/")[0]) for code in rows(page)] == numbers[::-1]
    assert head.get_attribute("aria-sort") == "descending"


def test_the_citation_and_the_code_are_copied_with_one_click(chromium: Browser, served_site: str) -> None:
    with chromium.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        visit(page, f"{served_site}van-ban/59-ct-tw-2000.html")

        page.get_by_role("button", name="Sao chép số, ký hiệu").click()
        expect(page.get_by_text("Đã sao chép: 59-CT/TW")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == "59-CT/TW"
        page.get_by_role("button", name="Sao chép trích dẫn").click()
        expect(page.get_by_text("Đã sao chép: Chỉ thị số 59-CT/TW")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()").startswith(
            "Chỉ thị số 59-CT/TW, ngày 15-12-2000 của Bộ Chính trị khóa VIII về tăng cường"
        )


def test_registers_and_documents_read_without_a_script(chromium: Browser, built_site: Path) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((built_site / "danh-muc" / "index.html").as_uri())
        assert page.locator("tbody tr").count() == 47
        page.goto((built_site / "van-ban" / "43-kl-tw.html").as_uri())
        assert page.locator(".vb-ladder svg a").count() == 2
        page.get_by_role("link", name="chú thích 3").first.click()
        assert page.url.endswith("p1-i-1.html#fn:3")


def test_the_filter_works_from_a_folder(page: Page, built_site: Path) -> None:
    visit(page, f"{(built_site / 'danh-muc' / 'index.html').as_uri()}?khoa=VIII")

    assert rows(page) == ["59-CT/TW"]


@pytest.mark.parametrize(("width", "scheme", "addresses"), [(390, "dark", PHONE), (1440, "light", DESK)])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_screen(
    chromium: Browser, served_site: str, width: int, scheme: Literal["light", "dark"], addresses: tuple[str, ...]
) -> None:
    with chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:
        page = context.new_page()
        for address in addresses:
            visit(page, f"{served_site}{address}")
            page.evaluate("document.querySelectorAll('.vb-filter details').forEach((part) => (part.open = true))")
            page.evaluate(AXE.read_text("utf-8"))
            violations = page.evaluate("axe.run().then((found) => found.violations.map((item) => item.id))")
            assert violations == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
