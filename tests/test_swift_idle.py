"""A build with little or nothing to do: it touches no more of the site than what changed."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from swift import Swift, findings
from swift.manifest import read_manifest
from swift.switches import VARIABLE
from swift_builds import EDITS, build_project
from trees import PROJECT, configure, draw

pytestmark = pytest.mark.usefixtures("same_day")
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


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


def test_a_build_with_nothing_to_do_does_not_load_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a core to spare it is loaded while another process finds out whether there is anything to do."""
    monkeypatch.setenv(VARIABLE, "workers")
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


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=forks)])
def test_what_was_found_is_what_the_build_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    """Whoever looked at the files: what changes afterwards is for the next build."""
    monkeypatch.setattr(findings, "worker_count", lambda: processes)
    path, text = "directives/25-nq-tw-ix.md", EDITS["directives/25-nq-tw-ix.md"][0]
    config = configure(draw(tmp_path / "a", PROJECT))
    found = Swift.is_idle

    def changed(self: Swift, *given: Any) -> bool:  # noqa: ANN401 (what it is given goes on)
        idle = found(self, *given)
        draw(tmp_path / "a", {path: text})
        return idle

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Swift, "is_idle", changed)
        first = build_project(config, tmp_path / "site")
    second = build_project(config, tmp_path / "site")
    assert first == build_project(configure(draw(tmp_path / "b", PROJECT)), tmp_path / "cold", "all")
    assert second == build_project(configure(draw(tmp_path / "c", {**PROJECT, path: text})), tmp_path / "cold", "all")


def test_code_that_changed_while_it_was_looked_at_is_never_taken_for_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configure(draw(tmp_path, PROJECT))
    monkeypatch.setattr(findings, "code_digest", lambda: "other code")
    for _ in range(2):
        build_project(config, tmp_path / "site")
    (lies,) = (tmp_path / ".cache" / "vanban").glob("*.manifest")
    manifest = read_manifest(lies)
    assert manifest is not None
    assert (manifest.inputs, manifest.site) == ("", {})


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
