from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vanban.directive_fields import FIELDS
from vanban.directives import parse_directive
from vanban.problems import InputError
from vanban.scaffold import scaffold


@pytest.mark.parametrize(
    ("name", "known", "file", "code"),
    [
        ("25-nq/tw", (dt.date(2013, 6, 3), None), "25-nq-tw-2013.md", "25-NQ/TW"),
        ("25-NQ/TW", (None, "IX"), "25-nq-tw-ix.md", "25-NQ/TW"),
        ("217/QĐ-TW", (None, None), "217-qd-tw.md", "217-QĐ/TW"),
        ("04/2015/NĐ-CP", (dt.date(2015, 1, 9), None), "04-2015-nd-cp.md", "04/2015/NĐ-CP"),
        ("Luật Tiếp công dân", (dt.date(2013, 11, 25), None), "luat-tiep-cong-dan-2013.md", None),
    ],
)
def test_a_new_file_is_named_and_read_back(
    tmp_path: Path, name: str, known: tuple[dt.date | None, str | None], file: str, code: str | None
) -> None:
    date, term = known
    path, text = scaffold(name, tmp_path, date=date, term=term)
    directive, problems = parse_directive(file, text)

    assert path == tmp_path / file
    assert (directive.code, directive.date, directive.term) == (code, date, term)
    assert not problems
    assert not list(tmp_path.iterdir())


def test_every_key_is_there_to_be_filled_but_what_machines_write(tmp_path: Path) -> None:
    _, text = scaffold("25-NQ/TW", tmp_path)

    keys = {line.lstrip("# ").partition(":")[0] for line in text.splitlines()[1:-1]}
    assert keys == {field.key for field in FIELDS} - {"printed"}


def test_the_type_is_filled_only_where_the_symbol_decides(tmp_path: Path) -> None:
    resolution, _ = parse_directive("a.md", scaffold("25-NQ/TW", tmp_path)[1])
    decision, _ = parse_directive("b.md", scaffold("217-QĐ/TW", tmp_path)[1])

    assert (resolution.type, resolution.jurisdiction) == ("Nghị quyết", "trung-uong")
    assert decision.type is None


@pytest.mark.parametrize("name", ["25", "", "../x", "--"])
def test_what_is_neither_symbol_nor_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="25-NQ/TW"):
        scaffold(name, tmp_path)


def test_a_name_never_leaves_its_folder(tmp_path: Path) -> None:
    path, _ = scaffold("Luật ../../x", tmp_path)

    assert path.parent == tmp_path


def test_a_file_that_is_there_is_not_offered_again(tmp_path: Path) -> None:
    (tmp_path / "25-nq-tw.md").write_text("---\ncode: 25-NQ/TW\n---\n", "utf-8")

    with pytest.raises(InputError, match="ngày hoặc khóa"):
        scaffold("25-NQ/TW", tmp_path)
