"""Policy: the Content-Security-Policy of one build, which lets run what the build wrote and nothing else.

Material 9.8.1 writes into each page: one script that names the site's base (one variant for each depth of folders),
one that restores the palette, one that opens the tab named in the address, and data blocks, which do not run. Markdown
tables with aligned columns bring `style` attributes. Each gets its SHA-256; `unsafe-inline` is never used. A page
opened by file:// has no headers: there the audit's promise (no address of another host in any page) does the work.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from vanban.problems import Problem
from vanban.publish.page import Page, Snippet, read_page
from vanban.publish.progress import Progress, counted, silent
from vanban.publish.tree import read_tree
from vanban.records import dataclass

LONGEST: Final = 3800
"""Bytes a policy may have: nginx reads at most 4096 for one parameter of its configuration."""

_FIXED: Final = (
    "default-src 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
"""`data:` images are the theme's icons in its stylesheet; everything else comes from the site's own server."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Hashes (`sha256-…`) of what pages carry inline, sorted.

    Attributes:
        scripts: Inline scripts.
        styles: `<style>` elements.
        style_attributes: `style="…"` attributes.
    """

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    style_attributes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the header's value: ASCII, one line, no double quote, so it fits every server's configuration."""
        parts = [_FIXED[0], _sources("script-src", self.scripts), _sources("style-src", self.styles)]
        if self.style_attributes:
            parts.append(_sources("style-src-attr", self.style_attributes, "'unsafe-hashes'"))
        return "; ".join((*parts, *_FIXED[1:]))

    def __or__(self, other: Policy) -> Policy:
        """Return the policy under which the pages of both builds work."""
        return Policy(
            _merged(self.scripts, other.scripts),
            _merged(self.styles, other.styles),
            _merged(self.style_attributes, other.style_attributes),
        )


def _sources(directive: str, hashes: Iterable[str], keyword: str = "'self'") -> str:
    return " ".join((directive, keyword, *(f"'{value}'" for value in hashes)))


def _merged(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for group in groups for value in group}))


def source_hash(text: str) -> str:
    """Return the CSP source of an inline text: `sha256-` and the base64 of its UTF-8 bytes."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def page_policy(page: Page) -> Policy:
    """Return the policy one page needs."""
    return Policy(_hashes(page.scripts), _hashes(page.styles), _hashes(page.style_attributes))


def _hashes(snippets: Iterable[Snippet]) -> tuple[str, ...]:
    return _merged(source_hash(snippet.text) for snippet in snippets)


def site_policy(site: Path, progress: Progress = silent) -> Policy:
    """Return the policy under which every page of the built site works: the union of its pages' policies."""
    policy = Policy()
    pages = [file for file in read_tree(site).files if file.path.endswith(".html")]
    for file in counted("Tính chính sách CSP", pages, progress):
        policy |= page_policy(read_page((site / file.path).read_text(encoding="utf-8")))
    return policy


def policy_problems(policy: Policy) -> Iterator[Problem]:
    """Yield a problem when pages carry so many different inline scripts or styles that no server sends the policy."""
    length = len(str(policy))
    if length > LONGEST:
        yield Problem(
            "Content-Security-Policy",
            0,
            f"chính sách dài {length} byte, quá {LONGEST}: {len(policy.scripts)} đoạn mã và"
            f" {len(policy.style_attributes)} thuộc tính style viết trong trang; chuyển vào tệp .js, .css",
        )
