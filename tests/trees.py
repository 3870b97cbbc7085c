"""Small projects drawn in a test and built for real."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).resolve().parent.parent

REPORT = {
    "docs/index.md": "---\ntitle: Trang chủ\n---\n\n# Thư viện\n",
    "docs/bao-cao/thu/index.md": (
        "---\ntitle: Báo cáo thử\nreport: thu\njurisdiction: kien-giang\nsource: ban-goc.txt\n"
        "sections: [p1, p1-i]\n---\n\n# Báo cáo thử\n"
    ),
    "docs/bao-cao/thu/ban-goc.txt": (
        "Báo cáo thử\n\nPhần I Mở đầu\n\nNăm nay.\n\nI- Kết quả\n\n"
        "- Thực hiện Nghị quyết số 25-NQ/TW, ngày 03-6-2013 của Ban Chấp hành Trung ương khóa XI⁽¹²⁾.\n\n"
        "- Thực hiện Nghị quyết số 25-NQ/TW của Ban Chấp hành Trung ương khóa IX về công tác tôn giáo.\n\n"
        "¹² Chỉ thị số 11-CT/TU, ngày 01-8-2019.\n"
    ),
    "docs/bao-cao/thu/p1.md": (
        "---\ntitle: Mở đầu\nsection: p1\nreport: thu\nnumber: Phần I\nleaf: true\n---\n\n# Phần I Mở đầu\n\nNăm nay.\n"
    ),
    "docs/bao-cao/thu/p1-i.md": (
        "---\ntitle: Kết quả\nsection: p1-i\nreport: thu\nnumber: I-\nleaf: true\n---\n\n# I- Kết quả\n\n"
        "- Thực hiện Nghị quyết số 25-NQ/TW, ngày 03-6-2013 của Ban Chấp hành Trung ương khóa XI[^12].\n"
        "- Thực hiện Nghị quyết số 25-NQ/TW của Ban Chấp hành Trung ương khóa IX về công tác tôn giáo.\n\n"
        "[^12]: Chỉ thị số 11-CT/TU, ngày 01-8-2019.\n"
    ),
}
DIRECTIVES = {
    "directives/25-nq-tw-2013.md": "---\ncode: 25-NQ/TW\ntype: Nghị quyết\ndate: 2013-06-03\nterm: XI\n---\n",
    "directives/25-nq-tw-ix.md": "---\ncode: 25-NQ/TW\ntype: Nghị quyết\nterm: IX\n---\n",
    "directives/11-ct-tu-2019.md": (
        "---\ncode: 11-CT/TU\ntype: Chỉ thị\ndate: 2019-08-01\njurisdiction: kien-giang\n---\n"
    ),
}
PROJECT = {**REPORT, **DIRECTIVES}


def draw(root: Path, files: Mapping[str, str]) -> Path:
    """Write `files` under `root` and return it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def configure(root: Path) -> Path:
    """Write a configuration like the project's own, with its hook and theme overrides, and return its path."""
    config = root / "mkdocs.yml"
    config.write_text(
        "site_name: Thử\nstrict: true\nuse_directory_urls: false\ntheme: {name: material, language: vi, font: false}\n"
        f"hooks: ['{ROOT / 'hooks' / 'build_hook.py'}']\nplugins: []\n"
        "not_in_nav: |\n  /van-ban/\n"
        "exclude_docs: |\n  /bao-cao/*/*.txt\n  /bao-cao/*/*.yml\n  /bao-cao/*/.*\n"
        "validation:\n  links:\n    not_found: warn\n    absolute_links: relative_to_docs\n"
        "    unrecognized_links: warn\n    anchors: warn\n",
        "utf-8",
    )
    return config


def build_tree(root: Path, settings: str = "") -> tuple[Path, list[str]]:
    """Build the project at `root` for real, by `settings` if given; return the site and the warnings, in order."""
    warnings = _Warnings()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(warnings)
    try:
        file = configure(root)
        if settings:
            file.write_text(settings, "utf-8")
        config = load_config(str(file), strict=False)
        build(config)
    finally:
        logger.removeHandler(warnings)
    return root / "site", warnings.messages


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
