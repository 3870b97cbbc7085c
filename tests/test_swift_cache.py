"""What the next build makes again, after an edit or of a harmed cache: always as from nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from swift import build as swift_build
from swift.workers import worker_count
from swift_builds import EDITS, SHOWN, build_project, enlarged
from trees import PROJECT, ROOT, configure, draw

pytestmark = pytest.mark.usefixtures("same_day")


def test_a_link_to_an_anchor_that_is_gone_is_said_once_more(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A page that was kept is checked again when a page that it leads to has other anchors now."""
    files = {**PROJECT, "docs/them.md": "# Thêm\n\n[Chỗ](khac.md#cho) và [đây](#them-nua).\n\n## Thêm nữa\n"}
    config = configure(draw(tmp_path, {**files, "docs/khac.md": "# Khác\n\n## Chỗ\n"}))
    build_project(config, tmp_path / "site")
    assert "khac.md#cho" not in caplog.text
    (tmp_path / "docs/khac.md").write_text("# Khác\n\n## Nơi\n", "utf-8")
    build_project(config, tmp_path / "site")
    assert "contains a link 'khac.md#cho'" in caplog.text


def test_what_other_pages_show_of_a_page_in_the_navigation_is_followed(tmp_path: Path) -> None:
    config = configure(draw(tmp_path, PROJECT))
    build_project(config, tmp_path / "site")
    draw(tmp_path, {"docs/index.md": SHOWN})
    kept = build_project(config, tmp_path / "site")
    assert "Bản mới" in (tmp_path / "site/van-ban/11-ct-tu-2019.html").read_text("utf-8")
    assert kept == build_project(config, tmp_path / "cold", "all")


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
