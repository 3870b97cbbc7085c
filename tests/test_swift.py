"""The tricks change no byte: with and without them, in one process and two, from nothing and from a cache."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import Files

from swift import build as swift_build
from swift.anchors import check_anchors
from swift.converter import TRIGGERS
from swift.files import MadePage
from swift.making import Build
from swift.switches import VARIABLE, Trick, UnknownTrickError, wanted_tricks
from swift.workers import spread
from trees import PROJECT, ROOT, configure, draw
from vanban.dialect import new_converter
from vanban.pages import GeneratedPage

TRICKS = [trick.value for trick in Trick]


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


def digests(site: Path) -> dict[str, str]:
    files = (file for file in sorted(site.rglob("*")) if file.is_file())
    return {file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def build_project(config: Path, site: Path, without: str = "") -> dict[str, str]:
    os.environ[VARIABLE] = without
    try:
        build(load_config(str(config), site_dir=str(site), strict=False))
    finally:
        del os.environ[VARIABLE]
    return digests(site)


def enlarged(count: int) -> dict[str, str]:
    """Return the small project with more documents, enough for several pieces of work."""
    more = {
        f"directives/{number:02}-ct-tw-2012.md": (
            f"---\ncode: {number:02}-CT/TW\ntype: Chỉ thị\ndate: 2012-05-{number % 28 + 1:02}\n"
            f"title: về việc thứ {number}\n---\n\nCăn cứ Nghị quyết số 25-NQ/TW, ngày 03-6-2013.\n"
        )
        for number in range(1, count + 1)
    }
    return {**PROJECT, **more}


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


def test_a_link_to_an_anchor_that_is_gone_is_said_once_more(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A page that was kept is checked again when a page that it leads to has other anchors now."""
    files = {**PROJECT, "docs/them.md": "# Thêm\n\n[Chỗ](khac.md#cho) và [đây](#them-nua).\n\n## Thêm nữa\n"}
    config = configure(draw(tmp_path, {**files, "docs/khac.md": "# Khác\n\n## Chỗ\n"}))
    build_project(config, tmp_path / "site")
    assert "khac.md#cho" not in caplog.text
    (tmp_path / "docs/khac.md").write_text("# Khác\n\n## Nơi\n", "utf-8")
    build_project(config, tmp_path / "site")
    assert "contains a link 'khac.md#cho'" in caplog.text


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


def test_a_quiet_run_stops_for_a_warning_too(tmp_path: Path) -> None:
    """The command's -q raises the logger's level, so that a warning would never be made."""
    files = {**PROJECT, "docs/index.md": "# Thư viện\n\n[x](khong-co.md)\n"}
    config = configure(draw(tmp_path, files))
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "strict" in done.stdout


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


EDITS: Mapping[str, tuple[str, ...]] = {
    "docs/bao-cao/thu/p1.md": (
        PROJECT["docs/bao-cao/thu/p1.md"].replace("Năm nay.", "Theo Chỉ thị số 11-CT/TU, ngày 01-8-2019."),
        PROJECT["docs/bao-cao/thu/p1.md"].replace("Mở đầu", "Đặt vấn đề"),
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
    "docs/index.md": ("# Thư viện\n\n[Văn bản](van-ban/11-ct-tu-2019.md) và [báo cáo](bao-cao/thu/p1.md).\n",),
}


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    monkeypatch.setattr(swift_build, "_ENGINE", "1.7.")
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
