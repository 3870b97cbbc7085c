"""Delivering to a folder of releases; whatever stops it, readers keep a whole site."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

import pytest

from publish.deliveries import Checkpoint, MakeRelease, killed_at, steps_of, whole, word_of
from vanban.problems import InputError
from vanban.publish.disk import require_room, told_plainly
from vanban.publish.policy import Policy
from vanban.publish.prepare import Release
from vanban.publish.releases import Delivery, FolderTarget, deliver_folder, plan_folder, roll_back


def test_first_second_and_same_release(small_release: MakeRelease, tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "dest")
    one, two = small_release("mot"), small_release("hai")
    first = deliver_folder(one, target)
    second = deliver_folder(two, target)
    assert (first.name, first.previous) == (f"0001-{one.fingerprint[:12]}", "")
    assert second == Delivery(f"0002-{two.fingerprint[:12]}", first.name)
    assert deliver_folder(two, target) == Delivery(second.name, second.name)
    assert word_of(target.root / "current") == "hai"
    assert whole(target.root / "current")


def test_killed_at_every_step_the_old_site_serves_whole(small_release: MakeRelease, tmp_path: Path) -> None:
    one, two = small_release("mot"), small_release("hai")
    three = small_release("ba")
    steps = steps_of(lambda checkpoint: _three(tmp_path / "count", (one, two, three), checkpoint))
    assert {"verify", "finish", "announce", "link", "switch"} <= set(steps)
    assert any(step.startswith("prune") for step in steps)
    for stop in range(len(steps)):
        target = FolderTarget(tmp_path / f"dest{stop}", keep=2)
        deliver_folder(one, target)
        deliver_folder(two, target)
        killed_at(stop, lambda checkpoint, target=target: deliver_folder(three, target, checkpoint=checkpoint))  # type: ignore[misc]  # bound now on purpose
        switched = stop > steps.index("switch")
        assert word_of(target.root / "current") == ("ba" if switched else "hai"), steps[stop]
        assert whole(target.root / "current")
        deliver_folder(three, target)
        assert word_of(target.root / "current") == "ba"
        assert not list(target.root.glob("releases/.new-*"))


def _three(root: Path, releases: tuple[Release, ...], checkpoint: Checkpoint) -> None:
    target = FolderTarget(root, keep=2)
    for release in releases[:-1]:
        deliver_folder(release, target)
    deliver_folder(releases[-1], target, checkpoint=checkpoint)


def test_the_last_releases_stay_and_one_can_go_back(small_release: MakeRelease, tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "dest", keep=3)
    for word in ("mot", "hai", "ba", "bon", "nam"):
        deliver_folder(small_release(word), target)
    assert [name.split("-")[0] for name in target.names()] == ["0003", "0004", "0005"]
    assert roll_back(target).name.startswith("0004")
    assert word_of(target.root / "current") == "bon"
    roll_back(target)
    assert word_of(target.root / "current") == "ba"
    with pytest.raises(InputError, match="không có bản cũ hơn"):
        roll_back(target)
    roll_back(target, target.names()[-1])
    assert word_of(target.root / "current") == "nam"


def test_a_damaged_release_is_never_gone_back_to(small_release: MakeRelease, tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "dest")
    deliver_folder(small_release("mot"), target)
    deliver_folder(small_release("hai"), target)
    (target.root / "releases" / target.names()[0] / "index.html").write_text("hỏng", encoding="utf-8")
    with pytest.raises(InputError, match="không nguyên vẹn"):
        roll_back(target)
    assert word_of(target.root / "current") == "hai"


def test_a_copy_damaged_on_its_way_is_not_switched_to(small_release: MakeRelease, tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "dest")
    deliver_folder(small_release("mot"), target)

    def damage(step: str) -> None:
        if step == "verify":
            next(target.root.glob("releases/.new-*/index.html")).write_text("hỏng", encoding="utf-8")

    with pytest.raises(InputError, match="không nguyên vẹn"):
        deliver_folder(small_release("hai"), target, checkpoint=damage)
    assert word_of(target.root / "current") == "mot"


def test_a_wrong_clock_changes_nothing(small_release: MakeRelease, tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "dest", keep=2)
    for number, word in enumerate(("mot", "hai", "ba")):
        deliver_folder(small_release(word), target)
        newest = target.root / "releases" / target.names()[-1]
        os.utime(newest, (4_000_000_000 - number * 2_000_000_000,) * 2)
    assert [name.split("-")[0] for name in target.names()] == ["0002", "0003"]
    assert word_of(target.root / "current") == "ba"


def test_a_dry_run_writes_nothing(small_release: MakeRelease, tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "dest")
    release = small_release("mot")
    assert plan_folder(release, target).name == f"0001-{release.fingerprint[:12]}"
    assert not target.root.exists()


def test_the_server_is_told_the_policy_of_all_kept_releases_before_the_switch(
    small_release: MakeRelease, tmp_path: Path
) -> None:
    target = FolderTarget(tmp_path / "dest")
    deliver_folder(small_release("mot"), target)
    served: list[str] = []

    def announce(policy: Policy) -> None:
        assert policy == Policy()
        served.append(word_of(target.root / "current"))

    deliver_folder(small_release("hai"), target, announce=announce)
    assert served == ["mot"]


@pytest.mark.parametrize("name", ["index.html", ".htaccess", "anh"])
def test_a_folder_with_other_files_is_refused(small_release: MakeRelease, tmp_path: Path, name: str) -> None:
    (tmp_path / "dest").mkdir()
    (tmp_path / "dest" / name).write_text("của người khác", encoding="utf-8")
    with pytest.raises(InputError, match="thư mục có tệp khác"):
        deliver_folder(small_release("mot"), FolderTarget(tmp_path / "dest"))
    assert (tmp_path / "dest" / name).read_text(encoding="utf-8") == "của người khác"


def test_a_link_that_leads_elsewhere_is_refused(small_release: MakeRelease, tmp_path: Path) -> None:
    (tmp_path / "dest").mkdir()
    (tmp_path / "dest/current").symlink_to("/etc")
    with pytest.raises(InputError, match="trỏ ra ngoài"):
        deliver_folder(small_release("mot"), FolderTarget(tmp_path / "dest"))


def test_two_publications_at_once(small_release: MakeRelease, tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "dest")
    one, two = small_release("mot"), small_release("hai")

    def meanwhile(step: str) -> None:
        if step == "switch":
            with pytest.raises(InputError, match="đang có lần phát hành khác"):
                deliver_folder(two, target)

    deliver_folder(one, target, checkpoint=meanwhile)
    assert word_of(target.root / "current") == "mot"


ERRORS = {
    errno.ENOSPC: "đĩa đầy",
    errno.EACCES: "không có quyền ghi",
    errno.EROFS: "chỉ cho đọc",
    errno.EIO: "ổ đĩa lỗi",
    errno.EBUSY: "hệ thống báo",
}


@pytest.mark.parametrize("code", ERRORS)
def test_a_refusal_of_the_system_is_one_line_and_loses_nothing(
    small_release: MakeRelease, tmp_path: Path, code: int
) -> None:
    target = FolderTarget(tmp_path / "dest")
    deliver_folder(small_release("mot"), target)

    def refuse(step: str) -> None:
        if step.startswith("copy index"):
            raise OSError(code, os.strerror(code), "x")

    with pytest.raises(InputError, match=ERRORS[code]) as caught:
        deliver_folder(small_release("hai"), target, checkpoint=refuse)
    assert "\n" not in str(caught.value)
    assert word_of(target.root / "current") == "mot"
    assert whole(target.root / "current")


def test_a_disk_without_room_is_met_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="đĩa đầy"), told_plainly(tmp_path):
        require_room(tmp_path, 1000, lambda _: 1000)
    require_room(tmp_path, 1000, lambda _: 2000)


def test_a_really_full_disk(small_release: MakeRelease, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small disk; the simulated errors above cover the same code")
    try:
        target = FolderTarget(disk / "dest")
        deliver_folder(small_release("mot"), target)
        (disk / "dest/server").mkdir()
        _fill(disk / "dest/server/day")
        with pytest.raises(InputError, match="đĩa đầy"):
            deliver_folder(small_release("hai"), target)
        assert word_of(target.root / "current") == "mot"
        assert whole(target.root / "current")
    finally:
        subprocess.run(["umount", str(disk)], check=True)  # noqa: S607 (the machine's umount)


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(4096))
        except OSError:
            return
