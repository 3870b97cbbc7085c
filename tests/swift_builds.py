"""Builds with and without the tricks, and what they made."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
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


SHOWN = "---\ntitle: Trang chủ\nstatus: new\nsubtitle: Bản mới\n---\n\n# Thư viện\n"

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
