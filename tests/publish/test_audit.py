from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from vanban.publish.audit import audit_site
from vanban.publish.budget import Budget

Draw = Callable[[dict[str, str]], Path]

GOOD = {"index.html": '<a href="a.html#x">a</a>', "a.html": '<p id="x">x</p><a href="index.html">t</a>'}

BROKEN_PAGES = {
    "missing page": ('<a href="khong-co.html">x</a>', "trỏ tới tệp không có (khong-co.html)"),
    "missing anchor": ('<a href="a.html#y">x</a>', "không có mục “y”"),
    "missing anchor here": ('<a href="#day">x</a>', "không có mục “day”"),
    "encoded anchor": ('<a href="a.html#%C4%91">x</a>', "không có mục “đ”"),
    "climbs out": ('<a href="../../etc/passwd">x</a>', "trỏ ra ngoài trang"),
    "from the root": ('<a href="/a.html">x</a>', "bắt đầu bằng /"),
    "folder": ('<a href="./">x</a>', "trỏ tới thư mục"),
    "javascript": ('<a href="javascript:void(0)">x</a>', "chạy mã"),
    "javascript hidden by case": ('<a href=" JavaScript:alert(1)">x</a>', "chạy mã"),
    "backslash host": (r'<a href="\\host\x">x</a>', "không đọc được địa chỉ"),
    "foreign script": ('<script src="https://cdn.example/x.js"></script>', "từ máy khác"),
    "foreign script without scheme": ('<script src="//cdn.example/x.js"></script>', "từ máy khác"),
    "foreign image": ('<img alt="" src="http://h.example/x.png">', "từ máy khác"),
    "foreign srcset": ('<img alt="" src="data:," srcset="a.html 1x, https://h.example/x.png 2x">', "từ máy khác"),
    "foreign frame": ('<iframe src="https://h.example/"></iframe>', "từ máy khác"),
    "foreign style attribute": ('<p style="background:url(https://h.example/x)">x</p>', "từ máy khác"),
    "foreign style element": ("<svg><style>@import 'https://h.example/x.css';</style></svg>", "từ máy khác"),
    "foreign video poster": ('<video poster="https://h.example/p.png"></video>', "từ máy khác"),
    "missing image": ('<img alt="" src="x.png">', "tệp không có (x.png)"),
    "handler": ('<button onclick="go()">x</button>', "onclick=go()"),
    "double id": ('<p id="b">1</p><p id="b">2</p>', "id “b” có 2 lần"),
    "id with space": ('<p id="b c">1</p>', "rỗng hoặc có dấu cách"),
    "stray end tag": ("<div><p>x</p></section></div>", "HTML sai chuẩn"),
    "paragraph in table": ("<table><p>x</p></table>", "HTML sai chuẩn"),
    "link in link": ('<a href="a.html">x <a href="a.html">y</a></a>', "HTML sai chuẩn"),
    "double attribute": ('<p class="a" class="b">x</p>', "HTML sai chuẩn"),
}

FINE_PAGES = {
    "other site by a click": '<a href="https://example.org/">x</a>',
    "mail": '<a href="mailto:a@example.org">x</a>',
    "data image": '<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "canonical": "<p>x</p>",
    "query": '<a href="a.html?q=1#x">x</a>',
    "text fragment": '<a href="a.html#x:~:text=x">x</a>',
    "top": '<a href="#top">x</a><a href="#">x</a>',
    "old anchor": '<a name="cu"></a><a href="#cu">x</a>',
    "script in text": "<p>&lt;script src=https://cdn.example/x.js&gt;</p>",
    "entity in address": '<a href="a.html?a=1&amp;b=2#x">x</a>',
}


def with_head(head: str) -> str:
    return f'<!doctype html><html lang="vi"><head><title>t</title>{head}</head><body></body></html>'


def messages(site: Path, budget: Budget | None = None) -> list[str]:
    return [str(problem) for problem in audit_site(site, budget=budget)]


def test_a_good_site_has_no_finding(draw: Draw) -> None:
    assert messages(draw(GOOD)) == []


@pytest.mark.parametrize("name", BROKEN_PAGES)
def test_each_fault_is_found_with_its_line(draw: Draw, name: str) -> None:
    body, expected = BROKEN_PAGES[name]
    found = messages(draw({**GOOD, "index.html": f'<a href="a.html">a</a>\n{body}'}))
    assert any(expected in message for message in found), found
    assert all(message.startswith("index.html:4: ") for message in found), found


@pytest.mark.parametrize("name", FINE_PAGES)
def test_what_is_allowed_passes(draw: Draw, name: str) -> None:
    assert messages(draw({**GOOD, "index.html": f'<a href="a.html">a</a>{FINE_PAGES[name]}'})) == []


@pytest.mark.parametrize("rel", ["stylesheet", "preconnect", "dns-prefetch", "icon", "preload", "modulepreload"])
def test_head_links_that_load_from_another_host(draw: Draw, rel: str) -> None:
    page = with_head(f'<link rel="{rel}" href="https://h.example/x">')
    assert "từ máy khác" in messages(draw({"index.html": page}))[0]


def test_canonical_and_alternate_links_load_nothing(draw: Draw) -> None:
    page = with_head('<link rel="canonical" href="https://h.example/x">')
    assert messages(draw({"index.html": page})) == []


def test_a_stylesheet_may_not_load_from_another_host_nor_miss_a_file(draw: Draw) -> None:
    css = "/* url(https://h.example/a) */\n@font-face{src:url(khong-co.woff2)}\n@import 'https://h.example/b.css';"
    found = messages(draw({**GOOD, "assets/x.css": css}))
    assert [message.split(": ")[0] for message in found] == ["assets/x.css:2", "assets/x.css:3"]


def test_a_page_nothing_leads_to(draw: Draw) -> None:
    found = messages(draw({**GOOD, "lac.html": '<a href="lac2.html">x</a>', "lac2.html": "<p>x</p>"}))
    assert [message.split(":")[0] for message in found] == ["lac.html", "lac2.html"]


def test_not_found_and_forwarding_pages_need_no_link(draw: Draw) -> None:
    forward = with_head('<meta http-equiv="refresh" content="0; url=a.html">')
    assert messages(draw({**GOOD, "404.html": '<a href="/a.html">x</a>', "cu.html": forward})) == []


def test_a_forward_to_a_missing_page(draw: Draw) -> None:
    forward = with_head('<meta http-equiv="refresh" content="0; url=mat.html">')
    assert "tệp không có (mat.html)" in messages(draw({**GOOD, "cu.html": forward}))[0]


def test_no_home_page(draw: Draw) -> None:
    assert messages(draw({"a.html": "x"})) == [
        "index.html: không có trang đầu; chạy mkdocs build rồi kiểm tra lại thư mục"
    ]


def test_bad_bytes_are_one_finding(draw: Draw) -> None:
    site = draw(GOOD)
    (site / "a.html").write_bytes(b"<p>\xff</p>")
    assert "không phải UTF-8" in messages(site)[0]


def test_symbolic_links_and_odd_names_are_refused(draw: Draw, tmp_path: Path) -> None:
    (tmp_path / "ngoai.txt").write_text("bí mật", encoding="utf-8")
    site = draw({**GOOD, "ảnh.txt": "x", "a b.txt": "x", ".an.txt": "x", "con.txt": "x", "A.html": GOOD["a.html"]})
    (site / "ra.txt").symlink_to(tmp_path / "ngoai.txt")
    (site / "ra-thu-muc").symlink_to(tmp_path)
    os.mkfifo(site / "ong")
    named = {message.split(": ")[0] for message in messages(site)}
    assert {"ảnh.txt", "a b.txt", ".an.txt", "con.txt", "ra.txt", "ra-thu-muc", "ong", "a.html"} <= named


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        (Budget(page=100), "trang nặng"),
        (Budget(first_view=10), "lần xem đầu"),
        (Budget(asset=10), "tệp nặng"),
        (Budget(site=100), "cả trang web nặng"),
    ],
)
def test_budgets(draw: Draw, budget: Budget, expected: str) -> None:
    site = draw({**GOOD, "data.json": "[" + "1," * 50 + "1]"})
    assert any(expected in message for message in messages(site, budget))


def test_a_real_material_build_is_clean_and_its_progress_is_told(material_site: Path) -> None:
    told: list[tuple[str, int, int]] = []
    assert [str(problem) for problem in audit_site(material_site, lambda *step: told.append(step))] == []
    assert told[-1][1] == told[-1][2] > 0


def test_many_findings_on_one_page_are_bounded(draw: Draw) -> None:
    links = "".join(f'<a href="mat-{number}.html">x</a>' for number in range(500))
    found = messages(draw({**GOOD, "index.html": f'<a href="a.html">a</a>{links}'}))
    assert len(found) == 51
    assert "còn 450 địa chỉ hỏng nữa" in found[-1]
