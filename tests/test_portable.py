"""Of a page only the blocks that name headings are converted for their ids; the ids are those of the whole page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trees import ROOT
from vanban import portable
from vanban.links import PageContext
from vanban.portable import portable_page

BLOCKS = [
    "# Một",
    "## Một",
    "## Một {#hai}",
    "### Hai `# ba` [^1]",
    "## Xem [một][ba]",
    "Một\n===",
    "Hai\n---",
    "Chữ thường, **đậm**, Điều 5.",
    "Chữ có địa chỉ.\n{: #mot }",
    "[¶](#hai)\n{ #hai .vb-anchor }",
    "- mục\n- # Một\n\n    { #mot }",
    "- một\n\n    ## Một\n\n- hai",
    "> # Một",
    "    # Một",
    "```\n# Một\n\n## Hai\n```",
    "[^1]: Chú thích.\n\n    # Một",
    "[ba]: http://vi.du",
    "| Một | Hai |\n| --- | --- |\n| 1 | 2 |",
    "1. Một\n\n    { #hai }",
]


@given(st.lists(st.sampled_from(BLOCKS), max_size=9))
def test_ids_are_those_of_the_whole_page(blocks: list[str]) -> None:
    assert_same("\n\n".join(blocks))


def pages() -> Iterator[str]:
    for path in sorted((ROOT / "docs").rglob("*.md")):
        yield path.read_text("utf-8")


def test_ids_of_real_pages_are_those_of_the_whole_page() -> None:
    found = list(pages())
    assert len(found) > 40
    for text in found:
        assert_same(text)


def assert_same(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        short = portable_page(text, PageContext("a.md"))
        patch.setattr(portable, "_outline", lambda markdown: markdown)
        assert portable_page(text, PageContext("a.md")) == short


def test_most_of_a_page_is_left_out() -> None:
    listed = [f"Đoạn {number} dẫn [văn bản](a.html#p1-d{number})." for number in range(99)]
    text = "\n\n".join(["# Một", *listed, "## Hai"])
    assert portable._outline(text) == "# Một\n\n## Hai"


@pytest.mark.parametrize("text", ["a.b*c", "một\n  hai", "(1) [x]"])
def test_a_unit_is_found_whatever_signs_it_has(text: str) -> None:
    shown = portable_page(f"# A\n\nTrước.\n\n{text}\n", PageContext("a.md", "p1"))
    assert re.search(r'<a id="p1-d2"></a>' + re.escape(text.split("\n", maxsplit=1)[0]), shown)
