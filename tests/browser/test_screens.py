"""Pictures of every kind of page, kept for people to look at; the tests see that nothing is cut off or laid over."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

KINDS = {
    "home": "index.html",
    "report": "bao-cao/dan-van-2019/index.html",
    "section": "bao-cao/dan-van-2019/p1-i-1.html",
    "figures": "bao-cao/dan-van-2019/so-lieu.html",
    "document": "van-ban/25-nq-tw-2013.html",
    "register": "danh-muc/index.html",
    "handout": "bai-doc/lanh-dao-cua-cap-uy.html",
}
SCREENS = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "zoom-200": {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2},
}
_CUT_OFF = """() => [...document.querySelectorAll('article *')].filter((element) => {
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const scrolled = element.closest('.md-typeset__scrollwrap, [class*=ladder], [class*=timeline], pre, .vb-status');
  return box.width > 1 && style.visibility !== 'hidden' && !scrolled && (box.right > innerWidth + 1 || box.left < -1);
}).map((element) => element.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("screen", SCREENS)
def test_every_kind_of_page_is_pictured_and_nothing_is_cut_off(
    chromium: Browser, served_site: str, screen: str, artifacts: Path
) -> None:
    with chromium.new_context(**SCREENS[screen]) as context:  # type: ignore[arg-type]  # the table above holds its options
        page = context.new_page()
        for kind, address in KINDS.items():
            page.goto(served_site + address, wait_until="load")
            page.screenshot(path=artifacts / f"{kind}-{screen}.png")
            assert page.evaluate(_CUT_OFF) == [], f"{kind} on {screen}"


def test_a_section_prints_with_its_notes_and_without_the_screen(
    chromium: Browser, served_site: str, artifacts: Path
) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(served_site + KINDS["section"])
        page.emulate_media(media="print")
        for hidden in (".md-header", ".md-sidebar", ".md-footer", ".vb-address", ".footnote-backref"):
            assert page.locator(hidden).first.is_hidden(), hidden
        assert page.locator(".footnote").is_visible()
        page.pdf(path=artifacts / "section-print.pdf", prefer_css_page_size=True)


def test_paper_is_white_also_from_a_dark_screen(chromium: Browser, served_site: str) -> None:
    with chromium.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(served_site + KINDS["section"])
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        page.emulate_media(media="print", color_scheme="dark")
        colours = page.evaluate(
            "['p', 'h1', '.footnote', 'a.vb-cite'].map((part) =>"
            " getComputedStyle(document.querySelector(`article ${part}`)).color)"
        )
        assert set(colours) == {"rgb(0, 0, 0)"}
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
