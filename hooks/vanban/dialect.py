"""The Markdown dialect of the site: one list of extensions for the build, the scanner and the staged tree.

Raw HTML is not part of the dialect: text from a report or a directive file is data, and what looks like a tag is shown
as text. Generated pages place HTML of our own through named blocks (see `links`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import escape_cdata
from markdown.treeprocessors import Treeprocessor

from vanban.patterns import lazy_pattern
from vanban.vietnamese import slug

EXTENSIONS: Final = ("footnotes", "tables", "attr_list", "def_list", "admonition", "sane_lists", "fenced_code", "toc")
_TITLE_LIKES: Final = str.maketrans({"<": "‹", ">": "›", '"': "”"})
_ENTITY_LIKE: Final = lazy_pattern(r"&(?=#?\w+;)")
_SPECIAL: Final = lazy_pattern(r"[\\`*_{}\[\]|]|\A[#+\-!>.)]|\A\d+[.)]|!\Z")
"""What Markdown reads as a mark anywhere, or where a text begins (a heading, an item, a quote) or ends (`!` before a
link). Marks cost the converter much, so a hyphen inside a symbol is not written as one."""


def heading_slug(text: str, separator: str = "-") -> str:
    """Return the address of a heading: ASCII, with đ kept as d (the converter's own slug drops it)."""
    return slug(text).replace("-", separator)


CONFIGS: Final[dict[str, dict[str, Any]]] = {
    "footnotes": {"BACKLINK_TEXT": "↩", "BACKLINK_TITLE": "Về chỗ dẫn chú thích {} trong văn bản"},
    "toc": {"permalink": False, "toc_depth": "2-4", "slugify": heading_slug},
}
_SAFE_ADDRESS: Final = lazy_pattern(r"(?:https?:|mailto:|[^:]*\Z|[^:]*[/?#])", re.IGNORECASE)
_ALIGN: Final = lazy_pattern(r"text-align: (?:left|right|center);")
_ATTRIBUTES: Final = frozenset(
    {
        "id",
        "class",
        "href",
        "src",
        "alt",
        "title",
        "lang",
        "start",
        "value",
        "colspan",
        "rowspan",
        "scope",
        "type",
        "checked",
        "disabled",
        "loading",
        "width",
        "height",
        "hidden",
        "role",
        "rel",
        "download",
    }
)


@lru_cache(maxsize=1 << 13)
def escape(text: str) -> str:
    """Return `text` as inline Markdown that shows exactly these characters, whatever they are."""
    entities = text.replace("&", "&amp;").replace("<", "&lt;")
    return _SPECIAL.sub(lambda match: f"{match.group()[:-1]}\\{match.group()[-1]}", " ".join(entities.split()))


def theme_title(text: str) -> str:
    """Return a title that is safe wherever a theme prints it.

    Themes print titles raw, some after stripping tags and undoing entities, some in attributes: so the characters that
    could open a tag or close an attribute are replaced by their typographic likes. The page's H1 shows the exact text.
    """
    return " ".join(_ENTITY_LIKE.sub("＆", text.translate(_TITLE_LIKES)).split())


def written(attributes: Mapping[str, str]) -> str:
    """Return attributes as HTML, in the order in which the converter writes them."""
    return "".join(f' {name}="{quoted(value)}"' for name, value in sorted(attributes.items()))


def quoted(value: str) -> str:
    """Return a value as it stands between quotation marks in HTML."""
    return escape_cdata(value).replace('"', "&quot;")


class PlainText(Extension):
    """Shows raw HTML as text and lets no attribute or address through that could run."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Take the HTML readers out and put the attribute filter last but for MkDocs' own link check."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_AttributeFilter(md), "vanban-attributes", 1)


class _AttributeFilter(Treeprocessor):
    """Removes event handlers, styles and addresses that are not links; holds for every element of the page."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            address = element.get("href", element.get("src"))
            if address is not None and not _harmless("href", address):
                element.tag, element.text = "span", element.text or element.get("alt")
                element.attrib.pop("href", None)
                element.attrib.pop("src", None)
            for name in [name for name, value in element.items() if not _harmless(name, value)]:
                del element.attrib[name]


def _harmless(name: str, value: str) -> bool:
    if name in {"href", "src"}:
        return _SAFE_ADDRESS.match("".join(value.split())) is not None
    if name == "style":
        return _ALIGN.fullmatch(value) is not None
    return name in _ATTRIBUTES or name.startswith(("data-", "aria-"))


def new_converter(*extra: Extension) -> Markdown:
    """Return a converter of the site's dialect with further extensions."""
    return Markdown(extensions=[*EXTENSIONS, PlainText(), *extra], extension_configs=CONFIGS)
