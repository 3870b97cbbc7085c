"""Serving: the page of an edited file is shown at once and right, and everything is built after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from swift import Swift, preview
from swift.preview import Preview
from trees import PROJECT, configure, draw


class Desk:
    """A small project under an engine's server that is not started; the test edits, and says when changes are seen.

    Attributes:
        builds: How many times everything was built.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.site, self.builds, self.watched = draw(root, PROJECT), root / "served", 0, list[str]()
        self.file = configure(root)
        self.builder = self.build_all
        config = self._config()
        (entry,) = config.hooks.values()  # type: ignore[attr-defined]  # it is a dictionary by names
        self.swift: Swift = entry._SWIFT
        config.plugins.on_startup(command="serve", dirty=False)
        self.build_all(config)
        config.plugins.on_serve(self, config=config, builder=self.builder)  # type: ignore[arg-type]  # stands for the server

    def watch(self, path: str) -> None:
        self.watched.append(path)

    def build_all(self, config: MkDocsConfig | None = None) -> None:
        self.builds += 1
        build(config or self._config(), serve_url="http://127.0.0.1/")

    def edit(self, path: str, before: str, after: str) -> None:
        text = (self.root / path).read_text("utf-8")
        assert before in text
        (self.root / path).write_text(text.replace(before, after), "utf-8")

    def page(self, address: str) -> str:
        return (self.site / address).read_text("utf-8")

    def _config(self) -> MkDocsConfig:
        return load_config(str(self.file), site_dir=str(self.site), strict=False)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setattr(preview, "LONG", 0.0)
    desk = Desk(tmp_path)
    yield desk
    desk.swift._serving = False  # the engine keeps the entry file: tests that follow would be served too


EDITS = [
    ("docs/bao-cao/thu/p1.md", "Năm nay.", "Theo Chỉ thị số 11-CT/TU, ngày 01-8-2019.", "bao-cao/thu/p1.html"),
    ("docs/bao-cao/thu/p1-i.md", ", ngày 03-6-2013", "", "bao-cao/thu/p1-i.html"),
    ("directives/11-ct-tu-2019.md", "type: Chỉ thị", "type: Chỉ thị\ntitle: về thi đua", "van-ban/11-ct-tu-2019.html"),
    ("docs/index.md", "# Thư viện", "# Thư viện\n\n[x](van-ban/11-ct-tu-2019.md)", "index.html"),
]


@pytest.mark.parametrize(("path", "before", "after", "address"), EDITS)
def test_the_page_shown_at_once_is_the_page_of_the_whole_build(
    desk: Desk, path: str, before: str, after: str, address: str
) -> None:
    old = desk.page(address)
    desk.edit(path, before, after)
    desk.builder()
    shown = desk.page(address)
    assert desk.builds == 1
    assert shown != old
    desk.builder()
    assert desk.builds == 2
    assert desk.page(address) == shown


def test_what_follows_is_the_site_made_from_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.edit(*EDITS[0][:3])
    desk.builder()
    desk.builder()
    assert "p1.html" in desk.page("van-ban/11-ct-tu-2019.html")
    cold = Desk(tmp_path / "cold")
    cold.edit(*EDITS[0][:3])
    cold.build_all()
    for page in sorted(cold.site.rglob("*.html")):
        assert desk.page(page.relative_to(cold.site).as_posix()) == page.read_text("utf-8"), page.name


def test_the_server_is_asked_to_build_again(desk: Desk) -> None:
    (again,) = map(Path, desk.watched)
    before = again.read_text("utf-8")
    desk.edit(*EDITS[0][:3])
    desk.builder()
    assert again.read_text("utf-8") != before


@pytest.mark.parametrize("change", ["two files", "new file", "file gone", "other file", "broken file"])
def test_everything_is_built_when_more_than_one_page_changed(desk: Desk, change: str) -> None:
    if change == "two files":
        desk.edit(*EDITS[0][:3])
        desk.edit(*EDITS[1][:3])
    elif change == "new file":
        draw(desk.root, {"directives/12-ct-tu-2019.md": "---\ncode: 12-CT/TU\ntype: Chỉ thị\n---\n"})
    elif change == "file gone":
        (desk.root / "directives/25-nq-tw-ix.md").unlink()
    elif change == "other file":
        draw(desk.root, {"docs/ghi-chu.txt": "một"})
    else:
        (desk.root / "docs/bao-cao/thu/p1.md").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(Abort) if change == "broken file" else nullcontext():
        desk.builder()
    assert desk.builds == 2


def test_a_short_build_needs_no_preview(tmp_path: Path) -> None:
    built: list[int] = []
    shown: list[Path] = []
    page = draw(tmp_path, {"docs/a.md": "a"}) / "docs/a.md"

    def show(path: Path) -> bool:
        shown.append(path)
        return True

    station = Preview(partial(built.append, 1), [tmp_path / "docs"], tmp_path / "again", show)
    station.build()
    page.write_text("ab", "utf-8")
    station.build()
    assert (len(built), shown) == (2, [])
