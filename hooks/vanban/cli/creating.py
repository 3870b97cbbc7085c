"""`vanban new`: the file of a document, with what its symbol tells and the rest to fill in."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from vanban.cli.commands import add_command
from vanban.problems import InputError, Problem
from vanban.scaffold import scaffold

_EXAMPLES = """vanban new 25-NQ/TW --date 2013-06-03 --term XI
vanban new "Luật Tiếp công dân" --dry-run
vanban new 11-CT/TU --jurisdiction kien-giang"""


def add_parser(commands: Any) -> None:  # noqa: ANN401 (argparse has no public type for it)
    """Add the command to the parser."""
    command = add_command(commands, "new", "tạo tệp cho một văn bản mới", _EXAMPLES, run)
    command.add_argument("name", metavar="SỐ-KÝ-HIỆU", help="số và ký hiệu, hoặc tên của văn bản không có số")
    command.add_argument("--date", metavar="NĂM-THÁNG-NGÀY", help="ngày ban hành, nếu biết")
    command.add_argument("--term", metavar="KHÓA", help="khóa bằng số La Mã, nếu biết")
    command.add_argument("--jurisdiction", metavar="TỈNH", help="phạm vi, ví dụ kien-giang")
    command.add_argument("--directives", type=Path, default=Path("directives"), metavar="DIR", help="thư mục văn bản")
    command.add_argument("--dry-run", action="store_true", help="chỉ in tệp sẽ tạo")


def run(arguments: argparse.Namespace) -> int:
    """Write the file; an existing one is never touched."""
    path, text = scaffold(
        arguments.name,
        arguments.directives,
        date=_date(arguments.date),
        term=arguments.term,
        jurisdiction=arguments.jurisdiction,
    )
    if arguments.dry_run:
        print(f"sẽ tạo {path.as_posix()}:\n{text}", end="")
        return 0
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        message = f"không tạo được tệp ({error.strerror}); hãy xem lại thư mục và quyền ghi"
        raise InputError(Problem(path.as_posix(), 0, message)) from None
    print(f"đã tạo {path.as_posix()}")
    return 0


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        message = f"«{text}» không phải ngày có thật; hãy viết năm-tháng-ngày, ví dụ 2013-06-03"
        raise InputError(Problem("--date", 0, message)) from None
