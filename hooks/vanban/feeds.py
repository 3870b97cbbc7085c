"""Feeds: the documents last checked, as an Atom feed (RFC 4287).

No clock is read. An entry's date is the last day on which one of its sources was checked, else the day of issue.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from vanban.directives import Directive
from vanban.library import document_url
from vanban.provenance import statements

ATOM: Final = "http://www.w3.org/2005/Atom"
FEED: Final = "data/van-ban.atom"
NEWEST: Final = 50
"""Entries of the feed."""
_NAMESPACE: Final = uuid.UUID("5b2f0d6e-6a0c-5c0e-9d0e-0f6a8f1d9a11")
_LONG_AGO: Final = dt.date(1930, 2, 3)
"""The day shown for a document of which no day is known: older than all the others."""


def updated(directive: Directive) -> dt.date:
    """Return the last day on which something about the document was checked, else its day of issue."""
    checked = [voice.checked for voice in statements(directive) if voice.checked is not None]
    checked += [relation.checked for relation in directive.relations if relation.checked is not None]
    return max(checked) if checked else directive.date or _LONG_AGO


def format_feed(directives: Iterable[Directive], title: str = "Văn bản mới cập nhật") -> str:
    """Return the feed of the newest documents; links are relative to the feed's own address."""
    newest = sorted(directives, key=lambda directive: (updated(directive), directive.id), reverse=True)[:NEWEST]
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "vi"})
    _child(root, "id", _urn("feed"))
    _child(root, "title", title)
    _child(root, "updated", _stamp(updated(newest[0]) if newest else _LONG_AGO))
    ET.SubElement(root, "link", {"rel": "self", "href": FEED.rpartition("/")[2]})
    _child(ET.SubElement(root, "author"), "name", "Thư viện văn bản")
    for directive in newest:
        _entry(root, directive)
    return _text(root)


def _entry(root: ET.Element, directive: Directive) -> None:
    entry = ET.SubElement(root, "entry")
    _child(entry, "id", _urn(directive.id))
    _child(entry, "title", directive.name)
    _child(entry, "updated", _stamp(updated(directive)))
    ET.SubElement(entry, "link", {"rel": "alternate", "href": f"../{document_url(directive.id)}"})
    _child(entry, "summary", directive.title or directive.name)


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}"


def _stamp(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _child(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _text(root: ET.Element) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
