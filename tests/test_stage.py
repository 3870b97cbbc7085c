"""The staged tree, built by engines without us, has the pages, ids and links of our own site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
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

ENGINES = ("zensical", "properdocs")
_ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')
_LINK = re.compile(r'<a\b[^>]*\shref="([^"]+)"')
_FETCHED = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio)\b[^>]*?\b(?:src|href)=["']?((?:https?:)?//[^"'>\s]+)"""
)
_HOOK_ONLY = re.compile(r"#[\w-]+-d\d+|.*chu-viet-tat\.html#vt-[\w-]+")
"""Links that only our own build adds: a paragraph's link to itself, and an abbreviation's to its explanation."""
_THEME_IDS = {"__skip"}
"""Ids of the theme that an engine puts inside the article (the link behind which the text begins)."""
_TEMPLATES = {"404.html", "index.html"}
"""Pages with a template of our own theme, which is not staged: the search form at home, the page of errors."""


def article(page: Path) -> str:
    html = page.read_text("utf-8")
    match = _ARTICLE.search(html)
    return match.group() if match else html


def ids(page: Path) -> Counter[str]:
    return Counter(name for name in _ID.findall(article(page)) if name not in _THEME_IDS)


def links(page: Path) -> Counter[str]:
    return Counter(link for link in _LINK.findall(article(page)) if not _HOOK_ONLY.fullmatch(link))


def pages(site: Path) -> set[str]:
    return {page.relative_to(site).as_posix() for page in site.rglob("*.html")} - {"404.html"}


def data(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in (site / "data").rglob("*") if path.is_file()
    }


def compare(ours: Path, theirs: Path) -> None:
    """Same pages, in each the same ids and the same links as often, same exports; nothing asked of a network."""
    assert pages(theirs) == pages(ours)
    assert data(theirs) == data(ours)
    for address in sorted(pages(ours) - _TEMPLATES):
        assert ids(theirs / address) == ids(ours / address), address
        assert links(theirs / address) == links(ours / address), address
        assert _FETCHED.findall((theirs / address).read_text("utf-8")) == [], address


def build_staged(staged: Path) -> Path:
    build(load_config(str(staged / "mkdocs.yml"), strict=True))
    return staged / "site"


def test_a_staged_project_is_the_same_site(tmp_path: Path) -> None:
    ours, _ = build_tree(draw(tmp_path, PROJECT))
    stage_project(tmp_path / "docs", tmp_path / "directives", tmp_path / "staged", tmp_path / "mkdocs.yml")
    compare(ours, build_staged(tmp_path / "staged"))


def test_the_real_project_is_the_same_site(real: tuple[Path, Path], tmp_path: Path) -> None:
    ours, staged = real
    shutil.copytree(staged, tmp_path / "staged")
    compare(ours, build_staged(tmp_path / "staged"))


def engine(name: str) -> str:
    """Return the program of another engine; on the machine that decides what lands, it must be there."""
    folders = [str(ROOT / ".venv-engines" / ("Scripts" if os.name == "nt" else "bin")), os.environ["PATH"]]
    program = shutil.which(name, path=os.pathsep.join(folders))
    if program is None:
        assert not os.environ.get("CI"), f"{name} must be installed: tools/install.py --all --system"
        pytest.skip(f"{name} is not installed (python3 tools/install.py --all --system)")
    return program


def build_alone(program: str, staged: Path) -> Path:
    """Build without a network where the system can take it away."""
    alone = ["unshare", "-rn"]
    allowed = (
        shutil.which("unshare") and subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0
    )
    command = [*(alone if allowed else ()), program, "build", "--strict"]
    done = subprocess.run(
        command, cwd=staged, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return staged / "site"


@pytest.mark.parametrize("name", ENGINES)
def test_other_engines_build_the_same_site(tmp_path: Path, name: str) -> None:
    program = engine(name)
    ours, _ = build_tree(draw(tmp_path, PROJECT))
    stage_project(tmp_path / "docs", tmp_path / "directives", tmp_path / "staged", tmp_path / "mkdocs.yml")
    compare(ours, build_alone(program, tmp_path / "staged"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The committed project as our own build makes it, and staged."""
    root = tmp_path_factory.mktemp("real")
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(root / "ours")))
    stage_project(ROOT / "docs", ROOT / "directives", root / "staged", ROOT / "mkdocs.yml")
    return root / "ours", root / "staged"


@pytest.mark.parametrize("name", ENGINES)
def test_other_engines_build_the_real_site(tmp_path: Path, real: tuple[Path, Path], name: str) -> None:
    ours, staged = real
    shutil.copytree(staged, tmp_path / "staged")
    compare(ours, build_alone(engine(name), tmp_path / "staged"))


def test_the_comparison_sees_a_lost_address_a_lost_link_and_a_call_outside(
    real: tuple[Path, Path], tmp_path: Path
) -> None:
    ours, _ = real
    for old, new in (
        (' id="p1-i-1-d1"', ""),
        ('href="../../van-ban/', 'href="../'),
        ("</head>", "<script src=//a.b/c.js></script></head>"),
    ):
        shutil.copytree(ours, tmp_path / "theirs", dirs_exist_ok=True)
        page = tmp_path / "theirs/bao-cao/dan-van-2019/p1-i-1.html"
        text = page.read_text("utf-8")
        assert old in text
        page.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(AssertionError):
            compare(ours, tmp_path / "theirs")


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
