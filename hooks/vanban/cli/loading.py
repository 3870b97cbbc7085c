"""`vanban load`: a built site in one file with full-text search, as a script for PostgreSQL, or as settings."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

from vanban.archive import Unit, count_units, index_settings, load_script, load_sqlite, read_units, search
from vanban.cli.commands import add_command, show_progress
from vanban.problems import InputError, Problem

_SQLITE, _POSTGRESQL = "sqlite", "postgresql"
_STDOUT: Final = Path("-")
_SHOWN_EACH: Final = 1000
_EXAMPLES: Final = """
vanban load site/data kho.db                         nạp mọi văn bản, đoạn và chú thích vào tệp SQLite kho.db
vanban load site/data kho.db --find "25-NQ/TW"       nạp rồi tìm thử
vanban load site/data - --engine postgresql | psql kho   nạp vào cơ sở dữ liệu PostgreSQL tên kho
vanban load site/data kho.sql --engine postgresql    ghi ra tệp để nạp sau: psql kho -f kho.sql
vanban load site/data kho.db --dry-run               chỉ đọc và đếm
vanban load --settings > chi-muc.json                in thiết lập chỉ mục cho OpenSearch
"""


def add_parser(commands: Any) -> None:  # noqa: ANN401 (argparse has no public type for it)
    """Add the command to the parser."""
    command = add_command(commands, "load", "nạp trang đã dựng vào kho tìm kiếm toàn văn", _EXAMPLES, run)
    command.add_argument("data", type=Path, nargs="?", metavar="DATA", help="thư mục data/ của trang đã dựng")
    command.add_argument("target", type=Path, nargs="?", metavar="FILE", help="tệp ghi ra; «-»: in ra (PostgreSQL)")
    command.add_argument("--engine", choices=(_SQLITE, _POSTGRESQL), default=_SQLITE, help="kho (mặc định: sqlite)")
    command.add_argument("--find", metavar="CHỮ", help="tìm thử sau khi nạp (SQLite)")
    command.add_argument("--dry-run", action="store_true", help="chỉ đọc, đếm và báo sẽ làm gì")
    command.add_argument("--settings", action="store_true", help="chỉ in thiết lập chỉ mục cho OpenSearch")


def run(arguments: argparse.Namespace) -> int:
    """Load, count, or print the settings."""
    if arguments.settings:
        print(json.dumps(index_settings(), ensure_ascii=False, indent=1))
        return 0
    _check(arguments)
    units = _shown(read_units(arguments.data), count_units(arguments.data) or 0)
    if arguments.dry_run:
        counts = Counter(unit.kind for unit in units)
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
        print(f"sẽ nạp {counts.total()} mục ({kinds}) vào {arguments.target}; chưa ghi gì")
        return 0
    try:
        _load(arguments, units)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (nothing is left to flush)
        raise InputError(
            Problem("psql", 0, "đã dừng giữa chừng, cơ sở dữ liệu giữ nguyên; hãy xem lỗi của psql")
        ) from None
    except OSError as error:
        message = f"không ghi được ({error.strerror}); hãy xem lại đường dẫn"
        raise InputError(Problem(str(arguments.target), 0, message)) from None
    return 0


def _check(arguments: argparse.Namespace) -> None:
    if arguments.data is None or arguments.target is None:
        raise InputError(Problem("vanban load", 0, "thiếu thư mục data/ hoặc tệp ghi ra; xem «vanban load --help»"))
    if arguments.engine == _POSTGRESQL and arguments.find:
        raise InputError(Problem("vanban load", 0, "--find chỉ dùng với SQLite; PostgreSQL có hàm vanban.search"))
    if arguments.engine == _SQLITE and arguments.target == _STDOUT:
        raise InputError(Problem("vanban load", 0, "SQLite cần một tệp ghi ra; chỉ --engine postgresql in ra được"))


def _load(arguments: argparse.Namespace, units: Iterable[Unit]) -> None:
    if arguments.engine == _POSTGRESQL:
        with _written(arguments.target) as file:
            file.writelines(load_script(units))
            file.flush()
        if arguments.target != _STDOUT:
            print(f"đã ghi {arguments.target}; nạp bằng: psql TÊN_CƠ_SỞ_DỮ_LIỆU -f {arguments.target}")
        return
    count = load_sqlite(units, arguments.target)
    print(f"đã nạp {count} mục vào {arguments.target}")
    for found in search(arguments.target, arguments.find) if arguments.find else ():
        print(f"{found.url}\t{found.title}")


@contextmanager
def _written(target: Path) -> Iterator[TextIO]:
    """Open a file that is put in place when the whole script was written, or standard output."""
    if target == _STDOUT:
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a real stream
        yield sys.stdout
        return
    half = target.with_name(f"{target.name}.half")
    try:
        with half.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def _shown(units: Iterable[Unit], total: int) -> Iterator[Unit]:
    """Yield the units, showing how far they have come."""
    count = 0
    for count, unit in enumerate(units, 1):
        yield unit
        if count % _SHOWN_EACH == 0:
            show_progress("đã đọc", count, max(total, count + 1))
    show_progress("đã đọc", count, count)
