"""How the commands read what they are given and name the project's folders."""

from __future__ import annotations

import argparse
import codecs
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO, Final

from vanban.problems import InputError, Problem

_PIECE: Final = 1 << 16


def read_pieces(name: str) -> Iterator[str]:
    """Yield the text of a file, or of standard input for `-`, piece by piece, so that memory stays flat.

    The text is UTF-8 with or without a byte order mark; two-character line ends become one. All of it is checked before
    the first piece is yielded: a text that is not UTF-8 gives nothing.

    Raises:
        InputError: The file is missing, is a folder, may not be read or is not UTF-8 text.
    """
    with _opened(name) as file:
        _check(name, file)
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        held = ""
        while data := file.read(_PIECE):
            text = held + decoder.decode(data)
            held = "\r" if text.endswith("\r") else ""
            yield text.removesuffix("\r").replace("\r\n", "\n")
        yield held


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """Open an input that can be read twice; what cannot, a pipe, is first copied to a file without a name."""
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            if file.seekable():
                yield file
                return
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(file, copy)
                yield copy
    except FileNotFoundError:
        raise InputError(Problem(name, 0, "không có tệp này; hãy xem lại đường dẫn")) from None
    except IsADirectoryError:
        raise InputError(Problem(name, 0, "đây là thư mục; hãy chỉ một tệp")) from None
    except OSError as error:
        raise InputError(Problem(name, 0, f"không đọc được tệp ({error.strerror}); hãy xem lại quyền đọc")) from None


def _check(name: str, file: BinaryIO) -> None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, data = 1, b""
    try:
        while data := file.read(_PIECE):
            decoder.decode(data)
            line += data.count(b"\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # what was kept of the piece before is shorter than a character and holds no line end
        line += data.count(b"\n", 0, max(0, error.start - (len(error.object) - len(data))))
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
