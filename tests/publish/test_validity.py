"""HTML validity: tinyhtml5 always, the Nu Html Checker where Java and its jar are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from vanban.publish.validity import markup_problems, nu_problems

FAULTS = {
    "unclosed": "<div><p>x</div></section>",
    "nested links": "<a href=x>a<a href=y>b</a></a>",
    "entity": "<p>&khongco;</p>",
    "misnested": "<b><i>x</b></i>",
    "end tag with attributes": "<p>x</p class=y>",
}
TOP = '<!doctype html><html lang="vi"><head><title>t</title></head><body>'


@pytest.mark.parametrize("name", FAULTS)
def test_parse_errors_are_found(name: str) -> None:
    problems = list(markup_problems("a.html", f"{TOP}\n{FAULTS[name]}\n</body></html>"))
    assert problems
    assert all(problem.line == 2 and "HTML sai chuẩn" in problem.message for problem in problems)


def test_findings_of_one_page_are_bounded() -> None:
    assert len(list(markup_problems("a.html", TOP + "</section>" * 500))) == 20


@pytest.fixture(scope="module")
def jar() -> Path:
    place = os.environ.get("VNU_JAR", "")
    if not place or not shutil.which("java"):
        pytest.skip("set VNU_JAR to the Nu Html Checker (npm package vnu-jar) to run the full conformance check")
    return Path(place)


def test_the_real_build_conforms(material_site: Path, jar: Path) -> None:
    assert [str(problem) for problem in nu_problems(material_site, jar)] == []


def test_the_checker_is_heard(draw: Callable[[dict[str, str]], Path], jar: Path) -> None:
    site = draw({"index.html": "<span><div>x</div></span>", "a.html": '<img src="x.png">'})
    found = sorted(str(problem) for problem in nu_problems(site, jar))
    assert [line.split(":")[0] for line in found] == ["a.html", "index.html"]
