"""Search in the theme's own box: on a server in a sub-folder under a strict policy, and opened as files."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, expect

from trees import ROOT, draw
from vanban.search import IndexFile, SearchUnit, UnitKind, grouped, index_files
from vanban.searchbox import BoxFile, placeholder_files, swap_worker

HOSTILE = "<img src=x onerror=\"self.hacked='title'\">"
NOTE = "Tiêu hủy 48.630 con lợn, tương đương hơn 2.700 tấn; hỗ trợ hơn 75 tỷ đồng."
FILLING = "Các cấp ủy đảng tiếp tục chỉ đạo thực hiện công tác dân vận ở cơ sở. "
PAGES = {
    "docs/index.md": "# Thư viện\n",
    "docs/van-ban/25-nq-tw-2013.md": "# Nghị quyết 25-NQ/TW\n\nBan Chấp hành Trung ương.\n",
    "docs/bao-cao/p1.md": f"# Phần I\n\n{FILLING * 30}\n\n<p id='fn:1'>{NOTE}</p>\n",
    "mkdocs.yml": (
        "site_name: Thử\nuse_directory_urls: false\nplugins: [search]\nextra_css: [assets/search/search.css]\n"
        "theme: {name: material, language: vi, font: false, features: [search.highlight]}\n"
    ),
}


def document(place: str, code: str, title: str, date: dt.date, weight: int) -> SearchUnit:
    return SearchUnit(
        f"van-ban/{place}.html",
        UnitKind.DOCUMENT,
        f"Nghị quyết {code}: {title}",
        "Ban Chấp hành Trung ương.",
        code=code,
        number=25,
        year=date.year,
        type_code="NQ",
        type_name="Nghị quyết",
        issuer="Ban Chấp hành Trung ương",
        date=date,
        weight=weight,
    )


UNITS = [
    document("25-nq-tw-2003", "25-NQ/TW", "công tác tôn giáo", dt.date(2003, 3, 12), 1),
    document("25-nq-tw-2013", "25-NQ/TW", "công tác dân vận", dt.date(2013, 6, 3), 3),
    SearchUnit("bao-cao/p1.html", UnitKind.SECTION, "Phần I", FILLING),
    SearchUnit("bao-cao/p1.html#fn:1", UnitKind.FOOTNOTE, "Chú thích 1 · Phần I", NOTE, title_found=False),
    SearchUnit("index.html", UnitKind.PAGE, f"Trang lạ {HOSTILE}", f"Chữ lạ {HOSTILE} ở đây."),
]


class _Strict(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name the standard library calls)
        del format, args


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = draw(tmp_path_factory.mktemp("search"), PAGES)
    shutil.copytree(ROOT / "docs" / "assets" / "search", root / "docs" / "assets" / "search")
    build(load_config(str(root / "mkdocs.yml")))
    site = root / "site"
    for page in site.rglob("*.html"):
        page.write_text(swap_worker(page.read_text("utf-8")), "utf-8")
    files: list[IndexFile | BoxFile] = [*index_files(grouped(UNITS)), *placeholder_files()]
    for file in files:
        draw(site, {file.path: file.content.decode()})
    return site


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    handler = partial(_Strict, directory=str(site.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/site/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module", params=["http", "file"])
def home(request: pytest.FixtureRequest, site: Path, server: str) -> str:
    return server if request.param == "http" else f"{site.as_uri()}/"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    assert page.evaluate("typeof self.hacked") == "undefined"
    page.close()


def search(page: Page, address: str, query: str) -> None:
    page.goto(address)
    page.locator(".md-search__input").click()
    page.keyboard.type(query)


def links(page: Page) -> list[str]:
    """Return the addresses of the results, without what the theme adds for marking, once they are there."""
    page.locator(".md-search-result__link").first.wait_for()
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.md-search-result__link')].map(a => a.pathname.split('/site/')[1] + a.hash)"
    )
    return found


def test_a_fact_in_a_footnote_opens_that_footnote_with_the_words_marked(page: Page, home: str) -> None:
    search(page, f"{home}van-ban/25-nq-tw-2013.html", "tieu huy 48630")
    assert links(page)[0] == "bao-cao/p1.html#fn:1"
    first = page.locator(".md-search-result__item").first
    assert first.locator("mark").all_inner_texts() == ["Tiêu hủy 48.630"]
    assert first.locator(".md-tag").all_inner_texts() == ["Chú thích"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/bao-cao/p1.html?h=*#fn:1")
    expect(page.locator("article mark").first).to_have_text("Tiêu hủy 48.630")


def test_a_code_shows_all_its_documents_most_cited_first_with_what_tells_them_apart(page: Page, home: str) -> None:
    search(page, f"{home}index.html", "25nqtw")
    assert links(page)[:2] == ["van-ban/25-nq-tw-2013.html", "van-ban/25-nq-tw-2003.html"]
    tags = [item.locator(".md-tag").all_inner_texts() for item in page.locator(".md-search-result__item").all()[:2]]
    assert tags == [["Văn bản", "25-NQ/TW", "03-6-2013"], ["Văn bản", "25-NQ/TW", "12-3-2003"]]


def test_text_that_arrives_without_a_key_is_searched_and_an_unfinished_syllable_is_completed(
    page: Page, home: str
) -> None:
    page.goto(f"{home}index.html")
    page.locator(".md-search__input").click()
    page.keyboard.insert_text("tôn gi")
    assert links(page)[0] == "van-ban/25-nq-tw-2003.html"


def test_the_address_keeps_the_query_and_a_shared_address_asks_it_again(page: Page, server: str) -> None:
    search(page, f"{server}bao-cao/p1.html", "dân vận")
    links(page)
    assert page.evaluate("new URL(location).searchParams.get('q')") == "dân vận"
    page.goto(f"{server}index.html?q=t%C3%B4n+gi%C3%A1o")
    assert links(page)[0] == "van-ban/25-nq-tw-2003.html"


def test_filters_narrow_the_results_and_stand_in_the_address(page: Page, server: str) -> None:
    search(page, f"{server}index.html", "công tác")
    year = page.get_by_label("Năm")
    year.wait_for()
    assert year.locator("option").all_inner_texts() == ["Năm: tất cả", "2003 (1)", "2013 (1)"]
    year.select_option(label="2003 (1)")
    expect(page.locator(".md-search-result__link")).to_have_count(1)
    assert links(page) == ["van-ban/25-nq-tw-2003.html"]
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    expect(page.get_by_label("Năm")).to_have_value("2003")
    expect(page.locator(".md-search-result__link")).to_have_count(1)


def test_a_title_a_text_and_a_query_stay_text(page: Page, home: str) -> None:
    search(page, f"{home}index.html", f"trang lạ {HOSTILE}")
    assert links(page)[0] == "index.html"
    item = page.locator(".md-search-result__item").first
    assert HOSTILE in item.inner_text()
    assert item.locator("img").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)


def test_the_last_of_many_quick_queries_is_answered(page: Page, home: str) -> None:
    page.goto(f"{home}index.html")
    page.locator(".md-search__input").click()
    for query in ("dân vận", "tôn giáo", "tiêu hủy lợn"):
        page.locator(".md-search__input").fill(query)
    expect(page.locator(".md-search-result__link").first).to_have_attribute("href", re.compile("p1.html.*#fn:1$"))


def test_on_a_phone_the_results_fit_the_screen(chromium: Browser, server: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    page.goto(f"{server}index.html?q=tieu%20huy")
    page.locator(".md-search-result__link").first.wait_for()
    page.wait_for_function(
        """() => [...document.querySelectorAll(".md-search-result__link, .vb-search-filters select")].every((each) => {
          const { left, right } = each.getBoundingClientRect();
          return left >= 0 && right <= 360;
        })"""
    )
    page.close()


@pytest.fixture
def damaged(site: Path, tmp_path: Path) -> Path:
    """Return a copy of the site in a folder of the same name, to be damaged."""
    return Path(shutil.copytree(site, tmp_path / "site"))


def shard_of(site: Path, table: str, key: str) -> Path:
    """Return the file of a table that holds a key."""
    (path,) = [path for path in (site / "search" / "index" / table).iterdir() if f'"{key}":' in path.read_text("utf-8")]
    return path


@pytest.mark.parametrize("damage", ["missing", "cut", "foreign"])
def test_a_damaged_shard_is_said_and_the_rest_answers(page: Page, damaged: Path, damage: str) -> None:
    shard = shard_of(damaged, "numbers", "25")
    if damage == "missing":
        shard.unlink()
    else:
        shard.write_text(shard.read_text("utf-8")[:40] if damage == "cut" else "vanbanShard('x', {})", "utf-8")
    search(page, f"{damaged.as_uri()}/index.html", "25-NQ/TW")
    links(page)
    last = page.locator(".md-search-result__item").last
    assert "Dữ liệu tìm kiếm bị hỏng" in last.inner_text()
    assert "thư mục search/index" in page.locator(".vb-search-notice").inner_text()
    page.locator(".md-search__input").fill("tiêu hủy")
    expect(page.locator(".vb-search-notice")).to_be_empty()
    assert links(page)[0] == "bao-cao/p1.html#fn:1"


def test_without_its_manifest_search_says_so(page: Page, damaged: Path) -> None:
    (damaged / "search" / "index" / "manifest.js").unlink()
    search(page, f"{damaged.as_uri()}/index.html", "dân vận")
    expect(page.locator(".md-search-result__item")).to_contain_text("Dữ liệu tìm kiếm bị hỏng")
