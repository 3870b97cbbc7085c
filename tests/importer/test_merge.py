"""An editor's work and a better scan are joined, and what was generated is told from what was edited."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.importer.furniture import find_furniture
from vanban.importer.lines import read_blocks, read_lines
from vanban.importer.manifest import Manifest, format_manifest, parse_manifest
from vanban.importer.merge import Conflict, merge
from vanban.importer.moving import find_origins

TEXTS = st.lists(st.sampled_from(["một ", "hai ", "ba ", "\n", "\n\n", "bốn "]), max_size=12).map("".join)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_a_change_on_one_side_is_taken_whole(base: str, changed: str) -> None:
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, base).text == changed
    assert merge(base, changed, changed).text == changed
    assert merge(base, changed, changed).conflicts == ()


@pytest.mark.parametrize(
    ("ours", "theirs", "text", "conflicts"),
    [
        ("A một.\n\nB.\n", "A.\n\nB hai.\n", "A một.\n\nB hai.\n", ()),
        ("xin chào các bạn\n\nB.\n", "xin Chào các anh\n\nB.\n", None, ()),
        ("m n o p X.\n\nB.\n", "m n o p q.\n\nMới.\n\nB.\n", "m n o p X.\n\nMới.\n\nB.\n", ()),
        ("A X.\n\nB.\n", "A Y.\n\nB.\n", "A X.\n\nB.\n", (Conflict(1, "A X.", "A Y."),)),
    ],
)
def test_both_sides_changed(ours: str, theirs: str, text: str | None, conflicts: tuple[Conflict, ...]) -> None:
    base = "xin chào các anh\n\nB.\n" if text is None else "A.\n\nB.\n" if ours[0] == "A" else "m n o p q.\n\nB.\n"
    merged = merge(base, ours, theirs)
    assert merged.text == (text or "xin Chào các bạn\n\nB.\n")
    assert merged.conflicts == conflicts


def page(body: str) -> str:
    return f"---\ntitle: x\n---\n\n{body}\n"


LONG = [" ".join(f"{name}{at}" for at in range(30)) for name in "abc"]
PAGES = dict(zip(["index.md", "i-1.md", "i-2.md"], map(page, LONG), strict=True))


@pytest.mark.parametrize(
    ("new", "origins"),
    [
        (PAGES, {"index.md": "index.md", "i-1.md": "i-1.md", "i-2.md": "i-2.md"}),
        (
            {**PAGES, "i-2.md": page("x y z"), "i-3.md": PAGES["i-2.md"]},
            {"index.md": "index.md", "i-1.md": "i-1.md", "i-3.md": "i-2.md"},
        ),
        (
            {"index.md": page("q"), "i-1.md": PAGES["i-2.md"], "i-2.md": PAGES["i-1.md"]},
            {"index.md": "index.md", "i-1.md": "i-2.md", "i-2.md": "i-1.md"},
        ),
        ({"index.md": page("q"), "i-1.md": page("x y z")}, {"index.md": "index.md"}),
    ],
)
def test_a_page_is_known_by_its_words(new: dict[str, str], origins: dict[str, str]) -> None:
    assert find_origins(PAGES, new) == origins


@pytest.mark.parametrize(
    "manifest", [Manifest(), Manifest("a.docx", "kien-giang", cut=False, files={"p1.md": "0"}), Manifest("b", files={})]
)
def test_a_manifest_there_and_back(manifest: Manifest) -> None:
    assert parse_manifest(format_manifest(manifest)) == manifest


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 1}'])
def test_a_damaged_manifest_counts_as_absent(text: str) -> None:
    assert parse_manifest(text) == Manifest()


BODY = "một đoạn còn đang dở\n\n{}\n\nchưa hết câu.\n\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("".join(f"đoạn {name} còn dở\n\n{number}\n\nhết {name}.\n\n" for number, name in enumerate("abc", 1)), 3),
        ("".join(BODY.format(f"- {number} -") for number in (4, 5)), 2),
        (BODY.format(7), 0),
        (f"a\n\n\f7\n{BODY}", 1),
        (BODY.format("Đầu trang báo cáo") * 3, 3),
        (BODY.format("Đầu trang báo cáo") * 2, 0),
        ("Kết quả đạt được\n\nĐoạn văn.\n\n" * 5, 0),
        ("Số người\n\n15\n\n2019\n\n7\n", 0),
    ],
)
def test_page_numbers_and_running_heads_are_known_by_their_run(text: str, found: int) -> None:
    assert len(find_furniture(read_lines(text))) == found


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["Một dòng.", "dở dang", "- ý", "| a | b |", "---", "\f", "", "12", "I. MỤC"]), max_size=20
    )
)
def test_every_line_with_words_is_in_one_block(texts: list[str]) -> None:
    lines = read_lines("\n".join(texts))
    found = [line.number for block in read_blocks(lines, find_furniture(lines)) for line in block.lines]
    assert found == [line.number for line in lines if line.text.strip()]
