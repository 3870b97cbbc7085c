"""`vanban stage`: the site as plain Markdown that any engine builds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from vanban.cli.files import add_folders
from vanban.problems import stopping
from vanban.stage import stage_project

_EXAMPLES = """ví dụ:
  vanban stage ra-ngoai                 ghi cả trang thành Markdown thường vào ra-ngoai/
  cd ra-ngoai && mkdocs build           dựng bằng MkDocs (hoặc zensical build, properdocs build)
"""


def add_parser(commands: Any) -> None:  # noqa: ANN401 (argparse has no public type for it)
    """Add the command to the parser."""
    command = commands.add_parser(
        "stage",
        help="ghi cả trang thành Markdown thường để công cụ khác dựng",
        description="Ghi mọi trang, liên kết, chú thích, địa chỉ đoạn và danh mục thành Markdown thường trong DIR.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("target", type=Path, metavar="DIR", help="thư mục mới, hoặc do lệnh này ghi lần trước")
    add_folders(command)
    command.add_argument("--config", type=Path, default=Path("mkdocs.yml"), metavar="FILE", help="cấu hình của trang")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the tree; 1 when a finding stops a publication."""
    config = arguments.config if arguments.config.is_file() else None
    site = stage_project(arguments.docs, arguments.directives, arguments.target, config)
    stops = list(stopping(site.problems))
    for problem in stops:
        print(problem)
    print(f"đã ghi {arguments.target}; {len(stops)} điều ngăn xuất bản", file=sys.stderr)
    return 1 if stops else 0
