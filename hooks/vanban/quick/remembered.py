"""Remembered: the texts of one page as a build read them, for the builds that follow it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vanban.quick.texts import Place, Text
from vanban.records import dataclass
from vanban.registry import Registry


@dataclass(frozen=True, slots=True)
class Remembered:
    """The texts of a page in one place.

    Attributes:
        texts: The texts by what they were read from.
        links: Address of each page that they link to, as written -> digest of the fields of the document of this name
            then, empty where there was none; None where it was not known.
    """

    texts: Mapping[str, Text]
    links: Mapping[str, bytes | None]

    def still(self, registry: Registry, place: Place) -> Mapping[str, Text]:
        """Return the texts that would be read the same now: what they link to is there, and its card did not change."""
        changed = {
            page
            for page, then in self.links.items()
            if then is None or then != _identity(page, registry) or place.url(page) is None
        }
        if not changed:
            return self.texts
        return {key: text for key, text in self.texts.items() if changed.isdisjoint(_pages(text))}


def remembered(texts: Mapping[str, Text], registry: Registry) -> Remembered:
    """Return the texts of a page with what they say of documents."""
    pages = sorted({page for text in texts.values() for page in _pages(text)})
    return Remembered(texts, {page: _identity(page, registry) for page in pages})


def _pages(text: Text) -> Iterator[str]:
    return (href.partition("#")[0] for href in text.hrefs)


def _identity(page: str, registry: Registry) -> bytes | None:
    """Return the digest of the document that has the name of a page; a link's card hangs on nothing else."""
    directive = registry.by_id.get(page.rpartition("/")[2].removesuffix(".md"))
    return b"" if directive is None else directive.identity or None
