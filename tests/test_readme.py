"""What the README promises stands in the tree."""

from __future__ import annotations

import re

import pytest

from trees import ROOT
from vanban.cli import main

README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
ROOMS = README.split("```text", 1)[1].split("```", 1)[0]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z-]+)", README))))
def test_every_make_command_exists(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"(?<![\w-])[a-z_-]+(?:\.py|/)(?=[\s,;])", ROOMS))))
def test_every_room_exists(name: str) -> None:
    places = (ROOT, ROOT / "docs", ROOT / "hooks", ROOT / "hooks" / "vanban", ROOT / "tests")
    assert any((place / name).exists() for place in places), name


def test_every_room_of_the_package_is_on_the_map() -> None:
    package = ROOT / "hooks" / "vanban"
    rooms = {path.name for path in package.glob("*.py")} | {
        f"{path.name}/" for path in package.iterdir() if path.is_dir() and any(path.glob("*.py"))
    }
    assert {room for room in rooms if not room.startswith("__") and room not in ROOMS} == set()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`vanban ([a-z]+)", README))))
def test_every_vanban_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "ví dụ:" in capsys.readouterr().out


def test_ci_runs_the_readme_test_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_no_lock_line_names_a_registry() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text("utf-8")
