"""Measure nginx on the loopback address with our configuration, beside the same server sending plain files.

Bounded: two servers, two pages, a few seconds each; it prints a table and ends. Needs nginx and wrk.

    PYTHONPATH=hooks:tests python -m publish.load SITE        # SITE: a release, for example /srv/dan-van/current
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from publish.nginx import free_port, nginx
from vanban.publish.manifest import read_policy
from vanban.publish.servers import ServerOptions

SECONDS = 8
CONNECTIONS = 64
_LATENCY = re.compile(r"^\s*99%\s+(\S+)", re.MULTILINE)
_RATE = re.compile(r"^Requests/sec:\s+(\S+)", re.MULTILINE)
_VOLUME = re.compile(r"^Transfer/sec:\s+(\S+)", re.MULTILINE)
_FAULTS = re.compile(r"Socket errors:.*|Non-2xx.*")


def measure(address: str, path: str) -> str:
    """Return requests a second, the 99th percentile of the latency and the volume, as wrk reports them."""
    command = ["wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip"]
    report = subprocess.run([*command, f"http://{address}/{path}"], capture_output=True, text=True, check=True).stdout
    found = [pattern.search(report) for pattern in (_RATE, _LATENCY, _VOLUME)]
    faults = _FAULTS.search(report)
    return " | ".join(match[1] if match else "?" for match in found) + f" | {faults[0] if faults else '0'} |"


def plain(folder: Path, release: Path) -> Path:
    """Return a copy of the release without its compressed copies: the same pages as plain files."""
    return Path(shutil.copytree(release, folder, ignore=shutil.ignore_patterns("*.gz", "*.br"), symlinks=False))


def main(release: Path) -> None:
    """Print the table."""
    largest = max(
        release.glob("bao-cao/*/*.html"), key=lambda path: path.stat().st_size, default=release / "index.html"
    )
    names = ["index.html", largest.relative_to(release).as_posix()]
    sys.stdout.write("| files | page | requests/s | p99 | volume/s | errors |\n|---|---|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as temporary:
        roots = {"compressed at publishing": release.resolve(), "plain": plain(Path(temporary, "copy"), release)}
        for kind, root in roots.items():
            folder = Path(temporary, kind.split()[0])
            folder.mkdir()
            options = ServerOptions(str(root), f"{temporary}/conf", "/", f"127.0.0.1:{free_port()}")
            with nginx(folder, options, read_policy(release)) as address:
                for name in names:
                    size = (root / name).stat().st_size // 1024
                    sys.stdout.write(f"| {kind} | {name} ({size} KB) | {measure(address, name)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
