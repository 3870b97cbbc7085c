"""What a build recalls of the one before it: that much is not read or converted again, and never when it changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from swift import making, shells
from swift_builds import EDITS, SHOWN, build_project, digests, enlarged
from trees import PROJECT, configure, draw
from vanban import exports
from vanban.links import LibraryLinks
from vanban.quick import QuickReader
from vanban.quick.page import QuickPage
from vanban.quick.remembered import PageMemory, PageTextReader
from vanban.quick.texts import Marks, Memory, Place, Text
from vanban.reading import chapters
from vanban.reports import Section

pytestmark = pytest.mark.usefixtures("same_day")


def test_a_section_that_did_not_change_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = configure(draw(tmp_path, PROJECT))
    build_project(config, tmp_path / "site")
    read: list[str] = []
    recall_source = making._recall_source

    def note(page: Page, *rest: Any) -> None:  # noqa: ANN401 (what it is given goes on)
        read.append(page.file.src_uri)
        recall_source(page, *rest)

    monkeypatch.setattr(making, "_recall_source", note)
    draw(tmp_path, {"docs/bao-cao/thu/p1.md": EDITS["docs/bao-cao/thu/p1.md"][0]})
    build_project(config, tmp_path / "site")
    assert "bao-cao/thu/p1.md" in read
    assert "bao-cao/thu/p1-i.md" not in read


def test_the_frame_of_pages_is_recalled_and_made_anew_for_another_navigation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configure(draw(tmp_path, PROJECT))
    build_project(config, tmp_path / "site")
    made: list[str] = []
    stand_in = shells._stand_in

    def note(page: Page, config: MkDocsConfig) -> Page:
        made.append(page.file.src_uri)
        return stand_in(page, config)

    monkeypatch.setattr(shells, "_stand_in", note)
    document = PROJECT["directives/11-ct-tu-2019.md"]
    draw(tmp_path, {"directives/11-ct-tu-2019.md": document.replace("\n---", "\nnote: Bản sao.\n---", 1)})
    build_project(config, tmp_path / "site", "workers")
    assert made == []
    draw(tmp_path, {"docs/index.md": SHOWN})
    build_project(config, tmp_path / "site", "workers")
    assert made


def test_an_export_that_is_as_it_was_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []
    config = configure(draw(tmp_path, PROJECT))
    site = tmp_path / "site"

    def noted(parts: Iterable[bytes]) -> bytes:
        made.append(listed(parts))
        return made[-1]

    listed = exports._listed
    monkeypatch.setattr(exports, "_listed", noted)
    build_project(config, site, "workers")
    assert len(made) == len(list((site / "data").glob("*.json"))) - 1
    made.clear()
    draw(tmp_path, {"docs/index.md": SHOWN})
    build_project(config, site, "workers")
    assert made == []
    draw(tmp_path, {"directives/11-ct-tu-2019.md": EDITS["directives/11-ct-tu-2019.md"][0]})
    build_project(config, site, "workers")
    assert {*made} == {(site / "data" / name).read_bytes() for name in ("directives.json", "citations.json")}
    made.clear()
    (site / "data" / "sections.json").write_bytes(b"[]")
    kept = build_project(config, site, "workers")
    assert made == [(site / "data" / "sections.json").read_bytes()]
    assert kept == build_project(config, tmp_path / "cold", "all")


def test_the_rows_of_a_long_page_that_stay_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = configure(draw(tmp_path, PROJECT))
    memories: list[PageMemory] = []

    class Noted(PageMemory):
        def __init__(self, known: Mapping[bytes, Text]) -> None:
            super().__init__(known)
            memories.append(self)

    monkeypatch.setattr("vanban.quick.page.PageMemory", Noted)
    build_project(config, tmp_path / "site")
    (first,) = memories
    rows = {key for key, text in first.texts().items() if text.hrefs}
    edited = {key for key in rows if "25-nq-tw-ix.md" in key}
    assert edited < rows
    draw(tmp_path, {"directives/25-nq-tw-ix.md": EDITS["directives/25-nq-tw-ix.md"][0]})
    kept = build_project(config, tmp_path / "site")
    (_, second) = memories
    again = rows & second.texts().keys()
    assert again
    assert again < edited
    assert kept == build_project(config, tmp_path / "cold", "all")


def test_the_rows_of_a_register_that_stay_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = enlarged(60)
    config = configure(draw(tmp_path, files))
    read: dict[str, set[str]] = {}

    class Noted(PageTextReader):
        def __init__(self, place: Place, marks: Marks, common: Memory, own: Memory) -> None:
            super().__init__(place, marks, common, own)
            self.rows = read.setdefault(links[-1].page.address, set())

        def _keep(self, key: str, text: Text, longest: int = 0) -> Text:
            self.rows.add(key)
            return super()._keep(key, text, longest)

    links: list[LibraryLinks] = []
    select = QuickReader.read

    def noted(self: QuickReader, markdown: str, place: Place) -> QuickPage | None:
        links.append(self._links)
        return select(self, markdown, place)

    monkeypatch.setattr("vanban.quick.page.PageTextReader", Noted)
    monkeypatch.setattr(QuickReader, "read", noted)
    build_project(config, tmp_path / "site", "workers")
    assert sum(key.startswith("\f") for rows in read.values() for key in rows) >= 60
    read.clear()
    draw(tmp_path, {"directives/01-ct-tw-2012.md": files["directives/01-ct-tw-2012.md"].replace("việc", "công việc")})
    (tmp_path / "directives/60-ct-tw-2012.md").unlink()
    draw(tmp_path, {"directives/61-ct-tw-2012.md": files["directives/60-ct-tw-2012.md"].replace("60", "61")})
    kept = build_project(config, tmp_path / "site", "workers")
    assert "danh-muc/so.md" in read
    assert 0 < sum(key.startswith("\f") for rows in read.values() for key in rows) < 30
    assert kept == build_project(config, tmp_path / "cold", "all")


def test_where_pages_are_published_otherwise_no_text_is_remembered(tmp_path: Path) -> None:
    config = configure(draw(tmp_path, PROJECT))
    sites: list[dict[str, str]] = []
    for name, cache in (("site", True), ("site", True), ("cold", False)):
        if not cache:
            shutil.rmtree(tmp_path / ".cache")
        build(load_config(str(config), site_dir=str(tmp_path / name), strict=False, use_directory_urls=bool(sites)))
        sites.append(digests(tmp_path / name))
    assert sites[0].keys() != sites[1].keys()
    assert sites[1] == sites[2]


def test_the_text_of_a_report_is_not_converted_again_for_the_card_of_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configure(draw(tmp_path, PROJECT))
    converted: list[str] = []
    convert = chapters._convert

    def noted(converter: Markdown, links: LibraryLinks, section: Section, source: str) -> str:
        converted.append(section.id)
        return convert(converter, links, section, source)

    monkeypatch.setattr(chapters, "_convert", noted)
    before = build_project(config, tmp_path / "site", "workers")
    assert converted
    converted.clear()
    draw(tmp_path, {"directives/25-nq-tw-ix.md": EDITS["directives/25-nq-tw-ix.md"][0]})
    kept = build_project(config, tmp_path / "site", "workers")
    assert converted == []
    whole = "bao-cao/thu/toan-van.html"
    assert 'data-title="về công tác tôn giáo"' in (tmp_path / "site" / whole).read_text("utf-8")
    assert kept[whole] != before[whole]
    assert kept == build_project(config, tmp_path / "cold", "all")
