"""stage_project: the whole site as a folder of plain Markdown that any engine builds without us.

The folder holds the pages editors wrote and the pages made from the library, each with its links, backlinks, footnotes
and addresses in the text (`portable`), the exports and forwarding pages as they are published, the assets, and a
configuration for engines that read that of MkDocs. It is the way out, and the yardstick of the speed of our own build.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml
from pathspec import GitIgnoreSpec

from vanban.dialect import EXTENSIONS, theme_title
from vanban.front_matter import read_front_matter
from vanban.portable import portable_page
from vanban.problems import InputError, Problem
from vanban.site import Site, build_site
from vanban.units import first_heading

MARK: Final = ".vanban-stage"
"""File that says a folder was made by this command, so that it may be emptied."""
_EXTENSIONS: Final = [name for name in EXTENSIONS if name != "footnotes"]
_NEVER: Final = (".*", "/templates/")


class _Loader(yaml.SafeLoader):
    """Reads a site's configuration; values with tags of other programs are of no interest here."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)  # noqa: ARG005 (PyYAML passes three)


def stage_project(docs: Path, directives: Path, target: Path, config: Path | None = None) -> Site:
    """Write the staged tree, replacing one that this command wrote before.

    Args:
        docs: The folder of Markdown pages.
        directives: The folder of directive files.
        target: The folder to make; it holds `docs/` and `mkdocs.yml` afterwards.
        config: The site's configuration: its name and the pages it does not publish.

    Returns:
        The site that was staged, with its findings.

    Raises:
        InputError: `target` holds something that this command did not write.
    """
    settings = yaml.load(config.read_text("utf-8"), _Loader) if config else {}  # noqa: S506 (a safe loader)
    _empty(target)
    site = build_site(docs, directives)
    unpublished = _unpublished(settings)
    for address, text in _pages(site, docs, unpublished):
        _write(target / "docs" / address, text)
    for address, make in site.data_files():
        file = target / "docs" / address
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(make())
    for path in _others(docs, unpublished):
        copy = target / "docs" / path.relative_to(docs)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    _write(target / "mkdocs.yml", _configuration(site, settings))
    return site


def _empty(target: Path) -> None:
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise InputError(Problem(str(target), 0, "thư mục đã có thứ khác; hãy chỉ một thư mục mới hoặc trống"))
    shutil.rmtree(target, ignore_errors=True)
    _write(target / MARK, "")


def _unpublished(settings: dict[str, Any]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines([*_NEVER, *str(settings.get("exclude_docs") or "").splitlines()])


def _pages(site: Site, docs: Path, unpublished: GitIgnoreSpec) -> Iterator[tuple[str, str]]:
    """Yield (address, Markdown with front matter) of every page."""
    for page in site.pages.values():
        yield page.address, _page(site, page.address, page.title, f"{page.markdown.strip()}\n")
    for path in sorted(docs.rglob("*.md")):
        address = path.relative_to(docs).as_posix()
        if not unpublished.match_file(address) and not site.is_generated(address):
            parts, _ = read_front_matter(address, path.read_text("utf-8-sig"))
            title = getattr(parts.values.entries.get("title"), "text", None) or first_heading(parts.body)
            yield address, _page(site, address, title or path.stem, parts.body.lstrip("\n"))


def _others(docs: Path, unpublished: GitIgnoreSpec) -> Iterator[Path]:
    """Yield every published file that is no page."""
    for path in sorted(docs.rglob("*")):
        if path.is_file() and path.suffix != ".md" and not unpublished.match_file(path.relative_to(docs).as_posix()):
            yield path


def _page(site: Site, address: str, title: str, markdown: str) -> str:
    text = portable_page(site.complete(address, markdown), site.context(address))
    return f"---\ntitle: {json.dumps(theme_title(title), ensure_ascii=False)}\n---\n\n{text}"


def _configuration(site: Site, settings: dict[str, Any]) -> str:
    """Return a configuration without us: documents out of the navigation, every link checked."""
    checks = dict.fromkeys(("not_found", "unrecognized_links", "anchors"), "warn")
    values = {
        "site_name": str(settings.get("site_name") or "Thư viện"),
        "use_directory_urls": False,
        "theme": {"name": "material", "language": "vi", "font": False, "features": ["navigation.prune"]},
        "markdown_extensions": _EXTENSIONS,
        "nav": site.navigation(settings.get("nav")),
        "not_in_nav": "/van-ban/\n",
        "validation": {"links": {**checks, "absolute_links": "relative_to_docs"}},
    }
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
