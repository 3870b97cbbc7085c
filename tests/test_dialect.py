from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.dialect import escape, heading_slug, new_converter, theme_title

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "text <b onclick=alert(1)>x</b>",
    "<!-- x --><iframe src='//a.b'></iframe>",
    "<svg/onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "{{ config.site_name }}",
    "{% include 'x' %}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_shown_as_text(text: str) -> None:
    html = new_converter().convert(text)
    assert set(re.findall(r"<(\w+)", html)) <= {"p"}
    assert not re.search(r"<[^>]*\son\w+=", html)


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "![x](data:text/html,alert)",
        "[x][1]\n\n[1]: vbscript:alert(1)",
        "<javascript:alert(1)>",
    ],
)
def test_no_address_can_run(text: str) -> None:
    html = new_converter().convert(text)
    assert not re.search(r"(?:href|src)=\"[^\"]*(?:script|data):", html, re.IGNORECASE)


@pytest.mark.parametrize("text", ["x\n{: onclick='alert(1)' }", "# x { onmouseover=alert(1) style='color:red' }"])
def test_attributes_cannot_run_or_dress(text: str) -> None:
    html = new_converter().convert(text)
    assert "onclick=" not in html.partition(">")[0]
    assert not re.search(r"<[^>]*\s(?:on\w+|style)=", html)


@pytest.mark.parametrize("address", ["https://a.b/c", "mailto:a@b.c", "../x.md#y", "#fn:12", "a/b:c", "?q=a:b"])
def test_good_addresses_stay(address: str) -> None:
    assert f'href="{address}"' in new_converter().convert(f"[x]({address})")


def test_table_alignment_stays() -> None:
    assert 'style="text-align: right;"' in new_converter().convert("| a |\n| ---: |\n| 1 |")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1))
def test_escaped_text_shows_itself(text: str) -> None:
    wanted = " ".join(text.split())
    html = new_converter().convert(escape(text))
    shown = (
        re.sub(r"</?p>", "", html)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&amp;", "&")
    )
    assert " ".join(shown.split()) == wanted


def test_heading_addresses_keep_d() -> None:
    assert heading_slug("Điều 4. Đối tượng") == "dieu-4-doi-tuong"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ('<script>alert("1")</script>', "‹script›alert(”1”)‹/script›"),
        ("&lt;b&gt; và R&D", "＆lt;b＆gt; và R&D"),
        ("  Nghị quyết\n25 ", "Nghị quyết 25"),
    ],
)
def test_a_title_is_safe_in_any_theme(title: str, shown: str) -> None:
    assert theme_title(title) == shown
