"""The quick reader gives nothing, or exactly what the full converter gives: text, contents, title, ids and links."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from quick_pages import Bench
from swift import reader as swift_reader
from swift_builds import build_project, enlarged
from trees import PROJECT, ROOT, configure, draw
from vanban.dialect import escape
from vanban.links import LibraryLinks, PageContext

sys.path.insert(0, str(ROOT / "benchmarks"))
corpus = pytest.importorskip("corpus")
WORDS = [f"Năm {year} các cấp ủy đảng tiếp tục tăng cường chỉ đạo công tác dân vận." for year in range(2000, 2012)]
ADDRESS = "van-ban/25-nq-tw-2013.md"
BLOCKS = {"ladder": "<figure><svg><title>a & b</title></svg></figure>", "empty": ""}
CONTEXT = PageContext(ADDRESS, None, (), BLOCKS)

READ = {
    "heading": "# Nghị quyết 25-NQ/TW\n\n## Được dẫn trong (4) { #duoc-dan-trong }\n\n### Mục {#a .b}\n\n#### Mục",
    "same headings": "# Mục\n\n## Mục\n\n## Mục\n\n## Mục { #muc_1 }\n\n##### Mục",
    "heading with a link": "# A\n\n### [Chú thích 1](11-ct-tu-2019.md) và *b*\n\n## 1\\. Mở & đầu \\> &lt;b&gt;",
    "heading without letters": "# A\n\n## “…”\n\n## ”",
    "class of a paragraph": "Trích yếu\n{ .vb-title }\n\nA *b*\n{: #x .vb-copy }\n\nC: *d*{ .vb-e }\n{ .vb-copy }",
    "emphasis": "**Điều 1.** a *b*{ .x .y } c **d**{ #e } f*g*h **i**, *k*.",
    "escapes": "\\*a\\* \\[b\\] \\_ \\{ \\} \\| \\! \\a \\\\ 1\\. \\# \\&amp; \\- c",
    "entities": "a & b &amp; c &lt;d&gt; &#38; &x; & &nbsp; > “” ' \"",
    "links": '[a](11-ct-tu-2019.md) [b *c* \\] d](../danh-muc/so.md#x){ .y } [¶](#dieu-1 "Tới Điều 1")\n{ #dieu-1 .z }',
    "link after a call": "Xin chào\\![a](11-ct-tu-2019.md)! [b](#c)",
    "definitions": "Loại\n:   Chỉ thị *(báo cáo in)*{ .vb-source }\n\nSố\n:   01 [xem](#khac)\n\nSau.\n\nLoại\n:   x",
    "table": "| A | B |\n| --- | ---: |\n| [a](25-nq-tw-ix.md) *b*{ .vb-row-x } | 1 \\| 2 |\n| \\\\ |  |\n| :-- | c |",
    "tight list": "- a\n- [b](25-nq-tw-ix.md)\n- **c**: d\n  {: #e }",
    "nested list": "- a\n    - b\n        - c\n    - d\n- e\n    - f",
    "loose list": "- [a](25-nq-tw-ix.md) (1)\n\n    - “b” [c](25-nq-tw-ix.md)\n    - d\n\n- e\n\n    - f",
    "list goes on": "- a\n- b\n    - c\n\n- d\n  { .x }\n- e\n\nĐoạn.\n\n- f\n\n\n\n- g",
    "placed": "# A\n\n⟦vb:ladder⟧\n\n- b\n\n⟦vb:empty⟧",
    "several lines": "a\nb *c\nd* e\n(f)",
}
UNREAD = {
    "raw tag": "a <b>c</b>",
    "code": "a `b`",
    "footnote": "a[^1]\n\n[^1]: b",
    "reference": "[a]: b.md\n\n[a][a] [a]",
    "hidden reference": "[a\\]: b](25-nq-tw-2013.md)",
    "image": "![a](b.png)",
    "rule": "a\n\n***\n\n* * *",
    "quote": "> a",
    "ordered": "1. a\n2. b",
    "starred list": "* a\n* b",
    "underlined heading": "a\n---\n\nb\n===",
    "heading inside": "a\n# b",
    "lone star": "a * b, 3*4*",
    "unpaired": "*a **b* c**",
    "underscore": "_a_ b_c",
    "brace": "a {b}",
    "attribute of a word": "a { .b }",
    "value": "# a { data-toc-label=b }",
    "broken line": "a  \nb",
    "tab": "a\tb",
    "code block": "    a",
    "fence": "~~~\na\n~~~",
    "two terms": "a\nb\n:   c",
    "uneven row": "| a | b |\n| --- | --- |\n| c |",
    "deep at once": "- a\n        - b",
    "unknown block": "⟦vb:khac⟧",
    "note box": "!!! note\n    a",
    "wrong link": "[a](khong-co.md)",
    "outside link": "[a](https://vi.du/)",
    "absolute link": "[a](/van-ban/25-nq-tw-2013.md)",
}


PLACES = ("index.md", "van-ban/a.md", "van-ban/b-2.md", "van-ban/index.md", "danh-muc/nq.md", "an/x.md", "a/README.md")
LINKED = (
    *("a.md", "b-2.md", "index.md", "khong-co.md", "van-ban/a.md", "../van-ban/a.md", "../../van-ban/b-2.md"),
    *("../danh-muc/nq.md", "./a.md", "loai/../loai/nq.md", "../../../van-ban/a.md", "../index.md", "..md", ".md"),
    *("../an/x.md", "an/x.md", "../a/README.md", "a//README.md", "../van-ban/../van-ban/a.md", "van-ban/.a.md"),
)


@pytest.mark.parametrize("folders", [False, True])
@pytest.mark.parametrize("source", PLACES)
def test_a_plain_address_leads_where_the_engine_says(tmp_path: Path, source: str, *, folders: bool) -> None:
    config = load_config(str(configure(draw(tmp_path, PROJECT))), use_directory_urls=folders)
    files = Files([File(name, str(tmp_path), config.site_dir, folders) for name in PLACES])
    files.src_uris["an/x.md"].inclusion = InclusionLevel.EXCLUDED
    place = swift_reader.Addresses(files.src_uris[source], files, config, swift_reader.Family(()))
    answers = {href: (place._ask(href), place._ask_engine(href)) for href in LINKED}
    for href, (ours, engine) in answers.items():
        assert ours == engine, href
    assert any(ours.url for ours, _ in answers.values()) is (source != "an/x.md")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    root = tmp_path_factory.mktemp("quick")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        yield Bench(configure(draw(root, enlarged(12))), root / "site")


@pytest.mark.parametrize("name", READ)
def test_what_the_makers_write_is_read_as_the_converter_does(bench: Bench, name: str) -> None:
    quick, full = bench.text(READ[name], CONTEXT)
    assert quick == full


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_not_in_the_grammar_is_left_to_the_converter(bench: Bench, name: str) -> None:
    quick, _ = bench.text(f"# A\n\n{UNREAD[name]}\n", CONTEXT)
    assert quick is None


def test_a_section_of_a_report_is_left_to_the_converter(bench: Bench) -> None:
    quick, _ = bench.text("# A", PageContext(ADDRESS, "p1"))
    assert quick is None


def test_mentions_in_a_full_text_become_links(bench: Bench) -> None:
    quick, full = bench.page("van-ban/01-ct-tw-2012.md")
    assert quick == full
    assert quick is not None
    assert 'href="25-nq-tw-2013.html"' in str(quick[0]).partition("Nội dung</h2>")[2]


LETTERS = "aăđỆ 1"
MARKS = "“”\"'[]*_|&<>\\{}()#!-+:;`~.,=/\u00a0\u2026"
SNIPPETS = (
    "&amp;",
    "![",
    "](",
    "**",
    "[^1]",
    "{ .a }",
    "{: #b }",
    "1. ",
    "- ",
    "<b>",
    "\\[",
    "  ",
    " | ",
    "⟦vb:ladder⟧",
)
words = st.text(LETTERS, min_size=1, max_size=6)
wild = st.lists(st.one_of(words, st.sampled_from(MARKS), st.sampled_from(SNIPPETS)), min_size=1, max_size=8).map(
    "".join
)
escaped = wild.map(escape).filter(bool)
raw = st.one_of(words, escaped, wild)
HREFS = (
    "25-nq-tw-ix.md",
    "./25-nq-tw-ix.md",
    "../van-ban/25-nq-tw-ix.md#a:b",
    "11-ct-tu-2019.md#x",
    "11-ct-tu-2019.md#",
    "11-ct-tu-2019.html",
    "../du-lieu/van-ban.json",
    "../bao-cao/thu/p1.md#p1-d1",
    "#duoc-dan-trong",
    "#",
    "",
    "../danh-muc/so.md",
    "%25.md",
    "khong-co.md",
    "../index.md#a",
)
TITLES = ("", "", "", ' "Tới Điều 1"', ' " a* b "', ' "a & b"', " 'c'")
LISTS = ("", "{ .vb-x }", "{ .a .b }", "{: #c }", "{ #d_e .f }")


def texts(word: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    link = st.builds(
        lambda text, href, title, end: f"[{text}]({href}{title}){end}",
        word,
        st.sampled_from(HREFS),
        st.sampled_from(TITLES),
        st.sampled_from(LISTS),
    )
    soft = st.builds(lambda text, end: f"*({text})*{end}", word, st.sampled_from(LISTS))
    loud = word.map(lambda text: f"**{text}**")
    piece = st.one_of(word, word, link, soft, loud)
    return st.lists(piece, min_size=1, max_size=4).map(" ".join)


def blocks(word: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    text = texts(word)
    end = st.sampled_from(("", "", "\n{ .vb-title }", "\n  {: #g }", "\n{ #h .i }"))
    row = st.tuples(text, text).map(lambda cells: f"| {cells[0]} | {cells[1]} |")
    return st.one_of(
        st.builds(
            lambda level, text, end: f"{'#' * level} {text}{end}",
            st.integers(1, 6),
            text,
            st.sampled_from(("", " { #k }", " {#l}")),
        ),
        st.builds(lambda text, end: f"{text}{end}", text, end),
        st.builds(lambda name, text: f"{name}\n:   {text}", word, text),
        st.lists(
            st.builds(lambda depth, text, end: f"{'    ' * depth}- {text}{end}", st.integers(0, 2), text, end),
            min_size=1,
            max_size=5,
        ).map("\n".join),
        st.lists(row, max_size=3).map(lambda rows: "\n".join(["| A | B |", "| --- | ---: |", *rows])),
        st.just("⟦vb:ladder⟧"),
    )


def written(word: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(blocks(word), min_size=1, max_size=6).map("\n\n".join)


@settings(max_examples=400)
@given(markdown=st.one_of(written(escaped), written(raw), wild))
def test_any_page_is_read_exactly_or_not_at_all(bench: Bench, markdown: str) -> None:
    assume("<!" not in markdown)  # at which the engine's own reader of HTML stops
    quick, full = bench.text(markdown, CONTEXT)
    assert quick is None or quick == full


plain = st.text("aăđỆ1“”,; ", min_size=1, max_size=12).map(lambda text: f"a{text}a").map(escape)


@settings(max_examples=100)
@given(
    st.lists(st.one_of(plain, plain.map(lambda text: f"- {text}"), plain.map(lambda text: f"## {text}")), min_size=1)
)
def test_pages_of_plain_words_are_read(bench: Bench, parts: list[str]) -> None:
    quick, full = bench.text("\n\n".join(parts), CONTEXT)
    assert quick == full


AROUND = "# A\n\n[a](../../van-ban/25-nq-tw-2013.md#x) [b](../../a/c/mot.md) [c](mot.md) [d](../../index.md) [e](#f)\n"
FOLDERS = {f"docs/{folder}/mot.md": AROUND for folder in ("a/b", "a/c", "a/d", "e/c", "a/b/c")}


def test_each_folder_has_its_own_answers(tmp_path: Path) -> None:
    """Folders side by side share what leads out of their top folder; nothing else is the same from each."""
    below = AROUND.replace("../../", "../../../")
    more = {"docs/a/b/c/mot.md": below, "docs/a/c/hai.md": "[a](hai.md)", "docs/a/d/hai.md": "[a](../c/hai.md)"}
    lost = {"docs/a/b/ba.md": "[a](hai.md)", "docs/e/c/ba.md": "[a](../d/hai.md)"}
    bench = Bench(configure(draw(tmp_path, {**PROJECT, **FOLDERS, **more, **lost})), tmp_path / "site")
    for name in (*FOLDERS, *more):
        quick, full = bench.page(name.removeprefix("docs/"))
        assert quick == full, name
    for name in lost:
        assert bench.page(name.removeprefix("docs/"))[0] is None


def made_pages(bench: Bench) -> list[str]:
    return [address for address in bench.pages if address.startswith(("van-ban/", "danh-muc/"))]


def differing(bench: Bench) -> Iterator[str]:
    """Yield the made pages that are read otherwise than they are converted; afterwards none may be left unread."""
    unread = 0
    for address in made_pages(bench):
        quick, full = bench.page(address)
        unread += quick is None
        if quick is not None and quick != full:
            yield address
    assert unread <= len(made_pages(bench)) * 0.05


def test_every_made_page_of_the_real_site_is_the_same_both_ways(tmp_path: Path) -> None:
    assert not list(differing(Bench(ROOT / "mkdocs.yml", tmp_path / "site")))


def test_every_made_page_of_a_corpus_is_the_same_both_ways(tmp_path: Path) -> None:
    corpus.draw_corpus(corpus.make_corpus(120, WORDS, 7), tmp_path)
    bench = Bench(configure(tmp_path / "ours"), tmp_path / "site")
    assert len(made_pages(bench)) > 60
    assert not list(differing(bench))


class _Louder(Treeprocessor):
    """Marks every paragraph, which the quick reader knows nothing of."""

    def run(self, root: Element) -> None:
        for element in root.iter("p"):
            element.set("lang", "vi")


def test_a_converter_that_gives_something_else_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    extend = LibraryLinks.extendMarkdown

    def louder(self: LibraryLinks, md: Markdown) -> None:
        extend(self, md)
        md.treeprocessors.register(_Louder(md), "louder", 2)

    monkeypatch.setattr(LibraryLinks, "extendMarkdown", louder)
    config = configure(draw(tmp_path, enlarged(70)))
    plain = build_project(config, tmp_path / "plain", "all")
    with caplog.at_level("INFO", logger="mkdocs"):
        assert build_project(config, tmp_path / "site", "cache,workers") == plain
        assert build_project(config, tmp_path / "again", "cache") == plain
    assert sum("converting every page" in record.getMessage() for record in caplog.records) == 2


def test_the_check_comes_again_and_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    checked: list[str] = []

    def check(_: swift_reader.Reader, page: Page, __: object) -> None:
        checked.append(page.file.src_uri)

    monkeypatch.setattr(swift_reader.Reader, "_check", check)
    build_project(configure(draw(tmp_path, enlarged(60))), tmp_path / "site", "cache,workers")
    assert sum(address.startswith("van-ban/") for address in checked) == 2
    assert any(address.startswith("danh-muc/") for address in checked)
