from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from trees import PROJECT, draw
from vanban import linking
from vanban.citations import Citation
from vanban.dialect import new_converter
from vanban.library import Library, Link
from vanban.linking import link_page
from vanban.links import Cards, LibraryLinks, PageContext, relative, splice_links
from vanban.loading import load_library
from vanban.memory import Memory, digest
from vanban.mentions import scan_text
from vanban.reports import Page
from vanban.units import Unit, UnitKind


@pytest.fixture
def library(tmp_path: Path) -> Library:
    draw(tmp_path, PROJECT)
    return load_library(tmp_path / "docs", tmp_path / "directives")


def convert(library: Library, body: str, context: PageContext) -> str:
    extension = LibraryLinks(library)
    extension.page = context
    return new_converter(extension).convert(body)


def section_html(library: Library, tmp_path: Path) -> str:
    section = library.sections["thu", "p1-i"]
    body = (tmp_path / section.path).read_text("utf-8").split("---\n", 2)[2]
    context = PageContext("bao-cao/thu/p1-i.md", "p1-i", library.links_by_path[section.path])
    return convert(library, body, context)


def test_each_mention_becomes_a_link_to_its_own_document(library: Library, tmp_path: Path) -> None:
    html = section_html(library, tmp_path)
    assert re.findall(r'href="(\.\./[^"]*)"[^>]*>([^<]*)<', html) == [
        ("../../van-ban/25-nq-tw-2013.md", "Nghị quyết số 25-NQ/TW"),
        ("../../van-ban/25-nq-tw-ix.md", "Nghị quyết số 25-NQ/TW"),
        ("../../van-ban/11-ct-tu-2019.md", "Chỉ thị số 11-CT/TU"),
    ]


def test_paragraphs_and_notes_have_their_addresses_and_printed_numbers(library: Library, tmp_path: Path) -> None:
    html = section_html(library, tmp_path)
    assert re.findall(r'<li id="(p1-i-d\d)"', html) == ["p1-i-d1", "p1-i-d2"]
    assert '<sup id="fnref:12"><a aria-label="Chú thích 12" class="footnote-ref" href="#fn:12">12</a></sup>' in html
    assert '<li id="fn:12" value="12">' in html
    assert 'title="Về chỗ dẫn chú thích 12 trong văn bản"' in html


def test_a_link_carries_what_a_preview_shows(library: Library, tmp_path: Path) -> None:
    html = section_html(library, tmp_path)
    assert 'data-name="Nghị quyết 25-NQ/TW"' in html
    assert 'data-date="03-6-2013"' in html
    assert "data-title" not in html


@pytest.mark.parametrize(
    ("url", "address", "link"),
    [
        ("van-ban/a.html", "bao-cao/x/p1.md", "../../van-ban/a.md"),
        ("van-ban/a.html", "van-ban/b.md", "a.md"),
        ("bao-cao/x/p1.html#fn:3", "index.md", "bao-cao/x/p1.md#fn:3"),
    ],
)
def test_relative(url: str, address: str, link: str) -> None:
    assert relative(url, address) == link


@pytest.mark.parametrize(
    ("text", "spliced"),
    [
        ("xem Chỉ thị số 11-CT/TU.", "xem [Chỉ thị số 11-CT/TU](van-ban/11-ct-tu-2019.md)."),
        ("hay!Chỉ thị số 11-CT/TU", "hay\\![Chỉ thị số 11-CT/TU](van-ban/11-ct-tu-2019.md)"),
        ("[Chỉ thị số 11-CT/TU](a.md)", "[Chỉ thị số 11-CT/TU](a.md)"),
        ("`Chỉ thị số 11-CT/TU`", "`Chỉ thị số 11-CT/TU`"),
        ("[xem Chỉ thị số 11-CT/TU]", "[xem [Chỉ thị số 11-CT/TU](van-ban/11-ct-tu-2019.md)]"),
    ],
)
def test_splicing_leaves_an_editors_links_and_code_alone(library: Library, text: str, spliced: str) -> None:
    page = Page("docs/a.md", "a.html", "a", (Unit(UnitKind.PARAGRAPH, None, 1, None, text, 1),))
    links: list[Link] = list(link_page(page, library.registry, "kien-giang").links)
    assert len(links) == 1
    assert splice_links(text, links, "index.md") == spliced


def test_only_our_own_blocks_become_html(library: Library) -> None:
    context = PageContext("x.md", None, (), {"ladder": "<svg></svg>"})
    html = convert(library, "⟦vb:ladder⟧\n\n⟦vb:other⟧\n\ntext ⟦vb:ladder⟧", context)
    assert html.split("\n") == [
        '<div class="vb-ladder"><svg></svg></div>',
        "<p>⟦vb:other⟧</p>",
        "<p>text ⟦vb:ladder⟧</p>",
    ]


def test_a_named_link_has_its_card_entered_afterwards(library: Library) -> None:
    body = "Xem [a](../../van-ban/25-nq-tw-2013.md), [b](../../van-ban/khong-co.md) và [c](p1.md){ .rieng }.\n"
    context = PageContext("bao-cao/thu/p1-i.md", "p1-i")
    extension = LibraryLinks(library, named=True)
    extension.page = context
    named = new_converter(extension).convert(body)
    assert 'data-vb-document="25-nq-tw-2013"' in named
    assert "data-name" not in named
    assert Cards(library.registry).enter(named) == convert(library, body, context)


@pytest.mark.parametrize("title", ['về "A & B" <i>', "về &amp; &nbsp;", "về ⟦x⟧ 'y'"])
def test_a_card_is_written_as_the_converter_writes_it(tmp_path: Path, title: str) -> None:
    path = "directives/25-nq-tw-2013.md"
    draw(tmp_path, {**PROJECT, path: PROJECT[path].replace("\n---", f"\ntitle: {json.dumps(title)}\n---", 1)})
    library = load_library(tmp_path / "docs", tmp_path / "directives")
    extension = LibraryLinks(library, named=True)
    body, context = "[a](van-ban/25-nq-tw-2013.md)", PageContext("a.md")
    named = new_converter(extension).convert(body)
    assert "data-title" not in named
    assert Cards(library.registry).enter(named) == convert(library, body, context)


def test_after_an_edit_only_the_units_that_changed_are_scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(tmp_path, PROJECT)
    registry = load_library(tmp_path / "docs", tmp_path / "directives").registry
    scanned: list[str] = []

    def noted(text: str, names: Mapping[str, str] | None) -> Iterator[tuple[Citation, str]]:
        scanned.append(text)
        return scan_text(text, names)

    def page(*texts: str) -> Page:
        units = tuple(Unit(UnitKind.PARAGRAPH, None, line, None, text, line) for line, text in enumerate(texts, 1))
        return Page("docs/a.md", "a.html", "A", units, key=digest(*texts))

    monkeypatch.setattr(linking, "scan_text", noted)
    memory = Memory()
    first, second, third = "Theo Chỉ thị số 11-CT/TU.", "Không nhắc gì.", "Theo Nghị quyết số 25-NQ/TW khóa IX."
    before = link_page(page(first, second), registry, "kien-giang", memory)
    assert scanned == [first, second]
    after = link_page(page(second, third, first), registry, "kien-giang", memory)
    assert scanned == [first, second, third]
    assert [link.mention.index for link in after.links] == [1, 2]
    assert [link.mention.sentence for link in after.links] == [third, first]
    assert [link.document for link in after.links][1:] == [link.document for link in before.links]
