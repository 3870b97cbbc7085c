"""One Chromium and one build of the real project for all browser tests, served over HTTP and opened as files."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
ARTIFACTS = ROOT / "artifacts"
"""Screenshots and measures of a run, for people to look at; not committed."""
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that stands beside this file, so that `-m "not browser"` leaves them out."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """Return the folder for screenshots and measures of a run."""
    ARTIFACTS.mkdir(exist_ok=True)
    return ARTIFACTS


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the real project's site, built once; findings that would stop a publication are for other tests."""
    site = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--no-strict", "--quiet", "--site-dir", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return site


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder as the publisher's server does: text compressed, nothing logged."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name the standard library calls)
        del format, args

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in _TEXT or not path.is_file():
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def served_site(built_site: Path) -> Iterator[str]:
    """Yield the address of the built site on this machine, ending in a slash."""
    handler = partial(_Handler, directory=str(built_site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(_playwright: Playwright) -> Iterator[Browser]:
    """Yield the machine's own Chromium."""
    program = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    assert program is not None, "no Chromium on this machine; `make browser` installs it"
    browser = _playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Yield a cold browser context of a desk screen; requests to other hosts fail the test that made them."""
    with chromium.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN") as context:
        strangers: list[str] = []
        context.on("request", lambda request: None if _ours(request.url) else strangers.append(request.url))
        yield context
        assert strangers == []


def _ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "file://", "data:", "blob:", "about:"))


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Yield an empty page; errors of its scripts fail the test."""
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []
