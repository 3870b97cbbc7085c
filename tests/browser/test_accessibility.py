"""WCAG 2.2 AA on every kind of page: axe in light, dark and on a phone, the keyboard, zoom and forced colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, Page, expect

KINDS = {
    "home": "index.html",
    "report": "bao-cao/dan-van-2019/index.html",
    "section": "bao-cao/dan-van-2019/p1-i-1.html",
    "heading": "bao-cao/dan-van-2019/p1-i.html",
    "whole": "bao-cao/dan-van-2019/toan-van.html",
    "figures": "bao-cao/dan-van-2019/so-lieu.html",
    "document": "van-ban/25-nq-tw-2013.html",
    "homonyms": "van-ban/25-nq-tw.html",
    "register": "danh-muc/index.html",
    "footnotes": "danh-muc/chu-thich.html",
    "abbreviations": "danh-muc/chu-viet-tat.html",
    "handout": "bai-doc/lanh-dao-cua-cap-uy.html",
    "guide": "huong-dan/doc.html",
    "not-found": "404.html",
}
OPTIONS = {"rules": {"target-size": {"enabled": True}}}
"""Every rule of axe, the one of WCAG 2.2 that it leaves out by itself included."""
SCREENS = {"light": (1440, "light"), "dark": (1440, "dark"), "phone": (390, "light")}


@pytest.fixture(scope="module", params=SCREENS)
def screen(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    width, scheme = SCREENS[request.param]
    with chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:  # type: ignore[arg-type]  # "light" or "dark", from the table above
        yield context.new_page()


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(screen: Page, served_site: str, kind: str) -> None:
    screen.goto(served_site + KINDS[kind], wait_until="load")
    found = Axe().run(screen, options=OPTIONS).response["violations"]
    shown = [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found]
    assert shown == []


def test_axe_finds_nothing_in_an_open_card(screen: Page, served_site: str) -> None:
    screen.goto(served_site + KINDS["section"])
    for trigger in ("a.footnote-ref", "article a.vb-cite"):
        screen.locator(trigger).first.focus()
        screen.keyboard.press("Shift+Tab")
        screen.keyboard.press("Tab")
        expect(screen.locator(".vb-card")).to_be_visible()
        assert [rule["id"] for rule in Axe().run(screen, options=OPTIONS).response["violations"]] == []


@pytest.mark.parametrize("kind", ["home", "section", "document", "register"])
def test_no_page_scrolls_sideways_at_320_pixels(chromium: Browser, served_site: str, kind: str) -> None:
    """WCAG 1.4.10: 1280 pixels at 400 % zoom."""
    with chromium.new_context(viewport={"width": 320, "height": 256}) as context:
        page = context.new_page()
        page.goto(served_site + KINDS[kind])
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_first_tab_skips_to_the_text(page: Page, served_site: str) -> None:
    page.goto(served_site + KINDS["whole"])
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text("Tới nội dung")
    expect(focused).to_be_in_viewport()


def test_menu_search_and_palette_work_by_keyboard_on_a_phone(chromium: Browser, served_site: str) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="light") as context:
        page = context.new_page()
        page.goto(served_site + KINDS["section"])
        menu = page.get_by_role("button", name="Mở danh sách trang")
        menu.focus()
        page.keyboard.press("Enter")
        expect(menu).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Escape")
        expect(menu).to_have_attribute("aria-expanded", "false")
        page.get_by_role("button", name="Chuyển sang nền tối").focus()
        page.keyboard.press(" ")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.get_by_role("button", name="Mở ô tìm kiếm").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.className").startswith("md-search__input")


def test_every_focus_stop_of_a_section_is_seen(page: Page, served_site: str) -> None:
    page.goto(served_site + KINDS["section"])
    unseen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        drawn, what = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [(s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && s.opacity !== '0')"
            " || e === document.body, e.outerHTML.slice(0, 120)]; }"
        )
        if not drawn:
            unseen.append(what)
    assert unseen == []


def test_forced_colours_keep_links_and_bars(chromium: Browser, served_site: str) -> None:
    with chromium.new_context(forced_colors="active") as context:
        page = context.new_page()
        page.goto(served_site + KINDS["figures"])
        bar, rest = (
            page.evaluate(f"getComputedStyle(document.querySelector('.vb-chart__{name}')).fill")
            for name in ("bar", "rest")
        )
        assert bar != rest


def test_every_string_of_the_interface_is_vietnamese(page: Page, served_site: str) -> None:
    page.goto(served_site + KINDS["section"])
    assert page.locator("html").get_attribute("lang") == "vi"
    names: list[str] = page.evaluate(
        "[...document.querySelectorAll('[aria-label], [title], [placeholder]')]"
        ".flatMap((e) => ['aria-label', 'title', 'placeholder'].map((n) => e.getAttribute(n))).filter(Boolean)"
    )
    english = {"search", "skip", "back to top", "table of contents", "navigation", "footer", "header", "clear", "share"}
    assert {name for name in names if name.lower() in english} == set()
