"""`vanban publish`, `vanban verify` and `vanban bundle`: from the committed text to a copy readers can trust."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vanban.checks import check_project
from vanban.cli.commands import add_command, show_progress
from vanban.importer.ledger import audit_report
from vanban.problems import InputError, Problem, stopping
from vanban.publish.bundle import Machine, make_bundle
from vanban.publish.marks import Profile
from vanban.publish.verify import verify
from vanban.reports import REPORTS

if TYPE_CHECKING:
    from vanban.publish.publication import Outcome

_PUBLISH = """vanban publish /srv/dan-van --dry-run
vanban publish /srv/dan-van
vanban publish /srv/dan-van --rollback
vanban publish thu-vien.zip
vanban publish ssh://xuatban@may-chu/srv/dan-van --prefix /dan-van/
vanban publish iis:D:/web/dan-van --profile internal"""
_VERIFY = """vanban verify /srv/dan-van/current
vanban verify thu-vien.zip
vanban verify http://may-chu/dan-van/"""
_BUNDLE = """vanban bundle bo-cai.zip
vanban bundle bo-cai.zip --python 3.12 --system win_amd64"""


def add_parser(commands: Any) -> None:  # noqa: ANN401 (argparse has no public type for it)
    """Add the three commands to the parser."""
    command = add_command(commands, "publish", "dựng, kiểm tra, ký và giao trang", _PUBLISH, _publish)
    command.add_argument("destination", metavar="NƠI", help="thư mục, tệp .zip, iis:THƯ-MỤC hoặc ssh://…")
    command.add_argument("--prefix", default="/", metavar="/…/", help="đường dẫn của trang trên máy chủ (mặc định: /)")
    profiles = [profile.value for profile in Profile]
    command.add_argument("--profile", choices=profiles, default=Profile.PUBLIC.value, help="ai được mở trang")
    command.add_argument("--sources", action="store_true", help="giao cả bản gốc của báo cáo")
    command.add_argument("--keep", type=int, default=5, metavar="N", help="số bản cũ giữ lại (mặc định: 5)")
    command.add_argument(
        "--rollback", nargs="?", const="", metavar="BẢN", help="quay về bản trước, hoặc bản có tên này"
    )
    command.add_argument("--dry-run", action="store_true", help="làm mọi bước trừ bước giao")
    command = add_command(commands, "verify", "xem một bản sao của trang có nguyên vẹn không", _VERIFY, _verify)
    command.add_argument("target", metavar="NƠI", help="thư mục, tệp .zip hoặc địa chỉ http")
    command = add_command(commands, "bundle", "gói mọi thứ để dựng trang trên máy không có mạng", _BUNDLE, _bundle)
    command.add_argument("path", type=Path, metavar="TỆP.zip", help="tệp sẽ viết")
    command.add_argument("--python", default=Machine().python, metavar="3.N", help="phiên bản Python của máy kia")
    command.add_argument("--system", default="", metavar="TÊN", help="hệ của máy kia, ví dụ win_amd64")
    command.add_argument("--dry-run", action="store_true", help="chỉ nói sẽ viết tệp nào")


def _publish(arguments: argparse.Namespace) -> int:
    try:
        from vanban.publish.publication import Order, publish, take_back  # noqa: PLC0415 (the extra may be missing)
    except ModuleNotFoundError as error:
        message = f"thiếu gói «{error.name}» của phần xuất bản; hãy chạy «python3 tools/install.py --all»"
        raise InputError(Problem("vanban publish", 0, message)) from None
    if arguments.rollback is not None:
        delivery = take_back(arguments.destination, arguments.rollback)
        print(f"đang phục vụ bản {delivery.name}")
        return 0
    order = Order(
        arguments.destination,
        prefix=arguments.prefix,
        profile=Profile(arguments.profile),
        sources=arguments.sources,
        keep=arguments.keep,
        dry_run=arguments.dry_run,
        checks={"ledger": _ledger, "check": _check},
    )
    return _told(publish(order, show_progress), dry_run=arguments.dry_run)


def _ledger(project: Path) -> Iterator[Problem]:
    for report in sorted((project / "docs" / REPORTS).glob("*/index.md")):
        yield from audit_report(report.parent)


def _check(project: Path) -> Iterator[Problem]:
    yield from stopping(check_project(project / "docs", project / "directives"))


def _told(outcome: Outcome, *, dry_run: bool) -> int:
    _print_problems(outcome.problems)
    if outcome.delivery is None:
        print("chưa giao gì; trang đang phục vụ không thay đổi", file=sys.stderr)
        return 1
    verb = "sẽ giao" if dry_run else "đã giao"
    print(f"{verb} bản {outcome.delivery.name}; mã kiểm chứng {outcome.fingerprint}")
    for note in outcome.notes:
        print(note)
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    problems = list(verify(arguments.target, show_progress))
    _print_problems(problems)
    if problems:
        return 1
    print(f"{arguments.target}: nguyên vẹn")
    return 0


def _bundle(arguments: argparse.Namespace) -> int:
    if arguments.dry_run:
        print(f"sẽ viết {arguments.path}")
        return 0
    machine = Machine(arguments.python, arguments.system)
    digest = make_bundle(Path(), arguments.path, machine, progress=show_progress)
    print(f"đã viết {arguments.path}; SHA-256 {digest}")
    return 0


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)
