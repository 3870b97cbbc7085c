"""`vanban load`: the exports of a built site in one file with full-text search, or as settings for an engine."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from vanban.archive import index_settings, load_exports, search
from vanban.problems import InputError, Problem

_EXAMPLES = """ví dụ:
  vanban load site/data kho.db                    nạp mọi văn bản, chú thích và chỗ dẫn vào kho.db
  vanban load site/data kho.db --find "25-NQ/TW"  nạp rồi tìm thử
  vanban load --settings > chi-muc.json           in thiết lập chỉ mục cho OpenSearch
"""


def add_parser(commands: Any) -> None:  # noqa: ANN401 (argparse has no public type for it)
    """Add the command to the parser."""
    command = commands.add_parser(
        "load",
        help="nạp dữ liệu của trang vào kho tìm kiếm toàn văn",
        description="Nạp data/*.json của trang đã dựng vào một tệp SQLite, tìm theo đúng quy tắc của ô tìm kiếm.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("data", type=Path, nargs="?", metavar="DATA", help="thư mục data/ của trang đã dựng")
    command.add_argument("target", type=Path, nargs="?", metavar="FILE", help="tệp ghi ra")
    command.add_argument("--find", metavar="CHỮ", help="tìm thử sau khi nạp")
    command.add_argument("--settings", action="store_true", help="chỉ in thiết lập chỉ mục cho OpenSearch")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load, or print the settings."""
    if arguments.settings:
        print(json.dumps(index_settings(), ensure_ascii=False, indent=1))
        return 0
    if arguments.data is None or arguments.target is None:
        raise InputError(Problem("vanban load", 0, "thiếu thư mục data/ hoặc tệp ghi ra; xem «vanban load --help»"))
    try:
        count = load_exports(arguments.data, arguments.target)
    except (OSError, ValueError) as error:
        raise InputError(Problem(str(arguments.data), 0, f"không nạp được ({error}); hãy dựng trang trước")) from None
    print(f"đã nạp {count} mục vào {arguments.target}")
    for found in search(arguments.target, arguments.find) if arguments.find else ():
        print(f"{found.url}\t{found.title}")
    return 0
