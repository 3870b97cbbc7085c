"""`vanban check`: every finding about the committed text, with path and line."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Final

from vanban.checks import check_project
from vanban.cli.files import add_folders
from vanban.problems import stopping

_EXAMPLES: Final = """ví dụ:
  vanban check
  vanban check --only-stops"""


def add_parser(commands: Any) -> None:  # noqa: ANN401 (argparse has no public type for it)
    """Add the command to the parser."""
    command = commands.add_parser(
        "check",
        help="kiểm tra trang và văn bản trước khi xuất bản",
        description="In mỗi điều cần sửa trên một dòng «tệp:dòng: lời nhắn»; thoát 1 nếu có điều ngăn xuất bản.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_folders(command)
    command.add_argument("--only-stops", action="store_true", help="chỉ in điều ngăn xuất bản")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 when one of them stops a publication."""
    problems = check_project(arguments.docs, arguments.directives)
    stops = list(stopping(problems))
    for problem in stops if arguments.only_stops else problems:
        print(problem)
    reviews = len(problems) - len(stops)
    print(f"{len(stops)} điều ngăn xuất bản, {reviews} điều cần rà soát", file=sys.stderr)
    return 1 if stops else 0
