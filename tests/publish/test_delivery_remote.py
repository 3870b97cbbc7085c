"""Delivering to another machine; whatever stops it, readers keep a whole site."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from publish.deliveries import MakeRelease, killed_at, word_of
from vanban.problems import InputError
from vanban.publish.remote import RemoteTarget, deliver_remote, roll_back_remote


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
