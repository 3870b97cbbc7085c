"""Small sites for the tests of publishing: hand-drawn ones, and one that MkDocs and Material really build."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from vanban.publish.building import Commit, build_site
from vanban.publish.manifest import ReleaseFacts
from vanban.publish.prepare import Release, prepare_release

CONFIG = """site_name: Dân vận
strict: true
use_directory_urls: false
plugins: []
theme:
  name: material
  language: vi
  font: false
  palette:
    - {scheme: default, toggle: {icon: material/weather-night, name: Tối}}
    - {scheme: slate, toggle: {icon: material/weather-sunny, name: Sáng}}
  features: [navigation.top, search.highlight, content.code.copy]
markdown_extensions:
  [footnotes, tables, attr_list, admonition, pymdownx.superfences, {pymdownx.tabbed: {alternate_style: true}}]
"""

PAGES = {
    "index.md": "# Trang đầu\n\nXem [mục một](bao-cao/mot.md#hai)[^1] và [bảng](bao-cao/bang.md).\n\n[^1]: Ghi chú.\n",
    "bao-cao/mot.md": "# Một\n\n## Hai {#hai}\n\nVề [trang đầu](../index.md).\n\n" + "Công tác dân vận năm 2019. " * 60,
    "bao-cao/bang.md": '# Bảng\n\n| a | b |\n|--:|:--|\n| 1 | 2 |\n\n=== "Thẻ A"\n\n    a\n\n=== "Thẻ B"\n\n    b\n',
}


def write_files(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def html(body: str, head: str = "") -> str:
    top = f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>t</title>{head}</head>\n'
    return f"{top}<body>{body}</body></html>"


@pytest.fixture
def draw(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Return a function that draws a site: bodies of pages by name, other files verbatim."""

    def drawn(files: dict[str, str]) -> Path:
        site = tmp_path / "site"
        return write_files(
            site,
            {
                name: html(text) if name.endswith(".html") and "<html" not in text else text
                for name, text in files.items()
            },
        )

    return drawn


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project MkDocs can build, under git, committed."""
    root = tmp_path_factory.mktemp("project")
    write_files(root, {"mkdocs.yml": CONFIG, **{f"docs/{name}": text for name, text in PAGES.items()}})
    environment = {
        **os.environ,
        "GIT_AUTHOR_DATE": "2020-01-02T03:04:05Z",
        "GIT_COMMITTER_DATE": "2020-01-02T03:04:05Z",
    }
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=root, env=environment, check=True)  # noqa: S607 (the machine's git)
    return root


@pytest.fixture(scope="session")
def material_site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, really built by MkDocs and Material."""
    site = tmp_path_factory.mktemp("built") / "site"
    build_site(project, site, Commit("abc", 1_577_934_245))
    return site


@pytest.fixture(scope="session")
def material_release(material_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the real build for a server folder `/dan-van/`; tests copy it and never change it."""
    folder = tmp_path_factory.mktemp("release") / "r"
    return prepare_release(material_site, folder, ReleaseFacts("abc", 1_577_934_245, "/dan-van/"))


@pytest.fixture
def small_release(tmp_path: Path) -> Callable[[str], Release]:
    """Return a function that makes a release of three pages around one word."""

    def made(word: str) -> Release:
        pages = {
            "index.html": html(f'<p>{word}</p><a href="a/{word}.html">x</a>'),
            f"a/{word}.html": html(f'<p id="{word}">{word}</p><a href="../index.html">y</a>' + word * 400),
            "assets/x.css": f"/* {word} */",
        }
        site = write_files(tmp_path / f"site-{word}", pages)
        return prepare_release(site, tmp_path / f"release-{word}", ReleaseFacts(commit=word))

    return made
