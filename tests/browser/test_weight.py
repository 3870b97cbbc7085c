"""How fast a page is to look at: bytes over the wire with a cold cache, nothing that moves."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page

BUDGET = 250_000
"""Bytes over the wire of the first view of a section page (issue 7), the server compressing as the publisher's does."""
PAGES = {
    "section": "bao-cao/dan-van-2019/p1-i-1.html",
    "document": "van-ban/25-nq-tw-2013.html",
    "home": "index.html",
}
_SHIFT = (
    "() => new Promise((done) => { let sum = 0; new PerformanceObserver((list) => {"
    " for (const entry of list.getEntries()) sum += entry.value; })"
    ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 400); })"
)


@pytest.mark.parametrize("name", PAGES)
def test_the_first_view_stays_within_its_budget(page: Page, served_site: str, artifacts: Path, name: str) -> None:
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    kinds: dict[str, str] = {}
    moved: Counter[str] = Counter()
    client.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["response"]["url"]}))
    client.on(
        "Network.loadingFinished",
        lambda event: moved.update({kinds.get(event["requestId"], "?"): int(event["encodedDataLength"])}),
    )
    page.goto(served_site + PAGES[name], wait_until="networkidle")
    shown = {address.removeprefix(served_site): size for address, size in moved.most_common()}
    report = {"total": sum(shown.values()), "files": shown}
    (artifacts / f"weight-{name}.json").write_text(json.dumps(report, indent=1), "utf-8")
    assert sum(shown.values()) <= BUDGET, shown
    assert any(address.endswith("vb-serif.woff2") for address in shown), "the budget must include the text face"


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_while_a_page_loads(page: Page, served_site: str, name: str) -> None:
    """Only lines may break anew when a face arrives late; 0.1 is what counts as still."""
    page.goto(served_site + PAGES[name], wait_until="networkidle")
    assert page.evaluate(_SHIFT) < 0.1


def test_our_scripts_never_hold_up_the_text(page: Page, served_site: str) -> None:
    page.goto(served_site + PAGES["section"])
    blocking = page.evaluate(
        "[...document.querySelectorAll('script[src*=\"assets/js/\"]')]"
        ".filter((script) => !script.defer && !script.async).map((script) => script.src)"
    )
    assert blocking == []


def test_lines_are_as_long_as_a_book_s(page: Page, served_site: str) -> None:
    """The median line of a section holds 60 to 72 letters on a desk."""
    page.goto(served_site + PAGES["section"])
    lengths: list[int] = page.evaluate(
        """() => {
          const lines = [];
          for (const block of document.querySelectorAll('.md-content__inner > ul > li')) {
            const rows = new Map(), walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              for (let at = 0; at < node.length; at++) {
                const range = document.createRange();
                range.setStart(node, at); range.setEnd(node, at + 1);
                const box = range.getClientRects()[0];
                if (box) rows.set(Math.round(box.bottom / 10), (rows.get(Math.round(box.bottom / 10)) || 0) + 1);
              }
            }
            lines.push(...[...rows.values()].filter((count) => count > 20).slice(0, -1));
          }
          return lines.sort((a, b) => a - b);
        }"""
    )
    assert len(lengths) > 20
    assert 60 <= lengths[len(lengths) // 2] <= 72
