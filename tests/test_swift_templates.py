"""The theme's environment: the same templates and the same static files, listed without the icons."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from swift.places import cache
from swift.switches import VARIABLE
from swift.templates import keep_templates
from trees import PROJECT, ROOT, configure, draw


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    return load_config(str(configure(draw(tmp_path, PROJECT))))


def theme_files(config: MkDocsConfig) -> list[str]:
    files = Files([])
    files.add_files_from_theme(config.theme.get_env(), config)
    return [file.src_uri for file in files]


def test_the_engine_finds_the_same_files_of_the_theme() -> None:
    plain, kept = (load_config(str(ROOT / "mkdocs.yml")) for _ in range(2))
    keep_templates(kept)
    assert theme_files(kept) == theme_files(plain)
    listed = [config.theme.get_env().list_templates() for config in (plain, kept)]
    assert listed[1] == [name for name in listed[0] if not name.startswith(".") and "/." not in name]
    assert len(listed[1]) < len(listed[0]) / 2


def test_what_is_not_listed_is_loaded_all_the_same() -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    keep_templates(config)
    names = load_config(str(ROOT / "mkdocs.yml")).theme.get_env().list_templates()
    icon = next(name for name in names if name.startswith(".icons/") and name.endswith(".svg"))
    assert config.theme.get_env().get_template(icon).render().startswith("<svg")


def test_a_compiled_template_serves_every_environment(config: MkDocsConfig) -> None:
    keep_templates(config)
    config.theme.get_env().get_template("404.html")
    kept = sorted((cache(config) / "templates").iterdir())
    assert kept
    config.theme.get_env().get_template("404.html")
    assert sorted((cache(config) / "templates").iterdir()) == kept


@pytest.mark.parametrize(("without", "keeps"), [("templates", False), ("cache", False), ("shell", True)])
def test_the_switches_decide(
    config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch, without: str, *, keeps: bool
) -> None:
    monkeypatch.setenv(VARIABLE, without)
    keep_templates(config)
    assert (config.theme.get_env().bytecode_cache is not None) == keeps


def test_a_strange_loader_is_left_alone(config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    loader = jinja2.DictLoader({"a.html": "a"})
    monkeypatch.setattr(type(config.theme), "get_env", lambda _: jinja2.Environment(loader=loader, autoescape=True))
    keep_templates(config)
    assert config.theme.get_env().loader is loader
