"""Delivering: whatever stops a delivery, readers keep a whole site."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from vanban.problems import InputError
from vanban.publish.audit import audit_site
from vanban.publish.checksums import file_digest
from vanban.publish.disk import require_room, told_plainly
from vanban.publish.plain import deliver_plain
from vanban.publish.policy import Policy
from vanban.publish.prepare import Release
from vanban.publish.releases import Delivery, FolderTarget, deliver_folder, plan_folder, roll_back
from vanban.publish.remote import RemoteTarget, deliver_remote, roll_back_remote
from vanban.publish.usb import FOLDER, START, deliver_zip
from vanban.publish.verify import verify, verify_folder

MakeRelease = Callable[[str], Release]
Checkpoint = Callable[[str], None]


def steps_of(run: Callable[[Checkpoint], object]) -> list[str]:
    """Run a delivery to its end and return the names of its steps."""
    steps: list[str] = []
    run(steps.append)
    return steps


def killed_at(stop: int, run: Callable[[Checkpoint], object]) -> None:
    """Run a delivery in a process of its own that is killed, as by a power cut, at its `stop`-th step."""
    child = os.fork()
    if child == 0:
        left = [stop]

        def checkpoint(step: str) -> None:
            del step
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            run(checkpoint)
        finally:
            os._exit(99)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"step {stop} was never reached"


def word_of(folder: Path) -> str:
    """Return the word a served site is about."""
    text = (folder / "index.html").read_text(encoding="utf-8")
    return text.split("<p>")[1].split("<")[0]


def whole(folder: Path) -> bool:
    return not [str(problem) for problem in verify_folder(folder)]


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


# --- one folder, replaced file by file -------------------------------------------------------------------------------


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


# --- USB -------------------------------------------------------------------------------------------------------------


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


# --- another machine -------------------------------------------------------------------------------------------------


@pytest.fixture
def machine(tmp_path: Path) -> RemoteTarget:
    """A machine reached by a stand-in for ssh that runs the line here; rsync and the shell are the real ones."""
    assert shutil.which("rsync"), "cài rsync (apt-get install rsync) để chạy các phép thử phát hành từ xa"
    shell = tmp_path / "ssh"
    skip = '[ "$1" != -l ] || shift 2\n[ "$1" != user@host.invalid ] || shift\n[ "$1" != host.invalid ] || shift\n'
    shell.write_text(f'#!/bin/sh\n{skip}exec sh -c "$*"\n', encoding="utf-8")
    shell.chmod(0o755)
    return RemoteTarget("user@host.invalid", str(tmp_path / "remote"), keep=2, ssh=(str(shell),))


def test_remote_releases_switch_and_go_back(small_release: MakeRelease, machine: RemoteTarget) -> None:
    for number, word in enumerate(("mot", "hai", "ba"), start=1):
        assert deliver_remote(small_release(word), machine).name.startswith(f"000{number}-")
        assert word_of(Path(machine.path, "current")) == word
    assert len(list(Path(machine.path, "releases").iterdir())) == 2
    assert "default-src 'none'" in Path(machine.path, "server/policy.conf").read_text(encoding="utf-8")
    assert roll_back_remote(machine).name.startswith("0002-")
    assert word_of(Path(machine.path, "current")) == "hai"
    with pytest.raises(InputError, match="không có bản cũ hơn"):
        roll_back_remote(machine)


def test_the_other_machine_is_told_of_a_new_policy_once(small_release: MakeRelease, machine: RemoteTarget) -> None:
    assert "nginx -s reload" in deliver_remote(small_release("mot"), machine).note
    assert deliver_remote(small_release("hai"), machine).note == ""


def test_a_remote_copy_cut_off_is_never_served(small_release: MakeRelease, machine: RemoteTarget) -> None:
    deliver_remote(small_release("mot"), machine)

    def damage(step: str) -> None:
        if step == "switch":
            next(Path(machine.path, "releases").glob(".new-*/index.html")).write_text("nửa", encoding="utf-8")

    with pytest.raises(InputError, match="không nguyên vẹn"):
        deliver_remote(small_release("hai"), machine, damage)
    three = small_release("ba")
    for stop in range(3):
        killed_at(stop, lambda checkpoint: deliver_remote(three, machine, checkpoint))
        assert word_of(Path(machine.path, "current")) == "mot"
    deliver_remote(small_release("bon"), machine)
    assert word_of(Path(machine.path, "current")) == "bon"
    assert not list(Path(machine.path, "releases").glob(".new-*"))


def test_a_machine_that_cannot_be_reached(small_release: MakeRelease, machine: RemoteTarget) -> None:
    away = RemoteTarget(machine.host, machine.path, ssh=("false",))
    with pytest.raises(InputError, match="không làm được trên máy chủ"):
        deliver_remote(small_release("mot"), away)


@pytest.mark.parametrize(
    "text",
    ["ssh://-oProxyCommand=x/a", "ssh://h/a;rm", "ssh://h/../x", "ssh://h/", "ssh://h", "ssh://a b/x", "ssh://h/$(x)"],
)
def test_addresses_that_could_run_something_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        RemoteTarget.parse(text)


def test_an_address_is_read() -> None:
    assert RemoteTarget.parse("ssh://vp@may-chu:2222/srv/dan-van/") == RemoteTarget("vp@may-chu", "/srv/dan-van", 2222)
