"""Page: what one built HTML page declares, links to, loads and runs; read in one pass and judged by others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from html.parser import HTMLParser
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.publish.stylesheet import stylesheet_urls
from vanban.records import dataclass

_DATA_SCRIPT: Final = lazy_pattern(r"(?!(?:text|application)/(?:java|ecma)script$|module$|$).+", re.IGNORECASE)
"""Types whose element is a block of data: HTML does not run it, so a policy needs no hash for it."""

_LOADING_RELS: Final = frozenset(
    {"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "modulepreload"}
    | {"prefetch", "prerender", "preconnect", "dns-prefetch"}
)
"""Values of `<link rel>` that make a browser contact the address without a reader's click."""

_SOURCES: Final = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "source": ("src", "srcset"),
    "track": ("src",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
"""Elements that load something by themselves, and the attributes that say what."""

_INLINE: Final = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s"}
    | {"small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
"""Elements that do not break a run of text: "bí <b>mật</b>" is one run."""

_REFRESH: Final = lazy_pattern(r"\s*[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?['\"]?(?P<url>[^'\"]*)", re.IGNORECASE)


class Use(Enum):
    """What a page does with an address."""

    LINK = "link"
    """A reader may follow it."""
    FORWARD = "forward"
    """The page sends its reader there by itself (`<meta http-equiv=refresh>`)."""
    LOAD = "load"
    """The browser fetches it to show the page."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One address a page uses, as written, with its 1-based line."""

    url: str
    use: Use
    line: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of code or text found in the page, with its 1-based line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """The facts of one page, in the order they stand in it.

    Attributes:
        ids: Every `id`, repetitions kept.
        names: Targets of the old form `<a name>`.
        references: Addresses, duplicates kept.
        scripts: Inline scripts that run.
        styles: Inline `<style>` elements.
        style_attributes: Values of `style="…"`.
        handlers: Event attributes (`onclick="…"`), which no policy of ours allows.
        author: Content of `<meta name=author>`, empty when there is none.
        texts: Runs of text a reader sees, each with its line.
    """

    ids: tuple[Snippet, ...]
    names: tuple[str, ...]
    references: tuple[Reference, ...]
    scripts: tuple[Snippet, ...]
    styles: tuple[Snippet, ...]
    style_attributes: tuple[Snippet, ...]
    handlers: tuple[Snippet, ...]
    author: str
    texts: tuple[Snippet, ...]


def read_page(html: str) -> Page:
    """Read the facts of `html`, in time linear in its length; any text is accepted."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page()


@dataclass(frozen=True, slots=True)
class _Open:
    """A `<script>` or `<style>` being read."""

    tag: str
    line: int
    parts: list[str]
    runs: bool


class _Reader(HTMLParser):
    """Collects the facts while the standard library's tokeniser walks the page once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._ids: list[Snippet] = []
        self._names: list[str] = []
        self._references: list[Reference] = []
        self._code: dict[str, list[Snippet]] = {"script": [], "style": []}
        self._style_attributes: list[Snippet] = []
        self._handlers: list[Snippet] = []
        self._author = ""
        self._texts: list[Snippet] = []
        self._open: _Open | None = None
        self._run: list[str] = []
        self._run_line = 1

    def page(self) -> Page:
        return Page(
            ids=tuple(self._ids),
            names=tuple(self._names),
            references=tuple(self._references),
            scripts=tuple(self._code["script"]),
            styles=tuple(self._code["style"]),
            style_attributes=tuple(self._style_attributes),
            handlers=tuple(self._handlers),
            author=self._author,
            texts=tuple(self._texts),
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        self._end_run(tag)
        values = {name: value or "" for name, value in reversed(attrs)}
        self._note_attributes(values, line)
        self._note_sources(tag, values, line)
        self._note_links(tag, values, line)
        if tag in self._code:
            runs = tag == "style" or ("src" not in values and not _DATA_SCRIPT.match(values.get("type", "")))
            self._open = _Open(tag, line, [], runs=runs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in self._code:
            self.set_cdata_mode(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end_run(tag)
        if self._open and tag == self._open.tag:
            self._close(self._open)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open.parts.append(data)
        else:
            self._run_line = self._run_line if self._run else self.getpos()[0]
            self._run.append(data)

    def close(self) -> None:
        super().close()
        self._end_run("html")
        if self._open:
            self._close(self._open)

    def _close(self, element: _Open) -> None:
        """Keep the whole text of a script or style: the tokeniser may hand it over in pieces."""
        self._open = None
        text = "".join(element.parts)
        if element.runs and text:
            self._code[element.tag].append(Snippet(text, element.line))
        if element.tag == "style":
            self._load(stylesheet_urls(text), element.line)

    def _end_run(self, tag: str) -> None:
        """Keep the text read so far, line by line, when `tag` breaks it."""
        if tag in _INLINE or not self._run:
            return
        lines = "".join(self._run).split("\n")
        self._run = []
        self._texts.extend(Snippet(text, self._run_line + n) for n, text in enumerate(lines) if text.strip())

    def _note_attributes(self, values: dict[str, str], line: int) -> None:
        for name, value in values.items():
            if name == "id":
                self._ids.append(Snippet(value, line))
            elif name == "style":
                self._style_attributes.append(Snippet(value, line))
                self._load(stylesheet_urls(value), line)
            elif name.startswith("on"):
                self._handlers.append(Snippet(f"{name}={value}", line))

    def _note_sources(self, tag: str, values: dict[str, str], line: int) -> None:
        for name in _SOURCES.get(tag, ()):
            if name == "srcset":
                self._load((part.split()[0] for part in values.get(name, "").split(",") if part.strip()), line)
            elif values.get(name):
                self._load((values[name],), line)

    def _note_links(self, tag: str, values: dict[str, str], line: int) -> None:
        if tag in {"a", "area"}:
            self._note_anchor(values, line)
        elif tag == "link" and _LOADING_RELS & set(values.get("rel", "").lower().split()):
            self._load((values.get("href", ""),), line)
        elif tag == "form" and "action" in values:
            self._references.append(Reference(values["action"], Use.LINK, line))
        elif tag == "meta":
            self._note_meta(values, line)

    def _note_anchor(self, values: dict[str, str], line: int) -> None:
        if "href" in values:
            self._references.append(Reference(values["href"], Use.LINK, line))
        if values.get("name"):
            self._names.append(values["name"])

    def _note_meta(self, values: dict[str, str], line: int) -> None:
        refresh = _REFRESH.match(values.get("content", ""))
        if values.get("http-equiv", "").lower() == "refresh" and refresh:
            self._references.append(Reference(refresh["url"], Use.FORWARD, line))
        elif values.get("name", "").lower() == "author":
            self._author = values.get("content", "")

    def _load(self, urls: Iterable[str], line: int) -> None:
        self._references.extend(Reference(url, Use.LOAD, line) for url in urls)
