"""Any text, as a paragraph, heading, list item, note or cell, is shown exactly as it was printed."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from vanban.importer import escape
from vanban.importer.marks import EMPHASIS
from vanban.importer.pagewords import read_page

EXTENSIONS = ["footnotes", "attr_list", "tables", "sane_lists", "admonition", "def_list", "fenced_code", "abbr", "toc"]
HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "Chữ {: onclick=alert(1) }",
    "[x](javascript:alert(1))",
    "~~thực~~",
    "1. Một",
    "12) Hai",
    "# Tiêu đề",
    "## x ##",
    "a | b | c",
    "| a |",
    "snake_case và _gạch_",
    "`mã` ``hai``",
    '!!! note "x"',
    "??? x",
    "&lt;b&gt; &amp; &#60;",
    ": định nghĩa",
    "::: khối",
    "+++",
    "---",
    "===",
    "***",
    "* * *",
    "> trích",
    "![x](y)",
    "[^1]: chú",
    "[a]: http://b",
    "<http://x.vn>",
    "http://x.vn",
    "\\*",
    "*abc",
    "abc*",
    "a*b*c",
    "_a",
    "2*3*4",
    "*[TW]: Trung ương",
    "    thụt",
    "\ttab",
    "- gạch",
    "+ cộng",
    "C#",
    "R&D",
    "AT&T;",
    "&copy;",
    "5^2^",
    "a\\",
    "```",
    "Điều 1. Phạm vi",
    "{#id}",
    "[TOC]",
    "- [ ] việc",
    "\"a\" 'b' -- c ... d",
    '=== "tab"',
    "/// note",
    "%%",
    "$x$",
    "@x",
]


def shown(markdown: str) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", "", Markdown(extensions=EXTENSIONS).convert(markdown)))
    return " ".join(text.replace("\xa0", " ").replace("↩", "").split())


def bare(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_printed(text: str) -> None:
    assert shown(escape.line(text)) == bare(text)
    assert shown(f"# I- {escape.heading(text)}").replace("*", "").split() == f"I- {text}".replace("*", "").split()
    assert shown(f"Đoạn.\n\n- {escape.line(text)}\n\nĐoạn.") == bare(f"Đoạn. {text} Đoạn.")
    assert shown(f"Gọi[^1].\n\n[^1]: {escape.line(text)}") == bare(f"Gọi1. {text}")
    assert shown(f"| a |\n| --- |\n| {escape.inline(text.strip())} |") == bare(f"a {text}")


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("“*Năm Dân vận khéo*”, đẩy", "“*Năm Dân vận khéo*”, đẩy"),
        ("**T/M BAN THƯỜNG VỤ**", "**T/M BAN THƯỜNG VỤ**"),
        ("* a * b", "\\* a \\* b"),
        ("*a* và *b", "*a* và \\*b"),
        ("gọi\ufdd012\ufdd1 nhé", "gọi[^12] nhé"),
    ],
)
def test_emphasis_and_calls(text: str, markdown: str) -> None:
    assert escape.line(text) == markdown


ALPHABET = st.sampled_from(
    [*"\\`*_{}[]()#+-.!|<>&~^:;=?/%$@\"' ", "a", "Đ", "ộ", "1", "12. ", "&lt;", "[^1]", "![", "](", "{: ", "  "]
)


@settings(max_examples=150)
@given(st.lists(ALPHABET, min_size=1, max_size=14).map("".join).filter(lambda text: text.strip()))
def test_any_text_is_shown_as_printed(text: str) -> None:
    no_emphasis = EMPHASIS.sub(lambda match: match[2], text)
    assert shown(escape.line(text)) == bare(no_emphasis.strip() or text)


@settings(max_examples=150)
@given(st.lists(ALPHABET, min_size=1, max_size=14).map("".join).filter(lambda text: text.strip()))
def test_the_ledger_reads_a_page_as_a_reader_does(text: str) -> None:
    words = "".join(token.text for token in read_page("", escape.line(text)).body if not token.call)
    assert words == re.sub(r"[\s*|]", "", text)
