"""`vanban check`: every finding about the committed text, with path and line."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Final

from vanban.checks import check_project
from vanban.cli.commands import add_command
from vanban.cli.files import add_folders
from vanban.problems import stopping

_EXAMPLES: Final = """vanban check
vanban check --only-stops"""


def add_parser(commands: Any) -> None:  # noqa: ANN401 (argparse has no public type for it)
    """Add the command to the parser."""
    command = add_command(commands, "check", "in mọi điều cần sửa trước khi xuất bản", _EXAMPLES, run)
    add_folders(command)
    command.add_argument("--only-stops", action="store_true", help="chỉ in điều ngăn xuất bản")


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 when one of them stops a publication."""
    problems = check_project(arguments.docs, arguments.directives)
    stops = list(stopping(problems))
    for problem in stops if arguments.only_stops else problems:
        print(problem)
    reviews = len(problems) - len(stops)
    print(f"{len(stops)} điều ngăn xuất bản, {reviews} điều cần rà soát", file=sys.stderr)
    return 1 if stops else 0
