"""How the commands read what they are given and name the project's folders."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from vanban.problems import InputError, Problem


def read_text(name: str) -> str:
    """Return the text of a file, or of standard input for `-`, decoded as UTF-8 with or without a byte order mark.

    Raises:
        InputError: The file is missing, is a folder, may not be read or is not UTF-8 text.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except FileNotFoundError:
        raise InputError(Problem(name, 0, "không có tệp này; hãy xem lại đường dẫn")) from None
    except IsADirectoryError:
        raise InputError(Problem(name, 0, "đây là thư mục; hãy chỉ một tệp")) from None
    except OSError as error:
        raise InputError(Problem(name, 0, f"không đọc được tệp ({error.strerror}); hãy xem lại quyền đọc")) from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(Problem(name, line, "không phải văn bản UTF-8; hãy lưu lại bằng UTF-8")) from None


def add_folders(command: argparse.ArgumentParser) -> None:
    """Give a command the options that name the project's folders."""
    command.add_argument(
        "--docs", type=Path, default=Path("docs"), metavar="DIR", help="thư mục trang (mặc định: docs)"
    )
    command.add_argument(
        "--directives",
        type=Path,
        default=Path("directives"),
        metavar="DIR",
        help="thư mục văn bản (mặc định: directives)",
    )
