"""Remembered: the texts of one page as a build read them, for the builds that follow it, and who reads them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vanban.memory import digest
from vanban.quick.texts import Make, Memory, Place, Text, TextReader, Texts, is_part
from vanban.records import dataclass
from vanban.registry import Registry


@dataclass(frozen=True, slots=True)
class Remembered:
    """The texts of a page in one place.

    Attributes:
        texts: The texts by the marks of what they were read from.
        links: Address of each page that they link to, as written -> digest of the fields of the document of this name
            then, empty where there was none; None where it was not known.
    """

    texts: Mapping[bytes, Text]
    links: Mapping[str, bytes | None]

    def still(self, registry: Registry, place: Place) -> Mapping[bytes, Text]:
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
    return Remembered(
        {_mark(key): text for key, text in texts.items()}, {page: _identity(page, registry) for page in pages}
    )


def _pages(text: Text) -> Iterator[str]:
    return (href.partition("#")[0] for href in text.hrefs)


def _identity(page: str, registry: Registry) -> bytes | None:
    """Return the digest of the document that has the name of a page; a link's card hangs on nothing else."""
    directive = registry.by_id.get(page.rpartition("/")[2].removesuffix(".md"))
    return b"" if directive is None else directive.identity or None


def _mark(key: str) -> bytes:
    """Return what stands for a key where thousands are kept."""
    return digest(key)


class PageMemory(Memory):
    """The texts of one page, all of them: when a word of it changes, most come again in the next build."""

    def __init__(self, known: Mapping[bytes, Text]) -> None:
        """Start with the texts that the page had when it was read before, by the marks of what they were read from."""
        self._known, self._fresh = known, dict[str, Text]()

    def get(self, key: str) -> Text | None:
        """Return the text of a key, or None; a method, for a page's memory is to go when the page is made."""
        return self._fresh.get(key) or (None if is_part(key) else self._known.get(_mark(key)))

    def keep(self, key: str, text: Text) -> None:
        """Remember a text."""
        self._fresh[key] = text

    def texts(self) -> dict[str, Text]:
        """Return the texts that were not known, without their parts."""
        return {key: text for key, text in self._fresh.items() if not is_part(key)}


class PageTextReader(TextReader):
    """Reads the texts of one page, and has its own memory keep them; of a piece of several texts only the whole."""

    _within = False

    def whole(self, key: str, make: Make) -> Text:
        """Do as above; while `make` reads the texts of the piece they are not kept."""

        def make_within(texts: Texts) -> str:
            self._within = True
            try:
                return make(texts)
            finally:
                self._within = False

        return super().whole(key, make_within)

    def _known(self, key: str) -> Text | None:
        text = self._own.get(key)
        if text is None and (text := self._common.get(key)) is not None:
            self._own.keep(key, text)
        return text

    def _keep(self, key: str, text: Text, longest: int = 0) -> Text:
        if not self._within:
            self._own.keep(key, text)
        elif not all(map(self._place.shared, text.hrefs)):
            return text
        return super()._keep(key, text, longest)
