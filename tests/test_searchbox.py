from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from vanban.searchbox import ThemeChangedError, opensearch, placeholder_files, swap_worker

PAGE = (
    '<body><script id="__config" type="application/json">{"base": "..", "search": '
    '"../assets/javascripts/workers/search.0a1b2c3d.min.js", "x": "<b>"}</script>\n<script src="bundle.js"></script>'
)


def test_the_worker_is_ours_and_the_bridge_runs_before_the_theme() -> None:
    page = swap_worker(PAGE)
    assert '"search": "../assets/search/worker.js"' in page
    assert page.index("../assets/search/bridge.js") < page.index("__config") < page.index("bundle.js")
    assert page.count("<script") == PAGE.count("<script") + 1


@pytest.mark.parametrize(("base", "folder"), [(".", "./"), ("../..", "../../"), ("/", "/"), ("/thu/", "/thu/")])
def test_the_address_follows_the_page(base: str, folder: str) -> None:
    assert f'"search": "{folder}assets/search/worker.js"' in swap_worker(PAGE.replace('".."', f'"{base}"'))


@pytest.mark.parametrize(
    "page",
    [
        "<body></body>",
        PAGE + PAGE,
        PAGE.replace("workers/search.", "workers/other."),
        PAGE.replace('"x"', '"search": "assets/javascripts/workers/search.0a1b2c3d.min.js", "x"'),
        swap_worker(PAGE),
    ],
)
def test_a_page_the_theme_writes_otherwise_is_an_error(page: str) -> None:
    with pytest.raises(ThemeChangedError):
        swap_worker(page)


def test_every_page_of_the_installed_theme_is_as_we_know_it(tmp_path: Path) -> None:
    (tmp_path / "docs" / "a").mkdir(parents=True)
    (tmp_path / "docs" / "index.md").write_text("# Một\n", "utf-8")
    (tmp_path / "docs" / "a" / "b.md").write_text("# Hai\n", "utf-8")
    config = "site_name: Thử\ntheme: {name: material, language: vi, font: false}\nuse_directory_urls: false\n"
    (tmp_path / "mkdocs.yml").write_text(config + "plugins: [search]\n", "utf-8")
    build(load_config(str(tmp_path / "mkdocs.yml")))
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) == 3
    assert all("assets/search/worker.js" in swap_worker(page.read_text("utf-8")) for page in pages)


def test_the_theme_loads_an_empty_index_of_its_own() -> None:
    files = {file.path: file.content.decode() for file in placeholder_files()}
    index = json.loads(files["search/search_index.json"])
    assert index["docs"] == []
    assert files["search/search_index.js"] == f"var __index = {json.dumps(index)}\n"


def test_the_description_for_address_bars_is_well_formed_whatever_the_name() -> None:
    file = opensearch("https://may-chu.test/thu-vien/", 'Thư viện <"&> văn bản dân vận')
    root = ET.fromstring(file.content)
    assert root[0].text == 'Thư viện <"&> vă'
    assert root[-1].get("template") == "https://may-chu.test/thu-vien/index.html?q={searchTerms}"
