"""find_citations: where a Vietnamese official text names a document, and what it says about it there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How completely a mention names its document."""

    FULL = "full"
    LIST_TAIL = "list-tail"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a document, found in a text and not yet resolved."""

    start: int
    end: int
    text: str
    kind: Kind
    type: str | None = None
    number: int | None = None
    year: int | None = None
    code: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    term: str | None = None
    title: str | None = None
    pinpoint: str | None = None
    plenum: int | None = None
    name: str | None = None
    issuer_known: bool = True


def find_citations(text: str, names: Mapping[str, str] | None = None) -> Iterator[Citation]:
    """Yield the citations of `text` in order."""
    del text, names
    yield from ()
