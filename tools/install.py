"""Install what a fresh machine lacks: the virtual environment, and with --system the programs the tests drive.

Runs with nothing but Python 3.11+, on Linux, macOS and Windows.
"""

from __future__ import annotations

import argparse
import ctypes.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV, ENGINES_VENV = ROOT / ".venv", ROOT / ".venv-engines"
BIN = "Scripts" if os.name == "nt" else "bin"
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "nginx": ("nginx",),
    "libnginx-mod-http-brotli-static": ("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so",),
    "rsync": ("rsync",),
    "openssl": ("openssl",),
    "postgresql": ("/usr/lib/postgresql/*/bin/initdb", "initdb"),
    "util-linux": ("unshare",),
    "default-jre-headless": ("java",),
    "libpango-1.0-0": ("lib:pango-1.0",),
    "libpangoft2-1.0-0": ("lib:pangoft2-1.0",),
    "libharfbuzz-subset0": ("lib:harfbuzz-subset",),
}
"""Debian package -> programs, files or libraries, any of which satisfies it (Java runs the EPUB validator)."""
MINIMUM = (3, 11)
SITE_LOCK, FULL_LOCK, ENGINES_LOCK = "requirements-site.lock", "requirements.lock", "requirements-engines.lock"


def main() -> int:
    """Install and return the exit status."""
    parser = argparse.ArgumentParser(
        description="Cài những gì máy mới còn thiếu: mặc định chỉ phần dựng trang.",
        epilog="ví dụ: python3 tools/install.py --all --system",
    )
    parser.add_argument("--all", action="store_true", help="cả phần nhập tệp Word, PDF, xuất bản và kiểm thử")
    parser.add_argument("--system", action="store_true", help="cả chương trình cho kiểm thử (Chromium, nginx, Java)")
    arguments = parser.parse_args()
    if sys.version_info < MINIMUM:
        return fail("cần Python 3.11 trở lên; hãy cài rồi chạy lại")
    status = install_environment(everything=arguments.all)
    if arguments.all and arguments.system:
        status = status or install_engines()
    return status or (install_programs() if arguments.system else 0)


def install_environment(*, everything: bool) -> int:
    """Make the virtual environment and install the locked packages and the project."""
    if up_to_date(everything=everything):
        return 0
    return install_locked(VENV, FULL_LOCK if everything else SITE_LOCK, ["-e", "."])


def install_engines() -> int:
    """Make a second environment with the engines that tests build the staged site with: they do not mix with ours."""
    if newer(marker(ENGINES_LOCK, ENGINES_VENV), ROOT / ENGINES_LOCK):
        return 0
    return install_locked(ENGINES_VENV, ENGINES_LOCK)


def install_locked(environment: Path, lock: str, *further: list[str]) -> int:
    """Make a virtual environment and install the packages of a lock, each checked by its hash, then what else is named.

    The lock is complete, so nothing is left to resolve: a resolver would look at newer releases of a package that
    another one asks for with an extra, and refuse the lock as soon as there is one.
    """
    if not (environment / BIN).is_dir():
        venv.create(environment, with_pip=True)
    python = str(environment / BIN / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    for step in (["--require-hashes", "-r", lock], *further):
        if subprocess.run([*pip, *step], cwd=ROOT, check=False).returncode != 0:
            return fail("không cài được gói Python; hãy xem lỗi ở trên và kiểm tra mạng")
    marker(lock, environment).touch()
    return 0


def marker(lock: str, environment: Path | None = None) -> Path:
    """Return the file whose time tells when the packages of a lock were installed."""
    return (environment or VENV) / f"{lock}.installed"


def up_to_date(*, everything: bool) -> bool:
    """Return whether the locked packages were installed after the lock and the project last changed."""
    locks = (FULL_LOCK,) if everything else (FULL_LOCK, SITE_LOCK)
    return any(newer(marker(lock), ROOT / lock, ROOT / "pyproject.toml") for lock in locks)


def newer(installed: Path, *sources: Path) -> bool:
    """Return whether a marker is there and later than every source."""
    return installed.is_file() and installed.stat().st_mtime > max(source.stat().st_mtime for source in sources)


def install_programs() -> int:
    """Install the missing programs with apt-get; where that is not possible, say what to install."""
    missing = [package for package, names in PROGRAMS.items() if not any(map(present, names))]
    if not missing:
        return 0
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return fail(f"kiểm thử cần {', '.join(missing)}; hãy cài bằng trình quản lý gói của máy rồi chạy lại")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
        if subprocess.run([apt, *step], env=environment, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            return fail(f"apt-get không cài được {', '.join(missing)}; hãy xem lỗi ở trên")
    return 0


def present(name: str) -> bool:
    """Return whether a program is on the path, a file in its place (`*` for any name), or a library to be loaded."""
    if name.startswith("lib:"):
        return ctypes.util.find_library(name.removeprefix("lib:")) is not None
    return any(Path("/").glob(name[1:])) if name.startswith("/") else shutil.which(name) is not None


def fail(message: str) -> int:
    """Print one line and return the status of a failure."""
    sys.stderr.write(f"tools/install.py: {message}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
