"""`vanban cite`: every mention of a document in a text, one line each."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

from vanban.citations import Citation, find_by_block
from vanban.cli.commands import add_command
from vanban.cli.files import read_pieces
from vanban.library import plenum_id
from vanban.problems import InputError, Problem, stopping
from vanban.registry import Registry, load_registry

Record: TypeAlias = dict[str, str | int | None]
_FORMATS: Final = ("text", "jsonl")
_KEYS: Final = (
    "file",
    "start",
    "end",
    "text",
    "type",
    "number",
    "year",
    "code",
    "id",
    "date",
    "issuer",
    "term",
    "kind",
)
_EXAMPLES: Final = """vanban cite bao-cao.txt
vanban cite --format jsonl bao-cao.txt nghi-quyet.txt
vanban cite - < bao-cao.txt"""


def add_parser(commands: Any) -> None:  # noqa: ANN401 (argparse has no public type for it)
    """Add the command to the parser."""
    command = add_command(commands, "cite", "in mọi chỗ nhắc tới văn bản, mỗi chỗ một dòng", _EXAMPLES, run)
    command.add_argument("files", nargs="*", default=["-"], metavar="TỆP", help="tệp văn bản; «-» là đầu vào chuẩn")
    command.add_argument("--format", choices=_FORMATS, default="text", help="dạng in (mặc định: text)")
    command.add_argument(
        "--directives", type=Path, metavar="DIR", help="thư mục văn bản để tìm mã (mặc định: directives nếu có)"
    )
    command.add_argument("--jurisdiction", metavar="TỈNH", help="phạm vi của văn bản đang đọc, ví dụ kien-giang")


def run(arguments: argparse.Namespace) -> int:
    """Print the mentions of every file; 0 also when there is none."""
    registry = _registry(arguments.directives)
    for name in arguments.files:
        for line, record in records(name, read_pieces(name), registry, arguments.jurisdiction):
            print(json.dumps(record, ensure_ascii=False) if arguments.format == "jsonl" else _described(line, record))
    return 0


def records(
    name: str, pieces: Iterable[str], registry: Registry, jurisdiction: str | None = None
) -> Iterator[tuple[int, Record]]:
    """Yield (line, object) of each mention, the keys in the order of the contract; memory stays flat."""
    line = 1
    for offset, text, found in find_by_block(pieces, registry.names):
        at = 0
        for citation in found:
            start = citation.start - offset
            line += text.count("\n", at, start)
            at = start
            record = {"file": name, **citation.record(), "id": _id(citation, registry, jurisdiction)}
            yield line, {key: record[key] for key in _KEYS}
        line += text.count("\n", at)


def _registry(folder: Path | None) -> Registry:
    if folder is None:
        folder = Path("directives")
        if not folder.is_dir():
            return Registry(())
    elif not folder.is_dir():
        raise InputError(Problem(folder.as_posix(), 0, "không có thư mục này; hãy xem lại --directives"))
    registry, problems = load_registry(folder)
    for problem in stopping(problems):
        print(problem, file=sys.stderr)
    return registry


def _id(citation: Citation, registry: Registry, jurisdiction: str | None) -> str | None:
    if citation.plenum is not None and citation.term is not None and citation.code is None:
        return plenum_id(citation.plenum, citation.term)
    return registry.resolve(citation, jurisdiction).id


def _described(line: int, record: Record) -> str:
    """Return a mention for people: place, words, then what is printed about it."""
    words = " ".join(str(record["text"]).split())
    details = [
        f"ngày {record['date']}" if record["date"] else "",
        str(record["issuer"] or ""),
        f"khóa {record['term']}" if record["term"] else "",
        f"→ {record['id']}" if record["id"] else "",
    ]
    return f"{record['file']}:{line}: {' | '.join(part for part in [words, *details] if part)}"
