"""Places: where a build keeps what may serve the next one."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from swift.manifest import digest


def cache(config: MkDocsConfig) -> Path:
    """Return the folder of what is kept between builds; it may be deleted at any time."""
    return Path(config.config_file_path or "").parent / ".cache" / "vanban"


def manifest_path(config: MkDocsConfig) -> Path:
    """Return where what is known of the site in this folder is kept."""
    return cache(config) / f"{digest(os.path.abspath(config.site_dir))}.manifest"  # noqa: PTH100 (a name, not a file)


def scratch(config: MkDocsConfig) -> str:
    """Return a folder that the engine may empty in place of the site."""
    return f"{config.site_dir}.none"
