"""Files of a site: written over what lies there, and only when the site does not hold them already."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import File

from swift.files import MadePage, made_pages, put
from trees import PROJECT, configure, draw

ADDRESSES = [
    "van-ban/25-nq-tw-2013.md",
    "danh-muc/loai/nghi-quyet.md",
    "la.md",
    "index.md",
    "a/index.md",
    "a/README.md",
    "a/khác.md",
    "a b/c.md",
    "a/b.c.md",
    "a/B_c.md",
    "a.txt",
]


@pytest.mark.parametrize("folders", [False, True])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_made_page_lands_where_the_engine_puts_a_file(tmp_path: Path, address: str, *, folders: bool) -> None:
    config = load_config(str(configure(draw(tmp_path, PROJECT))), use_directory_urls=folders)
    (ours,) = made_pages(config, [(address, None)])  # type: ignore[list-item]  # nobody asks for the text
    engine = File(address, None, config.site_dir, folders)
    for name in ("src_uri", "src_path", "name", "dest_uri", "dest_path", "url", "abs_dest_path"):
        assert getattr(ours, name) == getattr(engine, name), name
    assert isinstance(ours, MadePage)


@pytest.mark.parametrize("before", [None, b"", b"short", b"longer than what comes"])
@pytest.mark.parametrize("content", [b"", b"what comes"])
def test_a_file_holds_just_what_was_put(tmp_path: Path, before: bytes | None, content: bytes) -> None:
    path = tmp_path / "a.html"
    if before is not None:
        path.write_bytes(before)
    put(str(path), content)
    assert path.read_bytes() == content


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    put(str(tmp_path / "a" / "b" / "c.html"), b"c")
    assert (tmp_path / "a" / "b" / "c.html").read_bytes() == b"c"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_a_new_file_may_be_read_by_a_web_server(tmp_path: Path) -> None:
    (tmp_path / "by-python").write_bytes(b"")
    put(str(tmp_path / "by-put"), b"")
    assert (tmp_path / "by-put").stat().st_mode == (tmp_path / "by-python").stat().st_mode
