"""`vanban import`: a report becomes pages and directive files, after a proof that no word was lost or added."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final

from vanban.cli.commands import add_command, show_progress
from vanban.cli.files import add_folders
from vanban.importer.formats import read_source
from vanban.importer.plan import ImportPlan, plan_import
from vanban.importer.store import write_plan
from vanban.problems import stopping

_EXAMPLES: Final = """vanban import bao-cao.txt --report dan-van-2020 --dry-run
vanban import bao-cao.docx --report dan-van-2020 --jurisdiction kien-giang
vanban import bao-cao.txt --report dan-van-2020   (chạy lại không đổi gì, không ghi đè trang đã sửa tay)"""


def add_parser(commands: Any) -> None:  # noqa: ANN401 (argparse has no public type for it)
    """Add the command to the parser."""
    command = add_command(commands, "import", "nhập một báo cáo, chứng minh không mất chữ", _EXAMPLES, run)
    command.add_argument("file", type=Path, metavar="TỆP", help="báo cáo: txt, md, docx, doc, odt, html, pdf")
    command.add_argument("--report", required=True, metavar="MÃ", help="mã báo cáo, ví dụ dan-van-2020")
    command.add_argument("--jurisdiction", default="", metavar="TỈNH", help="phạm vi, ví dụ kien-giang")
    command.add_argument("--dry-run", action="store_true", help="chỉ in những gì sẽ làm")
    add_folders(command)


def run(arguments: argparse.Namespace) -> int:
    """Plan, show and carry out one import; 1 when a finding stops it, and then nothing is written."""
    source = read_source(arguments.file, show_progress)
    show_progress("đọc tệp", 1, 1)
    plan = plan_import(source, arguments.report, arguments.docs, arguments.directives, arguments.jurisdiction)
    show_progress("dựng trang, đối chiếu từng chữ", 1, 1)
    for problem in plan.problems:
        print(problem, file=sys.stderr)
    if any(stopping(plan.problems)):
        print(f"{arguments.file}: chưa ghi gì; hãy sửa các điều trên rồi chạy lại", file=sys.stderr)
        return 1
    if arguments.dry_run:
        print(plan.review)
    written = write_plan(plan, dry_run=arguments.dry_run)
    print(_summary(plan, written, dry_run=arguments.dry_run))
    return 0


def _summary(plan: ImportPlan, written: tuple[Path, ...], *, dry_run: bool) -> str:
    verb = "sẽ ghi" if dry_run else "đã ghi"
    lines = [f"{verb} {path.as_posix()}" for path in written]
    lines += [f"giữ nguyên {path.as_posix()} (đã sửa tay)" for path in plan.kept]
    counts = ", ".join(f"{name} {count}" for name, count in plan.counts.items())
    return "\n".join([*lines, f"{verb} {len(written)} tệp; {counts}"])
