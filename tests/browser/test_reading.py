"""What a reader does with a section: notes, previews, addresses, marks, and all of it without a script."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).resolve().parent.parent.parent
SECTION = "bao-cao/dan-van-2019/p1-i-1.html"
WHOLE = "bao-cao/dan-van-2019/toan-van.html"
CARD = ".vb-card"
ERRATUM = (
    "- section: p1-i-1\n  printed: Thông bá\n  meant: Thông báo\n  reason: lỗi nhận dạng chữ\n"
    "  by: tổ biên tập\n  date: 2026-11-22\n"
    "- section: p1-i-1\n  printed: Chỉ đạo mặt trận\n  meant: Chỉ đạo Mặt trận\n  reason: chữ thử\n"
    "  by: tổ biên tập\n  date: 2026-11-22\n"
)


@pytest.fixture
def address(request: pytest.FixtureRequest, built_site: Path, served_site: str) -> str:
    """Return where the site is read: as files on a USB stick, the poorer way, unless a test asks for both."""
    return served_site if getattr(request, "param", "file") == "http" else f"{built_site.as_uri()}/"


both = pytest.mark.parametrize("address", ["http", "file"], indirect=True)


@both
def test_a_note_opens_under_the_pointer_and_closes_with_escape(page: Page, address: str) -> None:
    page.goto(address + SECTION)
    page.locator("a.footnote-ref").first.hover()
    expect(page.locator(CARD)).to_contain_text("Chú thích 3")
    expect(page.locator(CARD)).to_contain_text("Ban Thường vụ Tỉnh ủy ban hành chương trình")
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)


def test_a_note_opens_by_keyboard_and_its_links_are_reached_by_tab(page: Page, address: str) -> None:
    page.goto(address + SECTION)
    page.locator("a.footnote-ref").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(CARD)).to_contain_text("Chú thích 3")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.vb-card a') !== null")
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)
    assert page.evaluate("document.activeElement.hash") == "#fn:3"


def test_a_link_inside_a_note_works(page: Page, address: str) -> None:
    page.goto(address + SECTION)
    page.locator("a.footnote-ref").first.hover()
    page.locator(f"{CARD} a", has_text="11-CT/TU").click()
    page.wait_for_url("**/van-ban/11-ct-tu-2019.html")


def test_a_note_opens_at_the_first_tap_and_the_second_goes_to_it(chromium: Browser, address: str) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(address + SECTION)
        page.locator("a.footnote-ref").first.tap()
        expect(page.locator(CARD)).to_contain_text("Chú thích 3")
        box = page.locator(CARD).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        page.locator("a.footnote-ref").first.tap()
        page.wait_for_url("**#fn:3")


@both
def test_a_preview_tells_what_a_document_is_and_never_blocks_the_click(page: Page, address: str) -> None:
    page.goto(address + SECTION)
    link = page.locator("article a.vb-cite", has_text="25-NQ/TW").first
    link.hover()
    for shown in (
        "Nghị quyết 25-NQ/TW",
        "Cơ quan ban hành: Ban Chấp hành Trung ương",
        "Ngày ban hành: 03",
        "Tình trạng:",
    ):
        expect(page.locator(CARD)).to_contain_text(shown)
    link.click()
    page.wait_for_url("**/van-ban/25-nq-tw-2013.html")


def test_a_tap_follows_a_document_link_and_a_held_finger_shows_its_preview(chromium: Browser, address: str) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(address + SECTION)
        link = page.locator("article a.vb-cite").first
        link.scroll_into_view_if_needed()
        link.dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
        expect(page.locator(CARD)).to_contain_text("25-NQ/TW")
        page.reload()
        link.tap()
        page.wait_for_url("**/van-ban/25-nq-tw-2013.html")


@both
def test_an_address_is_copied_with_its_quotation_and_lit_on_arrival(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + SECTION)
    link = page.locator("#p1-i-1-d2 a.vb-address, a.vb-address[href='#p1-i-1-d2']").first
    assert link.get_attribute("aria-label") == "Địa chỉ của Phần I, mục I.1, đoạn 2"
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(CARD)).to_contain_text("Phần I, mục I.1, đoạn 2")
    page.get_by_role("button", name="Sao chép địa chỉ và cách dẫn").click()
    expect(page.locator(f"{CARD} [role=status]")).to_have_text("Đã sao chép.")
    quotation, copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert quotation.endswith("chương trình chỉ đạo năm 2020, phần I, mục I.1, đoạn 2")
    assert copied == f"{address}{SECTION}#p1-i-1-d2"
    page.goto("about:blank")
    page.goto(copied)
    lit = page.evaluate("getComputedStyle(document.querySelector(':target')).backgroundColor")
    assert lit != page.evaluate("getComputedStyle(document.querySelector('#p1-i-1-d3')).backgroundColor")


def test_an_abbreviation_is_explained(page: Page, address: str) -> None:
    page.goto(address + SECTION)
    page.locator("a.vb-term", has_text="UBND").first.hover()
    expect(page.locator(CARD)).to_contain_text("Ủy ban nhân dân")


def test_the_place_in_a_report_is_remembered_on_this_device(page: Page, address: str) -> None:
    page.goto(address + SECTION)
    page.locator("#p1-i-1-d5").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('p1-i-1-d5').scrollIntoView({block: 'start'})")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.goto(address + "index.html")
    offer = page.locator(".vb-bar a")
    expect(offer).to_contain_text("Đọc tiếp từ Phần I, mục I.1, đoạn")
    offer.click()
    page.wait_for_url("**/p1-i-1.html#p1-i-1-d*")


def test_the_whole_report_has_unique_ids_and_every_printed_note_once(page: Page, address: str) -> None:
    page.goto(address + WHOLE)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    numbers = page.evaluate("[...document.querySelectorAll('.footnote > ol > li')].map((note) => note.value)")
    assert numbers == list(range(1, 24))
    markers = page.evaluate("[...document.querySelectorAll('a.footnote-ref')].map((link) => link.textContent)")
    assert markers == [str(number) for number in numbers]


def test_without_a_script_every_part_is_a_link(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + SECTION)
        for part, target in (
            ("a.footnote-ref", "#fn:3"),
            ("a.vb-cite", "../../van-ban/25-nq-tw-2013.html"),
            ("a.vb-address", "#p1-i-1-d1"),
            ("a.vb-term", "../../danh-muc/chu-viet-tat.html#vt-ubnd"),
        ):
            assert page.locator(part).first.get_attribute("href") == target
        page.goto(address + "index.html")
        expect(page.locator("noscript a")).to_have_attribute("href", "danh-muc/index.html")


@pytest.fixture(scope="module")
def marked_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a build of the project in which an editor has confirmed one misprint."""
    root = tmp_path_factory.mktemp("marked")
    for name in ("mkdocs.yml", "hooks", "overrides", "directives"):
        (root / name).symlink_to(ROOT / name)
    report = root / "docs" / "bao-cao" / "dan-van-2019"
    report.mkdir(parents=True)
    for source in (ROOT / "docs").iterdir():
        if source.name != "bao-cao":
            (root / "docs" / source.name).symlink_to(source)
    for source in (ROOT / "docs" / "bao-cao" / "dan-van-2019").glob("*.md"):
        (report / source.name).symlink_to(source)
    (report / "dinh-chinh.yml").write_text(ERRATUM, "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--no-strict", "--quiet"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    return root / "site"


def test_a_confirmed_misprint_is_explained_and_its_mark_switched_off(page: Page, marked_site: Path) -> None:
    page.goto(f"{marked_site.as_uri()}/{SECTION}")
    mark = page.locator(".vb-mark")
    expect(mark).to_have_text(["Chỉ đạo mặt trận", "Thông bá"])
    mark.last.hover()
    expect(page.locator(CARD)).to_contain_text("Bản gốc in “Thông bá”, nên đọc “Thông báo”")
    page.keyboard.press("Escape")
    mark.first.hover()
    expect(page.locator(CARD)).to_contain_text("Nên đọc là: Chỉ đạo Mặt trận")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ẩn dấu chữ in sai (2)").click()
    assert page.evaluate("getComputedStyle(document.querySelector('.vb-mark')).textDecorationLine") == "none"
    page.reload()
    expect(page.get_by_role("button", name="Hiện dấu chữ in sai")).to_be_visible()
