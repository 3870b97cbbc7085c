"""`vanban cite`: every mention of a document in a text, one line each."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from vanban.citations import Citation, find_citations
from vanban.cli.files import read_text
from vanban.library import plenum_id
from vanban.problems import InputError, Problem, stopping
from vanban.registry import Registry, load_registry

_FORMATS: Final = ("text", "jsonl")
_EXAMPLES: Final = """ví dụ:
  vanban cite bao-cao.txt
  vanban cite --format jsonl bao-cao.txt nghi-quyet.txt
  vanban cite - < bao-cao.txt"""


def add_parser(commands: Any) -> None:  # noqa: ANN401 (argparse has no public type for it)
    """Add the command to the parser."""
    command = commands.add_parser(
        "cite",
        help="tìm mọi chỗ nhắc tới văn bản",
        description="In mỗi chỗ nhắc tới một văn bản trên một dòng, theo thứ tự trong tệp.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("files", nargs="*", default=["-"], metavar="TỆP", help="tệp văn bản; «-» là đầu vào chuẩn")
    command.add_argument("--format", choices=_FORMATS, default="text", help="dạng in (mặc định: text)")
    command.add_argument(
        "--directives", type=Path, metavar="DIR", help="thư mục văn bản để tìm mã (mặc định: directives nếu có)"
    )
    command.add_argument("--jurisdiction", metavar="TỈNH", help="phạm vi của văn bản đang đọc, ví dụ kien-giang")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the mentions of every file; 0 also when there is none."""
    registry = _registry(arguments.directives)
    write = _jsonl if arguments.format == "jsonl" else _line
    for name in arguments.files:
        text = read_text(name)
        for citation in find_citations(text, registry.names):
            print(write(name, text, citation, _id(citation, registry, arguments.jurisdiction)))
    return 0


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


def _jsonl(name: str, text: str, citation: Citation, found: str | None) -> str:
    del text
    record: dict[str, object] = {"file": name, **citation.record(), "id": found}
    return json.dumps({key: record.get(key) for key in _KEYS} | record, ensure_ascii=False)


_KEYS: Final = (
    "file", "start", "end", "text", "type", "number", "year", "code", "id", "date", "issuer", "term", "kind",
)  # fmt: skip


def _line(name: str, text: str, citation: Citation, found: str | None) -> str:
    details = [
        f"ngày {citation.date.isoformat()}" if citation.date else "",
        citation.issuer or "",
        f"khóa {citation.term}" if citation.term else "",
        f"→ {found}" if found else "",
    ]
    line = text.count("\n", 0, citation.start) + 1
    return f"{name}:{line}: {' | '.join(part for part in [' '.join(citation.text.split()), *details] if part)}"


def records(name: str, text: str, registry: Registry) -> Iterator[dict[str, object]]:
    """Yield the JSON objects of one text, as the command prints them."""
    for citation in find_citations(text, registry.names):
        yield json.loads(_jsonl(name, text, citation, _id(citation, registry, None)))
