"""The tricks change no byte: with and without them, in one process and two, from nothing and from a cache."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from swift import build as swift_build
from swift import obstacles, rounds
from swift.anchors import check_anchors
from swift.converter import TRIGGERS
from swift.files import MadePage
from swift.making import Made, Maker
from swift.rounds import dealt
from swift.state import Build
from swift.switches import VARIABLE, Trick, UnknownTrickError, wanted_tricks
from swift.workers import runs, spread
from swift_builds import build_project, digests, enlarged
from trees import PROJECT, ROOT, configure, draw
from vanban.dialect import new_converter
from vanban.pages import GeneratedPage

TRICKS = [trick.value for trick in Trick]


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


@pytest.fixture(scope="module")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1577836800")
        yield build_project(ROOT / "mkdocs.yml", tmp_path_factory.mktemp("plain") / "site", "all")


@pytest.mark.parametrize("without", ["cache", "cache,workers"])
def test_tricks_change_no_byte_of_the_real_site(real_site: dict[str, str], tmp_path: Path, without: str) -> None:
    assert build_project(ROOT / "mkdocs.yml", tmp_path / "site", without) == real_site


def test_tricks_change_no_byte_of_many_pages(tmp_path: Path) -> None:
    config = configure(draw(tmp_path, enlarged(70)))
    plain = build_project(config, tmp_path / "plain", "all")
    assert build_project(config, tmp_path / "site") == plain
    assert build_project(config, tmp_path / "site") == plain


def test_what_is_written_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the pages are made the build holds neither their texts nor the files of the index; both grow with a site."""
    held: list[Build] = []

    def noted(build: Build, files: Files, config: MkDocsConfig) -> bool:
        held.append(build)
        return check_anchors(build, files, config)

    monkeypatch.setattr(swift_build, "check_anchors", noted)
    build_project(configure(draw(tmp_path, enlarged(70))), tmp_path / "site", "workers")
    (last,) = held
    assert len(last.pages) > 70
    for page in last.pages:
        assert (page.content, page.links_to_anchors, list(page.toc)) == (None, None, []), page.file.src_uri
        assert page.markdown is None or "title" not in vars(page), page.file.src_uri
        if isinstance(page.file, MadePage) and not isinstance(page.file.origin, GeneratedPage):
            assert "page" not in vars(page.file.origin), page.file.src_uri
    assert len(last.index) > 5
    assert {tuple(map(type, written)) for written in last.index.values()} == {(str, tuple)}


def test_the_first_piece_of_work_is_the_first_child_s() -> None:
    done = spread(6, lambda piece: (piece, os.getpid()), 3)
    assert [piece for piece, _ in done] == list(range(6))
    assert done[0][1] != os.getpid()


@pytest.mark.parametrize("processes", [1, 2])
def test_each_result_is_taken_once_wherever_it_was_worked_out(processes: int) -> None:
    taken: list[int] = []

    def take(result: int) -> int:
        taken.append(result)
        return -result

    assert spread(6, lambda piece: piece * 10, processes, take=take) == [-10 * piece for piece in range(6)]
    assert sorted(taken) == [10 * piece for piece in range(6)]


@pytest.mark.parametrize(("pieces", "count"), [(0, 3), (2, 3), (7, 3), (9, 1)])
def test_pieces_are_divided_into_runs(pieces: int, count: int) -> None:
    found = [list(run) for run in runs(range(pieces), count)]
    assert [piece for run in found for piece in run] == list(range(pieces))
    assert len(found) == count
    assert max(map(len, found)) - min(map(len, found)) <= 1


@pytest.mark.parametrize(("pages", "hands"), [(0, 2), (7, 3), (8, 3), (13, 2), (5, 1)])
def test_the_largest_of_a_few_pages_come_first_in_each_run(pages: int, hands: int) -> None:
    order = dealt(range(pages), hands)
    found = [list(run) for run in runs(order, hands)]
    assert found == [sorted(run) for run in found]
    assert {run[0] for run in found if run} == set(range(min(pages, hands)))
    assert sorted(order) == list(range(pages))


def test_the_largest_page_of_an_edit_is_made_before_the_processes_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So what the making of any page loads is loaded once."""
    made: list[str] = []
    before: list[list[str]] = []
    make = Maker.make

    def noted(maker: Maker, page: Page) -> Made:
        made.append(page.file.dest_uri)
        return make(maker, page)

    def parted(*given: Any) -> list[Any]:  # noqa: ANN401 (as `spread` is called)
        before.append(made.copy())
        return spread(*given)

    config = configure(draw(tmp_path, enlarged(70)))
    build_project(config, tmp_path / "site")
    path = tmp_path / "directives/11-ct-tu-2019.md"
    path.write_text(path.read_text("utf-8").replace("date:", "title: về thi đua\ndate:"), "utf-8")
    sizes = {file: (tmp_path / "site" / file).stat().st_size for file in digests(tmp_path / "site")}
    monkeypatch.setattr(Maker, "make", noted)
    monkeypatch.setattr(rounds, "spread", parted)
    monkeypatch.setattr(rounds, "worker_count", lambda: 2)
    build_project(config, tmp_path / "site")
    assert [len(each) for each in before] == [1]
    assert len(made) > 1
    slow = "danh-muc/ra-soat.html"
    assert sizes[before[0][0]] == max(sizes[page] for page in made if page != slow)


def test_a_process_does_its_own_run_and_then_what_is_left_of_others(tmp_path: Path) -> None:
    """This process is held at its first piece until the other has done its own run and the rest of this one's."""
    here, order = os.getpid(), tmp_path / "order"

    def work(piece: int) -> int:
        end = time.monotonic() + 30
        while os.getpid() == here and not (tmp_path / "2").exists() and time.monotonic() < end:
            time.sleep(0.001)
        if os.getpid() != here:
            with order.open("a") as file:
                file.write(f"{piece} ")
            (tmp_path / str(piece)).touch()
        return os.getpid()

    done = spread(5, work, 2)
    assert order.read_text().split() == ["0", "3", "4", "2"]
    assert done.index(here) == 1
    assert done.count(here) == 1


def test_a_template_that_reads_more_than_it_prints_is_found_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    template = "{% extends 'base.html' %}\n{% block footer %}<p>{{ page.title | length }}</p>{% endblock %}\n"
    root = draw(tmp_path, {**PROJECT, "theme/main.html": template})
    config = configure(root)
    config.write_text(
        config.read_text("utf-8").replace("name: material,", "name: material, custom_dir: theme,"), "utf-8"
    )
    plain = build_project(config, root / "plain", "all")
    with caplog.at_level("INFO", logger="mkdocs"):
        assert build_project(config, root / "site") == plain
    assert any("shell" in record.getMessage() for record in caplog.records)


def test_a_strange_engine_or_plugin_takes_the_plain_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    config = configure(draw(tmp_path, PROJECT))
    plain = build_project(config, tmp_path / "plain", "all")
    monkeypatch.setattr(obstacles, "_ENGINE", "1.7.")
    with caplog.at_level("INFO", logger="mkdocs"):
        assert build_project(config, tmp_path / "site") == plain
    assert any("is not 1.7." in record.getMessage() for record in caplog.records)


RULES = new_converter().inlinePatterns


def test_every_inline_rule_has_its_triggers() -> None:
    assert len([name for name in TRIGGERS if name in RULES]) == len(RULES)


@pytest.mark.parametrize("name", [name for name in TRIGGERS if name in RULES])
@given(text=st.text("ab \n`\\[]!^<>&;*_()./:@1"))
@example(text="_a_ *b* `c` \\d [e](f)")
def test_a_rule_matches_nothing_without_its_triggers(name: str, text: str) -> None:
    for trigger in TRIGGERS[name]:
        text = text.replace(trigger, "")
    if not any(trigger in text for trigger in TRIGGERS[name]):
        assert RULES[name].getCompiledRegExp().search(text) is None


def test_every_mark_of_the_dialect_is_read_the_same(tmp_path: Path) -> None:
    """One page a mark, so that no other mark on the page keeps its rule."""
    marks = [
        "_a_",
        "__a__",
        "*a*",
        "**a**",
        "`a`",
        "a  \nb",
        "\\*a",
        "a &amp; b",
        "<https://a.b/c>",
        "[a](index.md)",
        "a[^1]\n\n[^1]: b",
    ]
    pages = {f"docs/thu-{place}.md": f"# Trang {place}\n\nx {mark}\n" for place, mark in enumerate(marks)}
    config = configure(draw(tmp_path, {**PROJECT, **pages}))
    assert build_project(config, tmp_path / "site", "cache,workers") == build_project(config, tmp_path / "plain", "all")


def test_marks_that_stop_a_reader_of_html_are_text(tmp_path: Path) -> None:
    page = "# Thư viện\n\nChữ nhận dạng sai: a <![ x và b <!-- y.\n"
    config = configure(draw(tmp_path, {**PROJECT, "docs/index.md": page, "docs/khac.md": page}))
    build_project(config, tmp_path / "site")
    assert "a &lt;![ x và b &lt;!-- y." in (tmp_path / "site/index.html").read_text("utf-8")


def test_the_switch_knows_its_names() -> None:
    assert wanted_tricks({}) == set(Trick)
    assert wanted_tricks({VARIABLE: "all"}) == set()
    assert wanted_tricks({VARIABLE: "shell, cache"}) == set(Trick) - {Trick.SHELL, Trick.CACHE}
    with pytest.raises(UnknownTrickError, match="sell"):
        wanted_tricks({VARIABLE: "sell"})


def test_no_template_reads_of_the_library_what_the_cache_does_not_know() -> None:
    """The titles of reports are in the navigation, which is an input of every page; nothing else may be read."""
    for template in (ROOT / "overrides").rglob("*.html"):
        for use in re.findall(r"vanban\b[\w.]*", template.read_text("utf-8")):
            assert "." not in use or use == "vanban.library.reports", (template, use)
