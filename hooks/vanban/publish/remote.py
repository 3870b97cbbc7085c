"""Remote: the folder of releases on another machine, reached by rsync over ssh, switched by one rename there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.problems import InputError, Problem
from vanban.publish.checksums import FILE_NAME as SUMS
from vanban.publish.disk import Checkpoint, no_checkpoint
from vanban.publish.manifest import FILE_NAME as MANIFEST
from vanban.publish.manifest import parse_policy
from vanban.publish.prepare import Release
from vanban.publish.releases import Delivery
from vanban.publish.servers import policy_files
from vanban.records import dataclass

_SHAPE: Final = lazy_pattern(
    r"ssh://(?:(?P<user>[a-z_][a-z0-9_-]*)@)?(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*)(?::(?P<port>\d{1,5}))?(?P<path>/[A-Za-z0-9._/-]*)"
)

_LOOK: Final = """set -eu
mkdir -p {root}/releases
cd {root}
for name in * .[!.]*; do
  case "$name" in releases|current|server|.lock|.current.new|'*'|'.[!.]*') ;; *) echo "strange $name"; exit 0 ;; esac
done
rm -rf releases/.new-*
[ ! -L current ] || echo "current $(basename "$(readlink current)")"
ls releases | sed 's/^/name /'
"""

_ANNOUNCE: Final = """set -eu
cd {root}
mkdir -p server
printf '%s' {text} > server/.{name}.new
if cmp -s server/.{name}.new server/{name}; then rm server/.{name}.new; else
  mv server/.{name}.new server/{name}
  echo "changed"
fi
"""

_SWITCH: Final = """set -eu
cd {root}
exec 9>.lock
flock -n 9 || {{ echo "busy"; exit 0; }}
(cd releases/.new-{name} && sha256sum --quiet --strict -c {sums}) >/dev/null || {{ echo "damaged"; exit 0; }}
mv releases/.new-{name} releases/{name}
ln -sfn releases/{name} .current.new
mv -T .current.new current
sync
echo "done"
ls releases | sort -n | head -n -{keep} | while read -r old; do
  case "$old" in {name}|{served}) ;; *) mv "releases/$old" "releases/.new-$old"; rm -rf "releases/.new-$old" ;; esac
done
"""

_BACK: Final = """set -eu
cd {root}
served=$(basename "$(readlink current)")
before=$(ls releases | sort -n | grep -B1 -x "$served" | head -n 1)
[ "$before" != "$served" ] || {{ echo "none"; exit 0; }}
(cd "releases/$before" && sha256sum --quiet --strict -c {sums}) >/dev/null || {{ echo "damaged"; exit 0; }}
ln -sfn "releases/$before" .current.new
mv -T .current.new current
echo "done $before $served"
"""

_ANSWERS: Final = {
    "strange": "thư mục trên máy chủ có tệp khác; chọn thư mục trống",
    "busy": "đang có lần phát hành khác ghi vào máy chủ; chờ xong rồi chạy lại",
    "damaged": "bản chép trên máy chủ không nguyên vẹn; chưa chuyển, hãy phát hành lại",
    "none": "không có bản cũ hơn để lùi về",
}


@dataclass(frozen=True, slots=True)
class RemoteTarget:
    """A folder of releases on a machine with ssh, rsync and GNU coreutils.

    Attributes:
        host: `user@host`, or the name of a host in the ssh configuration.
        path: Absolute folder there.
        port: ssh's port; 0 for the configured one.
        keep: How many releases stay.
        ssh: The program that reaches the machine; tests replace it.
    """

    host: str
    path: str
    port: int = 0
    keep: int = 5
    ssh: tuple[str, ...] = ("ssh", "-o", "BatchMode=yes")

    @classmethod
    def parse(cls, text: str, keep: int = 5) -> RemoteTarget:
        """Read `ssh://[user@]host[:port]/path`.

        Raises:
            InputError: The text is not of that form.
        """
        match = _SHAPE.fullmatch(text)
        if not match or ".." in match["path"].split("/") or match["path"].strip("/") == "":
            raise InputError(Problem(text, 0, "địa chỉ máy chủ không đúng; viết ssh://ten@may-chu/srv/dan-van"))
        host = f"{match['user']}@{match['host']}" if match["user"] else match["host"]
        return cls(host, match["path"].rstrip("/"), int(match["port"] or 0), keep)

    def reach(self) -> list[str]:
        """Return the command that runs a shell line there, host left out."""
        return [*self.ssh, *(("-p", str(self.port)) if self.port else ())]


def deliver_remote(release: Release, target: RemoteTarget, checkpoint: Checkpoint = no_checkpoint) -> Delivery:
    """Copy a release to the other machine, check it there by `sha256sum`, and switch by one rename.

    Only what changed since the served release is sent (`rsync --link-dest`). Interrupted at any point, the machine
    goes on serving the old release; the next delivery removes the unfinished copy.

    Raises:
        InputError: ssh or rsync is missing or fails, the folder holds other things, or the copy is damaged.
    """
    served, names = _look(target)
    if served.endswith(release.fingerprint[:12]):
        return Delivery(served, served)
    number = max((int(name.split("-")[0]) for name in names), default=0) + 1
    name = f"{number:04d}-{release.fingerprint[:12]}"
    checkpoint("copy")
    _send(release, target, name, served)
    checkpoint("announce")
    note = _announce(release, target, served)
    checkpoint("switch")
    script = _SWITCH.format(
        root=shlex.quote(target.path), name=name, sums=SUMS, served=served or "-", keep=max(2, target.keep)
    )
    _told(target, _run(target, script))
    return Delivery(name, served, note=note)


def roll_back_remote(target: RemoteTarget) -> Delivery:
    """Serve the release before the served one again, if it is whole.

    Raises:
        InputError: There is none, or it is damaged, or the machine cannot be reached.
    """
    answer = _told(target, _run(target, _BACK.format(root=shlex.quote(target.path), sums=SUMS)))
    _, before, served = answer.split()
    return Delivery(before, served)


def _look(target: RemoteTarget) -> tuple[str, list[str]]:
    lines = _told(target, _run(target, _LOOK.format(root=shlex.quote(target.path)))).splitlines()
    names = [line.split(" ", 1)[1] for line in lines if line.startswith("name ")]
    served = next((line.split(" ", 1)[1] for line in lines if line.startswith("current ")), "")
    return served, [name for name in names if re.fullmatch(r"\d{4,}-[0-9a-f]{12}", name)]


def _send(release: Release, target: RemoteTarget, name: str, served: str) -> None:
    reuse = [f"--link-dest=../{served}"] if served else []
    place = f"{target.host}:{shlex.quote(f'{target.path}/releases/.new-{name}')}/"
    shell = shlex.join(target.reach())
    command = ["rsync", "-r", "--checksum", "--chmod=D755,F644", *reuse, "-e", shell, f"{release.folder}/", place]
    _execute(target, command)


def _announce(release: Release, target: RemoteTarget, served: str) -> str:
    """Write the policy for the new and the served release there, before the switch; say whether it changed."""
    manifest = _run(target, f"cat {shlex.quote(f'{target.path}/releases/{served}/{MANIFEST}')}") if served else ""
    policy = release.policy | parse_policy(manifest)
    answers = [
        _run(target, _ANNOUNCE.format(root=shlex.quote(target.path), name=name, text=shlex.quote(text)))
        for name, text in policy_files(policy).items()
    ]
    reload = f"chính sách CSP trên máy chủ đã đổi: chạy nginx -s reload ở đó (tệp {target.path}/server/policy.conf)"
    return reload if any("changed" in answer for answer in answers) else ""


def _run(target: RemoteTarget, script: str) -> str:
    return _execute(target, [*target.reach(), target.host, script])


def _execute(target: RemoteTarget, command: list[str]) -> str:
    if not shutil.which(command[0]):
        raise InputError(Problem(command[0], 0, "máy này chưa cài chương trình đó; cài rồi chạy lại"))
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"mã {done.returncode}"])[-1]
        raise InputError(Problem(target.host, 0, f"không làm được trên máy chủ: {last}; trang cũ vẫn phục vụ"))
    return done.stdout


def _told(target: RemoteTarget, answer: str) -> str:
    """Return an answer of a script, or raise what it complains about."""
    word = (answer.split() or ["?"])[0]
    if word in _ANSWERS:
        raise InputError(Problem(f"{target.host}:{target.path}", 0, _ANSWERS[word]))
    return answer
