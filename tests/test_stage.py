"""The staged tree, built by engines without us, has the pages, ids and links of our own site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from trees import PROJECT, ROOT, build_tree, draw
from vanban.cli import main
from vanban.links import PageContext
from vanban.portable import portable_page
from vanban.problems import InputError
from vanban.stage import stage_project

_ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
_ADDRESSES = re.compile(r"-d\d+\Z|\Afn(?:ref\d*)?:")


def article(page: Path) -> str:
    html = page.read_text("utf-8")
    match = _ARTICLE.search(html)
    return match.group() if match else html


def ids(page: Path) -> set[str]:
    """Return the addresses of paragraphs, footnotes and footnote calls."""
    return {name for name in re.findall(r'\bid="([^"]+)"', article(page)) if _ADDRESSES.search(name)}


def links(page: Path) -> list[str]:
    """Return the targets of links to documents and sections, in order."""
    found = re.findall(r'href="([^"]+)"', article(page))
    kept = (re.sub(r"^\.\./van-ban/", "", link) if page.parent.name == "van-ban" else link for link in found)
    return [
        link for link in kept if re.search(r"van-ban/|bao-cao/|\A[\w-]+\.html(#|\Z)", link) and "/danh-muc/" not in link
    ]


def pages(site: Path) -> set[str]:
    return {page.relative_to(site).as_posix() for page in site.rglob("*.html")} - {"404.html"}


def compare(ours: Path, theirs: Path) -> None:
    assert pages(theirs) == pages(ours)
    for address in pages(ours):
        if address.startswith(("bao-cao/", "van-ban/")) and "toan-van" not in address:
            assert ids(theirs / address) >= ids(ours / address), address
            assert set(links(theirs / address)) >= set(links(ours / address)), address


def build_staged(staged: Path) -> Path:
    build(load_config(str(staged / "mkdocs.yml"), strict=True))
    return staged / "site"


def test_a_staged_project_is_the_same_site(tmp_path: Path) -> None:
    ours, _ = build_tree(draw(tmp_path, PROJECT))
    stage_project(tmp_path / "docs", tmp_path / "directives", tmp_path / "staged", tmp_path / "mkdocs.yml")
    compare(ours, build_staged(tmp_path / "staged"))


def test_the_real_project_is_the_same_site(tmp_path: Path) -> None:
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "ours")))
    stage_project(ROOT / "docs", ROOT / "directives", tmp_path / "staged", ROOT / "mkdocs.yml")
    compare(tmp_path / "ours", build_staged(tmp_path / "staged"))


@pytest.mark.parametrize("engine", ["zensical", "properdocs"])
def test_other_engines_build_the_same_pages(tmp_path: Path, engine: str) -> None:
    program = shutil.which(engine, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if program is None:
        pytest.skip(f"{engine} is not installed")
    ours, _ = build_tree(draw(tmp_path, PROJECT))
    stage_project(tmp_path / "docs", tmp_path / "directives", tmp_path / "staged", tmp_path / "mkdocs.yml")
    subprocess.run([program, "build"], cwd=tmp_path / "staged", check=True, capture_output=True, timeout=120)
    compare(ours, tmp_path / "staged/site")


def test_staged_text_cannot_become_markup() -> None:
    text = portable_page(
        "# A\n\nx <script>alert(1)</script> `<b>` <https://a.b/c>\n\n```\n<i>\n```\n", PageContext("a.md")
    )
    assert "x &lt;script>" in text
    assert "`<b>` <https://a.b/c>" in text
    assert "\n<i>\n" in text


def test_a_note_keeps_its_number_and_both_addresses() -> None:
    text = portable_page("# A\n\nmột[^12] hai[^12]\n\n[^12]: chú\n\n    thích\n", PageContext("a.md"))
    assert '<sup id="fnref:12">[12](#fn:12)</sup> hai<sup id="fnref2:12">[12](#fn:12)</sup>' in text
    assert '<a id="fn:12"></a>12\\. chú\n\nthích [↩](#fnref:12)' in text


def test_a_folder_of_others_is_left_alone(tmp_path: Path) -> None:
    draw(tmp_path, {**PROJECT, "staged/thu.txt": "x"})
    with pytest.raises(InputError, match="thư mục đã có thứ khác"):
        stage_project(tmp_path / "docs", tmp_path / "directives", tmp_path / "staged")
    assert (tmp_path / "staged/thu.txt").is_file()


def test_a_second_stage_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    draw(tmp_path, PROJECT)
    stage_project(tmp_path / "docs", tmp_path / "directives", tmp_path / "staged")
    (tmp_path / "directives/11-ct-tu-2019.md").unlink()
    stage_project(tmp_path / "docs", tmp_path / "directives", tmp_path / "staged")
    assert not (tmp_path / "staged/docs/van-ban/11-ct-tu-2019.md").exists()


def test_the_command_writes_the_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(draw(tmp_path, PROJECT))
    assert main(["stage", "ra"]) in {0, 1}
    assert "25-nq-tw-2013.md" in (tmp_path / "ra/docs/bao-cao/thu/p1-i.md").read_text("utf-8")
