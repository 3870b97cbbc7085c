"""The whole real site under its own policy, sent by the real nginx: nothing blocked, nothing asked of another host."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from publish.nginx import free_port, nginx
from vanban.publish.manifest import ReleaseFacts
from vanban.publish.page import Use, read_page
from vanban.publish.prepare import Release, prepare_release
from vanban.publish.servers import ServerOptions
from vanban.publish.usb import START, deliver_zip

_A_KIND = 4
"""Pages visited of each folder: pages of one folder come from one template."""

_LISTEN = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", event => window.__violations.push(
  `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
"""


@pytest.fixture(scope="module")
def release(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return prepare_release(built_site, tmp_path_factory.mktemp("csp") / "release", ReleaseFacts(prefix="/dan-van/"))


@pytest.fixture(scope="module")
def home(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("csp-server")
    options = ServerOptions(str(release.folder), str(folder / "conf"), "/dan-van/", f"127.0.0.1:{free_port()}")
    with nginx(folder, options, release.policy) as address:
        yield f"http://{address}/dan-van/"


class _Watch:
    """What went wrong while a page was open."""

    def __init__(self, page: Page, home: str) -> None:
        self.faults: list[str] = []
        self._home = home
        page.add_init_script(_LISTEN)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure or ""))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _failed(self, url: str, reason: str) -> None:
        if reason != "net::ERR_ABORTED":  # what was under way when the test went on to the next page
            self.faults.append(f"failed: {url} {reason}")

    def _request(self, url: str) -> None:
        if not url.startswith((self._home, "data:", "blob:")):
            self.faults.append(f"foreign: {url}")


def pages_to_visit(folder: Path) -> list[str]:
    """Return a few pages of each folder, and every page at the top; pages that only forward run nothing to watch."""
    by_folder: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.html")):
        if any(reference.use is Use.FORWARD for reference in read_page(path.read_text("utf-8")).references):
            continue
        name = path.relative_to(folder).as_posix()
        by_folder.setdefault(name.rpartition("/")[0], []).append(name)
    return [name for parent, names in by_folder.items() for name in (names if not parent else names[:_A_KIND])]


def test_no_page_breaks_its_policy_nor_asks_another_host(chromium: Browser, home: str, release: Release) -> None:
    names = pages_to_visit(release.folder)
    assert len(names) > _A_KIND
    with chromium.new_context(locale="vi-VN", color_scheme="light") as context:
        page = context.new_page()
        watch = _Watch(page, home)
        for name in names:
            answer = page.goto(f"{home}{name}", wait_until="load")
            assert answer is not None
            assert "unsafe-inline" not in answer.headers["content-security-policy"]
            watch.faults.extend(f"{name}: {fault}" for fault in page.evaluate("window.__violations"))
        assert watch.faults == []


def test_search_palette_and_not_found_page_work_under_the_policy(chromium: Browser, home: str) -> None:
    with chromium.new_context(locale="vi-VN", color_scheme="light") as context:
        page = context.new_page()
        watch = _Watch(page, home)
        page.goto(home, wait_until="load")
        page.locator("input.md-search__input").click()
        page.locator("input.md-search__input").press_sequentially("dân vận", delay=20)
        page.locator(".md-search-result__item").first.wait_for(timeout=15_000)
        page.keyboard.press("Escape")
        page.locator("form[data-md-component=palette] label:visible").first.click()
        page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
        assert watch.faults == []
        answer = page.goto(f"{home}sau/nua/khong-co.html", wait_until="load")
        assert answer is not None
        assert answer.status == 404
        assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
        assert page.evaluate("window.__violations") == []


def test_the_usb_copy_opens_with_a_double_click(chromium: Browser, release: Release, tmp_path: Path) -> None:
    deliver_zip(release, tmp_path / "thu-vien.zip")
    with zipfile.ZipFile(tmp_path / "thu-vien.zip") as archive:
        archive.extractall(tmp_path / "usb")
    with chromium.new_context(locale="vi-VN") as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "usb" / START).as_uri())
        page.wait_for_url("**/trang-web/index.html")
        page.locator("h1").first.wait_for()
        assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_the_listener_sees_what_a_policy_blocks(chromium: Browser, home: str) -> None:
    """The tests above could pass by deafness; this one fails then."""
    with chromium.new_context() as context:
        page = context.new_page()
        watch = _Watch(page, home)
        page.goto(home, wait_until="load")
        page.evaluate("""() => {
            const script = document.createElement('script');
            script.textContent = 'window.__ran = 1';
            document.body.append(script);
            const image = new Image();
            image.src = 'http://127.0.0.2:9/x.png';
        }""")
        page.wait_for_function("window.__violations.length >= 2")
        assert page.evaluate("window.__ran") is None
        assert any("script-src" in fault for fault in page.evaluate("window.__violations"))
        assert watch.faults
