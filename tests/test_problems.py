from __future__ import annotations

import pytest

from vanban.problems import InputError, Problem, Severity, stopping


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        (Problem("a.md", 3, "sai"), "a.md:3: sai"),
        (Problem("a.md", 0, "sai"), "a.md: sai"),
        (Problem("a.md", 3, "sai\nở «x\ty»"), "a.md:3: sai ở «x y»"),
    ],
)
def test_shown_on_one_line(problem: Problem, shown: str) -> None:
    assert str(problem) == shown


def test_only_some_stop() -> None:
    stop, review = Problem("a", 1, "x"), Problem("a", 1, "y", Severity.REVIEW)
    assert list(stopping([review, stop])) == [stop]


def test_input_error_reads_as_its_problem() -> None:
    assert str(InputError(Problem("a.md", 1, "sai"))) == "a.md:1: sai"
