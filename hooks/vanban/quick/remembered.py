"""Remembered: the texts of one page as a build read them, for the builds that follow it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vanban.quick.texts import Text
from vanban.records import dataclass
from vanban.registry import Registry


@dataclass(frozen=True, slots=True)
class Remembered:
    """The texts of a page in one place.

    Attributes:
        texts: The texts by what they were read from.
        documents: What may be a document's name among their links -> the digest of the document then, empty where
            there was none; None where it was not known.
    """

    texts: Mapping[str, Text]
    documents: Mapping[str, bytes | None]

    def still(self, registry: Registry) -> Mapping[str, Text]:
        """Return the texts that would be read the same now: the documents that they link to did not change."""
        changed = {name for name, then in self.documents.items() if then is None or then != _identity(name, registry)}
        if not changed:
            return self.texts
        return {key: text for key, text in self.texts.items() if changed.isdisjoint(_names(text))}


def remembered(texts: Mapping[str, Text], registry: Registry) -> Remembered:
    """Return the texts of a page with what they say of documents."""
    names = sorted({name for text in texts.values() for name in _names(text)})
    return Remembered(texts, {name: _identity(name, registry) for name in names})


def _names(text: Text) -> Iterator[str]:
    """Yield the last part of the address of each link, without its ending; a link's card hangs on nothing else."""
    return (href.partition("#")[0].rpartition("/")[2].removesuffix(".md") for href in text.hrefs)


def _identity(name: str, registry: Registry) -> bytes | None:
    directive = registry.by_id.get(name)
    return b"" if directive is None else directive.identity or None
