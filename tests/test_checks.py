from __future__ import annotations

from pathlib import Path

import pytest

from trees import PROJECT, draw
from vanban.checks import check_project
from vanban.problems import Severity, stopping

PAGE = "docs/bao-cao/thu/p1-i.md"


def stops(root: Path, files: dict[str, str]) -> list[str]:
    draw(root, {**PROJECT, **files})
    return [str(problem) for problem in stopping(check_project(root / "docs", root / "directives"))]


def test_a_clean_project_has_nothing_that_stops(tmp_path: Path) -> None:
    assert stops(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "shown"),
    [
        (PAGE, "Thực hiện Nghị quyết", "Nghị quyết", f"{PAGE}:"),
        (PAGE, "khóa XI[^12]", "mới khóa XI[^12]", f"{PAGE}:"),
        (PAGE, "[^12]: Chỉ thị", "[^13]: Chỉ thị", f"{PAGE}:"),
        ("directives/25-nq-tw-ix.md", "term: IX", "term: 9", "directives/25-nq-tw-ix.md:4: «term: 9»"),
    ],
)
def test_what_stops_names_its_file_and_line(tmp_path: Path, name: str, old: str, new: str, shown: str) -> None:
    assert old in PROJECT[name]
    found = stops(tmp_path, {name: PROJECT[name].replace(old, new, 1)})
    assert any(problem.startswith(shown) for problem in found), found


def test_findings_are_sorted_by_file_and_line(tmp_path: Path) -> None:
    draw(tmp_path, {**PROJECT, "directives/a.md": "---\ncode: x\nz: 1\ny: 2\n---\n"})
    problems = check_project(tmp_path / "docs", tmp_path / "directives")
    assert [(p.path, p.line) for p in problems] == sorted((p.path, p.line) for p in problems)
    assert {problem.severity for problem in problems} == {Severity.STOPS, Severity.REVIEW}
