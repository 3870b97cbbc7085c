"""Manifest: `release.json`, what a release is made of and which checks it passed.

It holds no clock time and no machine's name, so equal sources give equal bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import field
from importlib import metadata
from pathlib import Path
from typing import Final

from vanban import __version__
from vanban.publish.policy import Policy
from vanban.publish.tree import Tree
from vanban.records import dataclass

FILE_NAME: Final = "release.json"

_TOOLS: Final = ("mkdocs", "mkdocs-material", "markdown")
_LISTS: Final = ("directives", "citations", "footnotes", "sections")


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What the publisher knows about a release beyond its files.

    Attributes:
        commit: Identifier of the sources' commit; empty when they are not under version control.
        committed: Its time, in seconds since 1970 (UTC).
        prefix: Folder of the server the not-found page was made for.
        profile: `public` or `internal`.
        checks: Name of each check to its result (`ledger`, `audit`, `guard` …), as the publication ran them.
    """

    commit: str = ""
    committed: int = 0
    prefix: str = "/"
    profile: str = "public"
    checks: Mapping[str, str] = field(default_factory=dict)


def format_manifest(tree: Tree, policy: Policy, facts: ReleaseFacts) -> str:
    """Return the manifest of a staged release as JSON text, keys sorted, one final newline."""
    record = {
        "format": 1,
        "commit": facts.commit,
        "committed": dt.datetime.fromtimestamp(facts.committed, dt.UTC).isoformat(),
        "prefix": facts.prefix,
        "profile": facts.profile,
        "checks": dict(facts.checks),
        "tools": {name: _version(name) for name in _TOOLS} | {"vanban": __version__},
        "counts": _counts(tree),
        "policy": {
            "scripts": policy.scripts,
            "styles": policy.styles,
            "style_attributes": policy.style_attributes,
        },
    }
    return json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read_policy(release: Path) -> Policy:
    """Return the policy a release was made with; an empty one when the release has no readable manifest."""
    try:
        return parse_policy((release / FILE_NAME).read_text(encoding="utf-8"))
    except OSError:
        return Policy()


def parse_policy(text: str) -> Policy:
    """Return the policy a manifest's text names; an empty one when the text is no manifest."""
    try:
        record = json.loads(text)["policy"]
        return Policy(tuple(record["scripts"]), tuple(record["styles"]), tuple(record["style_attributes"]))
    except (ValueError, KeyError, TypeError):
        return Policy()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _counts(tree: Tree) -> dict[str, int]:
    counts = {
        "files": len(tree.files),
        "bytes": sum(file.size for file in tree.files),
        "pages": sum(file.path.endswith(".html") for file in tree.files),
    }
    return counts | {name: _length(tree.root / "data" / f"{name}.json") for name in _LISTS}


def _length(path: Path) -> int:
    """Return the number of entries of an exported list, 0 when the site has no such list."""
    if not path.is_file():
        return 0
    entries = json.loads(path.read_text(encoding="utf-8"))
    return len(entries) if isinstance(entries, list) else 0
