"""Small projects built for real with the hook and the theme."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from trees import PROJECT, build_tree, configure, draw


def digest(site: Path) -> dict[str, str]:
    return {
        file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


def test_a_clean_project_builds_without_a_warning(tmp_path: Path) -> None:
    site, warnings = build_tree(draw(tmp_path, PROJECT))
    assert warnings == []
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert pages >= {
        "index.html",
        "bao-cao/thu/p1-i.html",
        "van-ban/25-nq-tw-2013.html",
        "van-ban/25-nq-tw-ix.html",
        "van-ban/25-nq-tw.html",
        "van-ban/11-ct-tu.html",
        "danh-muc/chu-thich.html",
    }


def test_links_lead_both_ways(tmp_path: Path) -> None:
    site, _ = build_tree(draw(tmp_path, PROJECT))
    section = (site / "bao-cao/thu/p1-i.html").read_text("utf-8")
    assert 'href="../../van-ban/25-nq-tw-2013.html"' in section
    document = (site / "van-ban/25-nq-tw-2013.html").read_text("utf-8")
    assert 'href="../bao-cao/thu/p1-i.html#p1-i-d1"' in document
    assert 'href="../bao-cao/thu/p1-i.html#fn:12"' in (site / "van-ban/11-ct-tu-2019.html").read_text("utf-8")


def test_a_code_with_one_document_forwards_and_with_two_tells_them_apart(tmp_path: Path) -> None:
    site, _ = build_tree(draw(tmp_path, PROJECT))
    assert "url=11-ct-tu-2019.html" in (site / "van-ban/11-ct-tu.html").read_text("utf-8")
    both = (site / "van-ban/25-nq-tw.html").read_text("utf-8")
    assert "25-nq-tw-2013.html" in both
    assert "25-nq-tw-ix.html" in both


def test_two_builds_are_byte_identical(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    first, _ = build_tree(draw(tmp_path / "one", PROJECT))
    second, _ = build_tree(draw(tmp_path / "two", PROJECT))
    assert digest(first) == digest(second)


def test_exports_are_lists_with_addresses_that_exist(tmp_path: Path) -> None:
    site, _ = build_tree(draw(tmp_path, PROJECT))
    for name in ("directives", "citations", "footnotes", "sections"):
        records = json.loads((site / f"data/{name}.json").read_text("utf-8"))
        assert records
        for record in records:
            path, _, anchor = record["url"].partition("#")
            assert not anchor or f'id="{anchor}"' in (site / path).read_text("utf-8")
    assert len(json.loads((site / "data/sections.json").read_text("utf-8"))) == 2


HOSTILE = "<script>alert(1)</script> {{ config }} [x](javascript:alert(1)) <img src=x onerror=alert(1)> <b>đậm</b>"


def test_hostile_text_stays_text_on_every_page_it_reaches(tmp_path: Path) -> None:
    title = HOSTILE.replace('"', "")
    files = {
        **PROJECT,
        "docs/bao-cao/thu/p1.md": f"---\ntitle: '{title}'\nsection: p1\nnumber: Phần I\n---\n\n# Mở đầu\n\n{HOSTILE}"
        " Chỉ thị số 11-CT/TU\n",
        "directives/11-ct-tu-2019.md": f"---\ncode: 11-CT/TU\ntype: Chỉ thị\ntitle: '{title}'\n---\n\n{HOSTILE}\n",
    }
    site, _ = build_tree(draw(tmp_path, files))
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        assert "<script>alert(1)" not in html, page
        assert not re.search(r"<img[^>]*onerror", html), page
        assert not re.search(r'href="[^"]*javascript:', html), page
        assert "<b>đậm" not in html, page


@pytest.mark.parametrize(
    ("name", "old", "new", "shown"),
    [
        (
            "directives/25-nq-tw-ix.md",
            "type: Nghị quyết",
            "tipe: Nghị quyết",
            "directives/25-nq-tw-ix.md:3: không có khóa «tipe»",
        ),
        ("directives/25-nq-tw-ix.md", "term: IX", "term: [IX", "directives/25-nq-tw-ix.md:5: sai cú pháp YAML"),
        ("docs/index.md", "# Thư viện", "[x](khong-co.md)", "khong-co.md"),
        ("docs/index.md", "# Thư viện", "[x](bao-cao/thu/p1.md#khong-co)", "khong-co"),
    ],
)
def test_a_broken_input_stops_the_strict_build(tmp_path: Path, name: str, old: str, new: str, shown: str) -> None:
    assert old in PROJECT[name]
    _, warnings = build_tree(draw(tmp_path, {**PROJECT, name: PROJECT[name].replace(old, new)}))
    assert any(shown in warning for warning in warnings), warnings


def test_a_document_entered_twice_stops_the_build(tmp_path: Path) -> None:
    twin = {"directives/25-nq-tw-lan-hai.md": PROJECT["directives/25-nq-tw-2013.md"]}
    _, warnings = build_tree(draw(tmp_path, {**PROJECT, **twin}))
    assert any("trùng với directives/25-nq-tw-2013.md" in warning for warning in warnings)


def test_an_empty_library_builds(tmp_path: Path) -> None:
    draw(tmp_path, {"docs/index.md": "# Thư viện\n"})
    (tmp_path / "directives").mkdir()
    assert build_tree(tmp_path)[1] == []


def with_search(root: Path, site_url: str = "") -> str:
    text = configure(root).read_text("utf-8").replace("plugins: []", "plugins: [search]")
    return f"{text}site_url: {site_url}\n" if site_url else text


def test_the_box_of_every_page_asks_our_worker(tmp_path: Path) -> None:
    site, warnings = build_tree(draw(tmp_path, PROJECT), with_search(tmp_path, "http://noi-bo.example/dan-van/"))
    assert warnings == []
    pages = [page for page in site.rglob("*.html") if "md-search" in page.read_text("utf-8")]
    assert site / "404.html" in pages
    for page in pages:
        assert "assets/search/worker.js" in page.read_text("utf-8"), page
    described = (site / "search/opensearch.xml").read_text("utf-8")
    assert 'template="http://noi-bo.example/dan-van/index.html?q={searchTerms}"' in described


def test_without_an_address_nothing_is_said_to_the_address_bar(tmp_path: Path) -> None:
    site, _ = build_tree(draw(tmp_path, PROJECT), with_search(tmp_path))
    assert not (site / "search/opensearch.xml").exists()
