"""What the next build makes again, after an edit, of a harmed cache or of nothing at all: always as from nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.pages import Page

from swift import build as swift_build
from swift import making, shells
from swift.workers import worker_count
from swift_builds import build_project, digests, enlarged
from trees import PROJECT, ROOT, configure, draw
from vanban.links import LibraryLinks
from vanban.quick import QuickReader
from vanban.quick.page import QuickPage
from vanban.quick.remembered import PageMemory, PageTextReader
from vanban.quick.texts import Marks, Memory, Place, Text
from vanban.reading import chapters
from vanban.reports import Section


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


def test_a_link_to_an_anchor_that_is_gone_is_said_once_more(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A page that was kept is checked again when a page that it leads to has other anchors now."""
    files = {**PROJECT, "docs/them.md": "# Thêm\n\n[Chỗ](khac.md#cho) và [đây](#them-nua).\n\n## Thêm nữa\n"}
    config = configure(draw(tmp_path, {**files, "docs/khac.md": "# Khác\n\n## Chỗ\n"}))
    build_project(config, tmp_path / "site")
    assert "khac.md#cho" not in caplog.text
    (tmp_path / "docs/khac.md").write_text("# Khác\n\n## Nơi\n", "utf-8")
    build_project(config, tmp_path / "site")
    assert "contains a link 'khac.md#cho'" in caplog.text


SHOWN = "---\ntitle: Trang chủ\nstatus: new\nsubtitle: Bản mới\n---\n\n# Thư viện\n"


def test_what_other_pages_show_of_a_page_in_the_navigation_is_followed(tmp_path: Path) -> None:
    config = configure(draw(tmp_path, PROJECT))
    build_project(config, tmp_path / "site")
    draw(tmp_path, {"docs/index.md": SHOWN})
    kept = build_project(config, tmp_path / "site")
    assert "Bản mới" in (tmp_path / "site/van-ban/11-ct-tu-2019.html").read_text("utf-8")
    assert kept == build_project(config, tmp_path / "cold", "all")


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


def test_an_unchanged_project_writes_no_page_again(tmp_path: Path) -> None:
    config = configure(draw(tmp_path, PROJECT))
    build_project(config, tmp_path / "site")
    before = {page: page.stat().st_mtime_ns for page in (tmp_path / "site").rglob("*.html")}
    build_project(config, tmp_path / "site")
    again = {page.name for page, changed in before.items() if page.stat().st_mtime_ns != changed}
    assert again <= {"404.html"}


def times(site: Path) -> dict[str, int]:
    return {file.relative_to(site).as_posix(): file.stat().st_ctime_ns for file in site.rglob("*") if file.is_file()}


def test_a_build_with_nothing_to_do_touches_nothing(tmp_path: Path) -> None:
    config = configure(draw(tmp_path, PROJECT))
    whole = build_project(config, tmp_path / "site")
    before = times(tmp_path / "site")
    for _ in range(2):
        assert build_project(config, tmp_path / "site") == whole
        assert times(tmp_path / "site") == before
    assert not list(tmp_path.glob("site.*"))


@pytest.mark.parametrize("path", ["docs/index.md", "directives/11-ct-tu-2019.md", "docs/them.txt", "docs/thu.txt"])
def test_after_an_edit_there_is_nothing_to_do(tmp_path: Path, path: str) -> None:
    config = configure(draw(tmp_path, {**PROJECT, "docs/thu.txt": "Thư"}))
    build_project(config, tmp_path / "site")
    if path == "docs/thu.txt":
        (tmp_path / path).unlink()
    else:
        with (tmp_path / path).open("a", encoding="utf-8") as file:
            file.write("\nThêm một dòng\n")
    edited = build_project(config, tmp_path / "site")
    assert edited == build_project(config, tmp_path / "plain", "all")
    before = times(tmp_path / "site")
    assert build_project(config, tmp_path / "site") == edited
    assert times(tmp_path / "site") == before


def test_a_file_is_copied_again_when_it_or_its_copy_changed(tmp_path: Path) -> None:
    paths = ("giu", "sua", "mat", "dinh", "di")
    config = configure(draw(tmp_path, {**PROJECT, **{f"docs/{name}.txt": f"Tệp {name}" for name in paths}}))
    build_project(config, tmp_path / "site")
    before = times(tmp_path / "site")
    draw(tmp_path, {"docs/sua.txt": "Tệp sai"})
    (tmp_path / "docs/di.txt").unlink()
    (tmp_path / "site/mat.txt").unlink()
    (tmp_path / "site/dinh.txt").write_text("Tệp đính", "utf-8")
    again = build_project(config, tmp_path / "site")
    assert again == build_project(config, tmp_path / "plain", "all")
    after = times(tmp_path / "site")
    assert {f"{name}.txt" for name in paths} & after.keys() == {"giu.txt", "sua.txt", "mat.txt", "dinh.txt"}
    scripts = {path for path in before if path.startswith("assets/javascripts/")}
    assert {path for path in {"giu.txt", "sua.txt", *scripts} if before[path] != after[path]} == {"sua.txt"}


def test_a_build_with_nothing_to_do_does_not_load_the_library(tmp_path: Path) -> None:
    config = configure(draw(tmp_path, PROJECT))
    code = f"""if True:
        import sys
        from mkdocs.commands.build import build
        from mkdocs.config import load_config
        build(load_config({str(config)!r}))
        print("vanban.library" in sys.modules)
    """
    run = partial(subprocess.run, [sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [run().stdout.split()[-1] for _ in range(3)] == ["True", "False", "False"]


def test_a_build_with_nothing_to_do_warns_as_before(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    config = configure(draw(tmp_path, {**PROJECT, "docs/index.md": "# Thư viện\n\n[x](khong-co.md)\n"}))
    said = []
    for _ in range(3):
        caplog.clear()
        with pytest.raises(Abort), caplog.at_level("WARNING", logger="mkdocs"):
            build(load_config(str(config), site_dir=str(tmp_path / "site"), strict=True))
        said.append([record.getMessage() for record in caplog.records])
    assert said[0]
    assert said[1:] == said[:1] * 2


@pytest.mark.parametrize("path", ["docs/index.md", "directives/11-ct-tu-2019.md", "docs/them.txt", "mkdocs.yml"])
def test_a_change_anywhere_is_something_to_do(tmp_path: Path, path: str) -> None:
    config = configure(draw(tmp_path, PROJECT))
    build_project(config, tmp_path / "site")
    with (tmp_path / path).open("a", encoding="utf-8") as file:
        file.write("\n# Thêm một dòng\n")
    assert build_project(config, tmp_path / "site") == build_project(config, tmp_path / "plain", "all")


def test_a_quiet_run_stops_for_a_warning_and_shows_it(tmp_path: Path) -> None:
    """The command's -q raises the logger's level, so that a warning would never be made."""
    files = {**PROJECT, "docs/index.md": "# Thư viện\n\n[x](khong-co.md)\n"}
    config = configure(draw(tmp_path, files))
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "strict" in done.stdout
        assert "khong-co.md" in done.stderr
        assert "INFO" not in done.stderr


@pytest.mark.parametrize("broken", ["[x](khong-co.md)", "[x](bao-cao/thu/p1.md#khong-co)"])
def test_a_wrong_link_is_warned_of_each_time(tmp_path: Path, caplog: pytest.LogCaptureFixture, broken: str) -> None:
    config = configure(draw(tmp_path, {**PROJECT, "docs/index.md": f"# Thư viện\n\n{broken}\n"}))
    for _ in range(2):
        caplog.clear()
        with pytest.raises(Abort), caplog.at_level("WARNING", logger="mkdocs"):
            build(load_config(str(config), site_dir=str(tmp_path / "site"), strict=True))
        assert any("khong-co" in record.getMessage() for record in caplog.records)


def test_a_link_whose_target_went_is_warned_of(tmp_path: Path) -> None:
    link = "# Thư viện\n\n[x](van-ban/30-ct-tw-1998.md)\n"
    directive = "---\ncode: 30-CT/TW\ntype: Chỉ thị\ndate: 1998-02-18\n---\n"
    draw(tmp_path, {**PROJECT, "docs/index.md": link, "directives/30-ct-tw-1998.md": directive})
    config = configure(tmp_path)
    build_project(config, tmp_path / "site")
    (tmp_path / "directives/30-ct-tw-1998.md").unlink()
    with pytest.raises(Abort):
        build(load_config(str(config), site_dir=str(tmp_path / "site"), strict=True))


@pytest.mark.parametrize(
    "harm", ["manifest cut", "memory cut", "memory spoilt", "cache gone", "page gone", "page changed", "stray file"]
)
def test_a_harmed_cache_or_site_is_made_good(tmp_path: Path, harm: str) -> None:
    config = configure(draw(tmp_path, PROJECT))
    whole = build_project(config, tmp_path / "site")
    manifest, memory = next((tmp_path / ".cache/vanban").glob("*.manifest")), tmp_path / ".cache/vanban/library.memory"
    page = tmp_path / "site/van-ban/25-nq-tw-ix.html"
    if harm == "manifest cut":
        manifest.write_bytes(manifest.read_bytes()[:-40])
    elif harm == "memory cut":
        memory.write_bytes(memory.read_bytes()[:-4000])
    elif harm == "memory spoilt":
        memory.write_bytes(memory.read_bytes()[:2000] + bytes(300) + memory.read_bytes()[2300:])
    elif harm == "cache gone":
        shutil.rmtree(tmp_path / ".cache")
    elif harm == "page gone":
        page.unlink()
    elif harm == "page changed":
        page.write_text(page.read_text("utf-8").replace("25-NQ/TW", "26-NQ/TW"), "utf-8")
    else:
        (tmp_path / "site/van-ban/la.html").write_text("x", "utf-8")
    assert build_project(config, tmp_path / "site") == whole


def test_a_build_that_stops_leaves_no_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = configure(draw(tmp_path, PROJECT))
    whole = build_project(config, tmp_path / "site")
    with monkeypatch.context() as patch:
        patch.setattr(swift_build, "environment_digest", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            build_project(config, tmp_path / "site", "idle")
    assert not list((tmp_path / ".cache/vanban").glob("*.manifest"))
    assert build_project(config, tmp_path / "site") == whole


FAILING = """if True:
    import os, sys, time
    from mkdocs.__main__ import cli
    from swift import build, indexing
    task = indexing.Indexing.work
    def slow(self):
        yield from task(self)
        os.read(pipe, 1)
        time.sleep(0.3)
        open(sys.argv[2], "w").close()
    indexing.Indexing.work = slow
    pipe, end = os.pipe()
    def fail(*_):
        os.write(end, b"x")
        raise SystemExit(3)
    build.make_all = fail
    cli(["build", "-q", "-f", sys.argv[1]])
"""


@pytest.mark.skipif(worker_count() < 2, reason="one core: nothing is done aside")
def test_a_build_that_fails_ends_only_after_the_processes_that_write_its_site(tmp_path: Path) -> None:
    config = configure(draw(tmp_path, enlarged(100)))
    build_project(config, tmp_path / "site")
    draw(tmp_path, {"docs/bao-cao/thu/p1.md": EDITS["docs/bao-cao/thu/p1.md"][0]})
    run = [sys.executable, "-c", FAILING, str(config), str(tmp_path / "written")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    assert subprocess.run(run, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 3
    assert (tmp_path / "written").exists()


EDITS: Mapping[str, tuple[str, ...]] = {
    "docs/bao-cao/thu/p1.md": (
        PROJECT["docs/bao-cao/thu/p1.md"].replace("Năm nay.", "Theo Chỉ thị số 11-CT/TU, ngày 01-8-2019."),
        PROJECT["docs/bao-cao/thu/p1.md"].replace("Mở đầu", "Đặt vấn đề"),
        PROJECT["docs/bao-cao/thu/p1.md"].replace("\n---", "\nstatus: new\n---", 1),
        PROJECT["docs/bao-cao/thu/p1.md"].replace("Năm nay.", "Xem [mục sau](p1-i.md#p1-i-d2)."),
    ),
    "docs/bao-cao/thu/p1-i.md": (
        PROJECT["docs/bao-cao/thu/p1-i.md"].replace(", ngày 03-6-2013", ""),
        PROJECT["docs/bao-cao/thu/p1-i.md"].replace("- Thực hiện Nghị quyết số 25-NQ/TW của", "- Theo lời của"),
    ),
    "directives/25-nq-tw-ix.md": (
        PROJECT["directives/25-nq-tw-ix.md"].replace("term: IX", "term: IX\ntitle: về công tác tôn giáo"),
        PROJECT["directives/25-nq-tw-ix.md"].replace("25-NQ/TW", "26-NQ/TW"),
    ),
    "directives/11-ct-tu-2019.md": (
        f"{PROJECT['directives/11-ct-tu-2019.md']}\nThi hành Nghị quyết số 25-NQ/TW, ngày 03-6-2013.\n",
        "",
    ),
    "directives/30-ct-tw-1998.md": ("---\ncode: 30-CT/TW\ntype: Chỉ thị\ndate: 1998-02-18\n---\n",),
    "docs/bao-cao/thu/index.md": (
        PROJECT["docs/bao-cao/thu/index.md"].replace("title: Báo cáo thử", "title: Báo cáo năm"),
    ),
    "docs/index.md": (
        SHOWN,
        "# Thư viện\n\n[Văn bản](van-ban/11-ct-tu-2019.md) và [báo cáo](bao-cao/thu/p1.md).\n",
    ),
}


@settings(max_examples=3)
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 3)), min_size=1, max_size=3))
def test_a_site_made_from_the_cache_is_the_site_made_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int]]
) -> None:
    root = tmp_path_factory.mktemp("edited")
    config = configure(draw(root, PROJECT))
    build_project(config, root / "site")
    for name, choice in edits:
        versions = [PROJECT.get(name, ""), *EDITS[name]]
        text = versions[choice % len(versions)]
        (root / name).unlink(missing_ok=True) if not text else draw(root, {name: text})
        kept = build_project(config, root / "site")
        assert kept == build_project(config, root / "cold", "all")


@pytest.mark.parametrize("without", ["", "workers"])
def test_each_edit_of_many_pages_is_as_from_nothing(tmp_path: Path, without: str) -> None:
    """There the index, the exports and long pages are made by other processes."""
    pages = enlarged(100)
    config = configure(draw(tmp_path, pages))
    build_project(config, tmp_path / "site", without)
    for name, versions in EDITS.items():
        draw(tmp_path, {name: versions[0]})
        kept = build_project(config, tmp_path / "site", without)
        assert kept == build_project(config, tmp_path / "cold", "cache"), name
