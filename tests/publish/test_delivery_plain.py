"""Delivering plain copies, and the zip for a USB stick; whatever stops it, readers keep a whole site."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from publish.deliveries import MakeRelease, killed_at, steps_of, whole, word_of
from vanban.problems import InputError
from vanban.publish.audit import audit_site
from vanban.publish.checksums import file_digest
from vanban.publish.plain import deliver_plain
from vanban.publish.usb import FOLDER, START, deliver_zip
from vanban.publish.verify import verify


def reachable_and_whole(folder: Path) -> list[str]:
    """Return what a reader of a folder could trip over: links and files, the copy at work and its list aside."""
    view = folder.parent / f"{folder.name}-view"
    shutil.copytree(folder, view, ignore=shutil.ignore_patterns(".vanban-new", ".lock", "SHA256SUMS*"))
    found = [str(problem) for problem in audit_site(view)]
    shutil.rmtree(view)
    return [line for line in found if "không có đường dẫn" not in line]


def test_plain_copies_replace_only_what_a_release_listed(small_release: MakeRelease, tmp_path: Path) -> None:
    folder = tmp_path / "iis"
    deliver_plain(small_release("mot"), folder)
    (folder / "web.config").write_text("<x/>", encoding="utf-8")
    deliver_plain(small_release("hai"), folder)
    assert word_of(folder) == "hai"
    assert not (folder / "a/mot.html").exists()
    assert (folder / "web.config").read_text(encoding="utf-8") == "<x/>"
    assert whole(folder)


def test_plain_killed_at_every_step_has_no_broken_link_and_can_be_finished(
    small_release: MakeRelease, tmp_path: Path
) -> None:
    one, two = small_release("mot"), small_release("hai")
    deliver_plain(one, tmp_path / "count")
    steps = steps_of(lambda checkpoint: deliver_plain(two, tmp_path / "count", checkpoint=checkpoint))
    assert {"verify", "list", "clean"} <= set(steps)
    for stop in range(len(steps)):
        folder = tmp_path / f"iis{stop}"
        deliver_plain(one, folder)
        killed_at(stop, lambda checkpoint, folder=folder: deliver_plain(two, folder, checkpoint=checkpoint))  # type: ignore[misc]  # bound now on purpose
        assert reachable_and_whole(folder) == [], steps[stop]
        if stop <= steps.index("verify"):
            assert word_of(folder) == "mot"
        deliver_plain(two, folder)
        assert word_of(folder) == "hai"
        assert not (folder / "a/mot.html").exists()


def test_plain_refuses_other_peoples_files(small_release: MakeRelease, tmp_path: Path) -> None:
    folder = tmp_path / "iis"
    folder.mkdir()
    (folder / "bao-cao.docx").write_text("của người khác", encoding="utf-8")
    with pytest.raises(InputError, match="thư mục có tệp khác"):
        deliver_plain(small_release("mot"), folder)
    assert [path.name for path in folder.iterdir()] == ["bao-cao.docx"]


def test_the_zip_is_whole_repeatable_and_opens_from_its_top(small_release: MakeRelease, tmp_path: Path) -> None:
    release = small_release("mot")
    for name in ("a.zip", "b.zip"):
        deliver_zip(release, tmp_path / name)
    assert file_digest(tmp_path / "a.zip") == file_digest(tmp_path / "b.zip")
    assert [str(problem) for problem in verify(str(tmp_path / "a.zip"))] == []
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "usb")
    assert names[0] == START
    assert not [name for name in names if name.endswith((".gz", ".br"))]
    assert [str(problem) for problem in audit_site(tmp_path / "usb" / FOLDER)] == []
    assert whole(tmp_path / "usb")


def test_a_damaged_zip(small_release: MakeRelease, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    deliver_zip(small_release("mot"), path)
    data = bytearray(path.read_bytes())
    data[200] ^= 0xFF
    path.write_bytes(data)
    assert "hỏng" in next(str(problem) for problem in verify(str(path)))


def test_a_zip_killed_at_every_step_leaves_the_old_one(small_release: MakeRelease, tmp_path: Path) -> None:
    one, two = small_release("mot"), small_release("hai")
    path = tmp_path / "a.zip"
    steps = steps_of(lambda checkpoint: deliver_zip(one, path, checkpoint=checkpoint))
    before = file_digest(path)
    for stop in range(len(steps)):
        killed_at(stop, lambda checkpoint: deliver_zip(two, path, checkpoint=checkpoint))
        assert file_digest(path) == before
    deliver_zip(two, path)
    assert not list(tmp_path.glob(".a.zip*"))
