"""GeneratedPage: a page made from the library, in Markdown that any engine of the dialect can build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property
from typing import ClassVar, Final

import yaml

from vanban.dialect import escape
from vanban.links import relative
from vanban.records import dataclass

DRAFT: Final = "draft"
"""Kind of the fact that a draft is made from; its name is the page's address."""


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """One page.

    Attributes:
        address: Where it stands under the docs root (`van-ban/25-nq-tw-2013.md`).
        title: Plain title, for the browser and the search.
        markdown: Its text, H1 included, without front matter.
        blocks: HTML of our own, placed where a paragraph is just `⟦vb:name⟧`.
        meta: Further front matter.
    """

    address: str
    title: str
    markdown: str
    blocks: Mapping[str, str] = field(default_factory=dict)
    meta: Mapping[str, object] = field(default_factory=dict)
    slow: ClassVar[bool] = False

    def parts(self) -> tuple[str, dict[str, object]]:
        """Return the text and the front matter, as reading `source()` gives them."""
        return f"{self.markdown.strip()}\n", {"title": self.title, **self.meta}

    def source(self) -> str:
        """Return the page with its front matter, as a Markdown file."""
        text, meta = self.parts()
        head = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False, width=10_000)
        return f"---\n{head}---\n\n{text}"

    def facts(self) -> None:
        """Return that this page is known by its text alone; see `facts.Sheet`."""

    def ready(self) -> bool:
        """Return that the text is here."""
        return True

    def forget(self) -> None:
        """Keep the text: it is not made from anything else that is known here."""


class Draft:
    """A page whose text is made when it is asked for, and forgotten when it is written: long ones add up.

    Attributes:
        address: As in the page.
        title: Likewise.
        key: Digest of all that the page is made from and of every document it links to; empty when that is unknown.
        slow: Whether to make it takes long, so that it should be begun before others.
    """

    def __init__(
        self, address: str, title: str, make: Callable[[], GeneratedPage], key: bytes = b"", *, slow: bool = False
    ) -> None:
        """Take what makes the page: a function of nothing that changes."""
        self.address, self.title, self._make, self.key, self.slow = address, title, make, key, slow

    @cached_property
    def page(self) -> GeneratedPage:
        """Return the page."""
        return self._make()

    def parts(self) -> tuple[str, dict[str, object]]:
        """Return the text and the front matter, as reading `source()` gives them."""
        return self.page.parts()

    def source(self) -> str:
        """Return the page with its front matter, as a Markdown file."""
        return self.page.source()

    def facts(self) -> list[tuple[str, str]] | None:
        """Return what tells whether the page changed; see `facts.Facts`."""
        return [(DRAFT, self.address)] if self.key else None

    def ready(self) -> bool:
        """Return whether the text was made and not forgotten."""
        return "page" in vars(self)

    def forget(self) -> None:
        """Let go of the page, which would be made again if it were asked for."""
        vars(self).pop("page", None)


def finished(page: GeneratedPage | Draft) -> GeneratedPage:
    """Return the page itself, made now if it was not."""
    return page.page if isinstance(page, Draft) else page


def link(text: str, url: str, address: str) -> str:
    """Return a Markdown link with plain `text` from the page `address` to the site address `url`."""
    return f"[{escape(text)}]({relative(url, address)})"
