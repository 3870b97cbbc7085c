"""Files of a site: written over what lies there, and only when the site does not hold them already."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from swift.files import put


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
