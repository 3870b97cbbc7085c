"""A file is read once, and what was read stays what the whole of a build sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from vanban.originals import Originals, decoded


def test_a_file_that_changes_meanwhile_stays_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("Một.", "utf-8")
    originals = Originals()
    assert originals.content(str(file)) == "Một.".encode()
    file.write_text("Hai.", "utf-8")
    assert originals.content(str(file)) == "Một.".encode()
    assert Originals().content(str(file)) == b"Hai."


def test_a_folder_that_was_let_go_is_read_again(tmp_path: Path) -> None:
    inside, beside = tmp_path / "a" / "a.md", tmp_path / "a-b.md"
    inside.parent.mkdir()
    originals = Originals()
    for file in (inside, beside):
        file.write_text("Một.", "utf-8")
        originals.content(str(file))
        file.write_text("Hai.", "utf-8")
    originals.let_go(tmp_path / "a")
    assert [originals.content(str(file)) for file in (inside, beside)] == [b"Hai.", "Một.".encode()]


def test_a_file_asked_for_the_last_time_is_what_it_was_and_is_not_held(tmp_path: Path) -> None:
    file, originals = tmp_path / "a.md", Originals()
    file.write_text("Một.", "utf-8")
    originals.content(str(file))
    file.write_text("Hai.", "utf-8")
    assert originals.last(str(file)) == "Một.".encode()
    assert originals.last(str(file)) == b"Hai."
    with pytest.raises(FileNotFoundError):
        originals.last(str(tmp_path / "b.md"))


@pytest.mark.parametrize("text", ["một\r\nhai\rba\n", "một\nhai\nba\n"])
def test_lines_end_alike_whatever_program_saved_them(text: str) -> None:
    assert decoded(text.encode()) == "một\nhai\nba\n"


def test_what_is_not_utf_8_is_not_guessed() -> None:
    with pytest.raises(UnicodeDecodeError):
        decoded("Đảng".encode("utf-16"))


def test_what_another_process_read_is_not_read_again(tmp_path: Path) -> None:
    file, other = tmp_path / "a.md", tmp_path / "b.md"
    for each in (file, other):
        each.write_text("Một.", "utf-8")
    originals = Originals()
    originals.content(str(file))
    originals.hold({str(file): b"Hai.", str(other): b"Hai."})
    assert dict(originals.contents()) == {str(file): "Một.".encode(), str(other): b"Hai."}
    assert originals.content(str(other)) == b"Hai."
