"""Manifest: which pages of a report the importer wrote, by their SHA-256, so that an editor's work is recognised.

It stands beside the source as `.nhap-khau.json`; MkDocs leaves out files whose name begins with a full stop.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from typing import Final

from vanban.records import dataclass

NAME: Final = ".nhap-khau.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the last import wrote.

    Attributes:
        source: Name of the file as received.
        jurisdiction: The jurisdiction given then.
        cut: Whether pages may have cut the source's paragraphs.
        files: Page name -> SHA-256 of what was written.
    """

    source: str = ""
    jurisdiction: str = ""
    cut: bool = True
    files: Mapping[str, str] = field(default_factory=dict)


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def format_manifest(manifest: Manifest) -> str:
    """Write a manifest: the inverse of `parse_manifest`."""
    values: dict[str, object] = {
        "source": manifest.source,
        "jurisdiction": manifest.jurisdiction,
        "files": dict(manifest.files),
    }
    values |= {} if manifest.cut else {"cut": False}
    return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def parse_manifest(text: str) -> Manifest:
    """Read a manifest; one that is damaged counts as absent, and then every page counts as an editor's."""
    try:
        values = json.loads(text)
    except ValueError:
        return Manifest()
    if not isinstance(values, dict) or not isinstance(values.get("files"), dict):
        return Manifest()
    files = {str(name): str(value) for name, value in values["files"].items()}
    cut = values.get("cut") is not False
    return Manifest(str(values.get("source", "")), str(values.get("jurisdiction", "")), cut, files)
