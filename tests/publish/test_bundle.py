"""The bundle for a machine without a network, installed with the network really cut off."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.problems import InputError
from vanban.publish.bundle import Machine, make_bundle, run
from vanban.publish.checksums import file_digest
from vanban.publish.lock import needed, package_name, read_lock

LOCK = "alpha==1.0 \\\n    --hash=sha256:aa\n    # via vanban\n"
LOCK += "beta-x==2 \\\n    --hash=sha256:bb\ngamma==3 \\\n    --hash=sha256:cc\n"


def wheel(folder: Path, name: str, version: str, body: str) -> Path:
    """Write the smallest wheel pip accepts."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": body,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
        archive.writestr(f"{info}/RECORD", "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"]))
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root, store = tmp_path / "project", tmp_path / "store"
    (root / "docs").mkdir(parents=True)
    store.mkdir()
    digest = file_digest(wheel(store, "alpha", "1.0", "word = 'có'\n"))
    (root / "requirements.lock").write_text(
        f"alpha==1.0 \\\n    --hash=sha256:{digest}\npytest==9 \\\n    --hash=sha256:00\n"
    )
    (root / "pyproject.toml").write_text('[project]\nname = "vanban"\ndependencies = ["alpha>=1,<2"]\n')
    (root / "docs/index.md").write_text("# Trang\n", encoding="utf-8")
    (root / ".venv").mkdir()
    (root / ".venv/x").write_text("x")
    (root / "ra-ngoai").symlink_to("/etc")
    return root


def fetched(store: Path) -> Callable[[Sequence[str]], None]:
    """Return a runner that downloads from a folder, and takes a ready wheel for ours."""

    def runner(command: Sequence[str]) -> None:
        if "download" in command:
            run([*command, "--no-index", "--find-links", str(store)])
        else:
            wheel(Path(command[command.index("-w") + 1]), "vanban", "0.1.0", "import alpha\n")

    return runner


@pytest.fixture
def bundle(project: Path, tmp_path: Path) -> Path:
    runner = fetched(tmp_path / "store")
    make_bundle(project, tmp_path / "goi.zip", runner=runner)
    with zipfile.ZipFile(tmp_path / "goi.zip") as archive:
        archive.extractall(tmp_path / "goi")
    return tmp_path / "goi"


def offline(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a network of its own, where not even the loopback address answers."""
    cut = ["unshare", "-rn", *command]
    return subprocess.run(cut, capture_output=True, text=True, check=False)


def test_the_network_is_really_cut_off() -> None:
    done = offline(sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9), 2)")
    assert "Network is unreachable" in done.stderr, done.stderr


def test_it_installs_without_a_network(bundle: Path) -> None:
    done = offline(sys.executable, str(bundle / "cai-dat.py"))
    assert done.returncode == 0, done.stderr
    python = bundle / "nguon/.venv/bin/python"
    assert offline(str(python), "-c", "import vanban; print(vanban.alpha.word)").stdout == "có\n"


def test_a_damaged_bundle_installs_nothing(bundle: Path) -> None:
    path = next((bundle / "wheels").glob("alpha*"))
    path.write_bytes(path.read_bytes()[:-1])
    done = offline(sys.executable, str(bundle / "cai-dat.py"))
    assert done.returncode == 1
    assert "tệp thiếu hoặc hỏng" in done.stderr
    assert not (bundle / "nguon/.venv").exists()


def test_it_holds_what_building_needs_and_no_more(bundle: Path) -> None:
    names = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert {"cai-dat.py", "requirements.lock", "SHA256SUMS", "nguon/docs/index.md"} <= names
    assert len([name for name in names if name.startswith("wheels/")]) == 2
    assert not [name for name in names if ".venv" in name or "ra-ngoai" in name]
    assert "pytest" not in (bundle / "requirements.lock").read_text(encoding="utf-8")


def test_another_python_is_told(bundle: Path) -> None:
    script = bundle / "cai-dat.py"
    script.write_text(script.read_text(encoding="utf-8").replace(Machine().python, "3.99"), encoding="utf-8")
    assert "Gói này dành cho Python 3.99" in offline(sys.executable, str(script)).stderr


def test_a_package_that_is_not_to_be_had_is_one_line(project: Path, tmp_path: Path) -> None:
    def refuse(command: Sequence[str]) -> None:
        run([*command[:4], "download", "--no-index", "khong-co"])

    with pytest.raises(InputError, match="không tải đủ gói cài đặt") as caught:
        make_bundle(project, tmp_path / "goi.zip", runner=refuse)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "goi.zip").exists()


def test_machines_of_another_kind_are_asked_for() -> None:
    assert Machine("3.12", "win_amd64").flags() == [
        "--only-binary=:all:",
        "--python-version",
        "3.12.99",
        "--platform",
        "win_amd64",
    ]
    assert Machine().flags() == ["--only-binary=:all:"]


def test_the_needed_part_of_a_lock() -> None:
    lock = read_lock(LOCK)
    assert list(lock) == ["alpha", "beta-x", "gamma"]
    assert "".join(lock.values()) == LOCK
    tree = {"alpha": ["beta-x"], "beta-x": ["alpha", "not-locked"]}
    assert list(needed(["Alpha>=1"], lock, lambda name: tree.get(name, []))) == ["alpha", "beta-x"]


@given(st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,8}[A-Za-z0-9])?", fullmatch=True))
def test_names_have_one_spelling(name: str) -> None:
    assert package_name(package_name(name)) == package_name(name)
