"""The installer says what a machine lacks and does nothing twice; real installing is what `.ci/run` does."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from trees import ROOT


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("install", ROOT / "tools" / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in (module.SITE_LOCK, module.FULL_LOCK, module.ENGINES_LOCK, "pyproject.toml"):
        (tmp_path / name).write_text("", "utf-8")
        os.utime(tmp_path / name, (1000, 1000))
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv-engines").mkdir()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "ENGINES_VENV", tmp_path / ".venv-engines")
    return module


def test_nothing_is_up_to_date_on_a_fresh_machine(install: ModuleType) -> None:
    assert not install.up_to_date(everything=False)
    assert not install.up_to_date(everything=True)


def test_the_full_lock_serves_the_site_too_but_not_the_other_way(install: ModuleType) -> None:
    install.marker(install.SITE_LOCK).touch()
    assert install.up_to_date(everything=False)
    assert not install.up_to_date(everything=True)
    install.marker(install.FULL_LOCK).touch()
    assert install.up_to_date(everything=True)


def test_a_changed_lock_is_installed_again(install: ModuleType) -> None:
    install.marker(install.FULL_LOCK).touch()
    os.utime(install.marker(install.FULL_LOCK), (500, 500))
    assert not install.up_to_date(everything=True)


def test_the_other_engines_are_installed_once(install: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Path] = []

    def record(environment: Path, lock: str) -> int:
        calls.append(environment)
        install.marker(lock, environment).touch()
        return 0

    monkeypatch.setattr(install, "install_locked", record)
    assert install.install_engines() == install.install_engines() == 0
    assert calls == [install.ENGINES_VENV]


def test_a_missing_program_is_named(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "PROGRAMS", {"khong-co": ("khong-co-chuong-trinh",)})
    monkeypatch.setenv("PATH", "")
    assert install.install_programs() == 1
    assert "khong-co" in capsys.readouterr().err


def test_every_package_of_the_site_is_in_the_full_lock_at_the_same_version() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text("utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith(" ")}

    assert pins("requirements-site.lock") <= pins("requirements.lock")


def test_the_locked_packages_need_nothing_that_the_lock_leaves_out() -> None:
    """They are installed as listed, without looking at what else they ask for."""
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_file_in_a_folder_of_any_version_counts(install: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "lib/15/bin").mkdir(parents=True)
    (tmp_path / "lib/15/bin/initdb").touch()
    assert install.present(f"{tmp_path}/lib/*/bin/initdb")
    assert not install.present(f"{tmp_path}/lib/*/bin/khong-co")
