"""Imports go one way, and only the entry file knows MkDocs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from trees import ROOT

PACKAGE = ROOT / "hooks" / "vanban"
LAYERS = (
    ("bundles", "dates", "memory", "originals", "patterns", "problems", "records", "store", "vietnamese"),
    ("vocabulary",),
    ("numbers",),
    ("citations",),
    ("dialect", "front_matter", "schema"),
    ("directive_fields", "errata", "units"),
    ("directives", "mentions"),
    ("fulltext", "reports"),
    ("registry",),
    ("library",),
)
"""From the ground up: a room may import from its own floor and those below, never from above."""
FLOOR = {room: floor for floor, rooms in enumerate(LAYERS) for room in rooms}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_downwards(path: Path) -> None:
    floor = FLOOR.get(room(path), len(LAYERS))
    for name in imports(path):
        assert name.split(".")[0] != "mkdocs", f"{path.name} imports {name}: only the entry file, wiring and swift may"
        if name.startswith("vanban."):
            assert FLOOR.get(name.split(".")[1], len(LAYERS)) <= floor, f"{path.name} imports {name} from above"


def test_the_entry_file_and_its_wiring_import_mkdocs() -> None:
    for name in ("build_hook.py", "wiring/library.py"):
        assert "mkdocs" in {name.split(".")[0] for name in imports(ROOT / "hooks" / name)}


def test_no_room_is_a_drawer_for_odds_and_ends() -> None:
    assert not {path.stem for path in modules()} & {"utils", "helpers", "common", "misc"}
