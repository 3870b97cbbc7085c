"""The command line: `vanban import | new | cite | check | publish | … | load`, one module a command.

A command returns the exit status. Bad input is an InputError, printed as one Vietnamese line with status 1; a traceback
is a defect of ours.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from vanban import __version__
from vanban.cli import check, cite, creating, importing, loading, publishing, staging
from vanban.problems import InputError

_COMMANDS: Final = (importing, creating, cite, check, publishing, staging, loading)
_USAGE_ERROR: Final = 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a call in one Vietnamese line."""

    def error(self, message: str) -> NoReturn:
        self.exit(_USAGE_ERROR, f"{self.prog}: lệnh chưa đúng ({message}); xem «{self.prog} --help»\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    top = _Parser(prog="vanban", description="Nhận, nhập, liên kết và xuất bản văn bản của Đảng và Nhà nước.")
    top.add_argument("--version", action="version", version=f"vanban {__version__}")
    commands = top.add_subparsers(title="các lệnh", required=True, metavar="LỆNH", parser_class=_Parser)
    for command in _COMMANDS:
        command.add_parser(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status (0 good, 1 findings or bad input, 2 a wrong call)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    chosen = parser().parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("vanban: đã dừng theo yêu cầu", file=sys.stderr)
        return 130
    return status
