"""Builds with and without the tricks, and what they made."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from swift.switches import VARIABLE
from trees import PROJECT


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
