"""Articles: the điều, khoản and điểm of a document's full text, and the address that a pinpoint citation leads to.

An editor pastes the text as paragraphs: "Điều 5. …", then "1. …", then "a) …" (domain reference, §4.4). Each gets an
address: `dieu-5`, `dieu-5-khoan-2`, `dieu-5-khoan-2-diem-a`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.records import dataclass
from vanban.vietnamese import fold, slug

_BLANK: Final = lazy_pattern(r"\n[ \t]*\n")
_ARTICLE: Final = lazy_pattern(r"(?:#{1,6} )?\**Điều (?P<label>\d{1,3}[a-zđ]?)\b")
_CLAUSE: Final = lazy_pattern(r"\**(?P<label>\d{1,2}[a-zđ]?)\\?\.\**\s")
_POINT: Final = lazy_pattern(r"\**(?P<label>[a-zđ])\\?\)\**\s")
_PIN: Final = lazy_pattern(r"(điểm|khoản|điều)\s+(\d+[a-zđ]?|[a-zđ])\b", re.IGNORECASE)
_ORDER: Final = ("dieu", "khoan", "diem")


@dataclass(frozen=True, slots=True)
class Article:
    """One addressed paragraph: its anchor, its name for a reader, and the offset at which it starts."""

    anchor: str
    name: str
    start: int


def find_articles(body: str) -> Iterator[Article]:
    """Yield the articles of a full text in order; an anchor comes once, at its first paragraph."""
    article, clause = "", ""
    seen: set[str] = set()
    for start, paragraph in _paragraphs(body):
        head, part, point = _ARTICLE.match(paragraph), _CLAUSE.match(paragraph), _POINT.match(paragraph)
        if head is not None:
            article, clause = head["label"], ""
            parts = [("Điều", article)]
        elif part is not None and article:
            clause = part["label"]
            parts = [("Điều", article), ("khoản", clause)]
        elif point is not None and article:
            parts = [("Điều", article), *([("khoản", clause)] if clause else []), ("điểm", point["label"])]
        else:
            continue
        anchor = slug(" ".join(f"{kind} {_ascii(label)}" for kind, label in parts))
        if anchor not in seen:
            seen.add(anchor)
            yield Article(anchor, " ".join(f"{kind} {label}" for kind, label in reversed(parts)), start)


def _ascii(label: str) -> str:
    """Return a label with đ kept apart from d: điểm đ is `diem-dd`."""
    return label.replace("đ", "dd")


def _paragraphs(body: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in [*_BLANK.finditer(body), None]:
        end = gap.start() if gap is not None else len(body)
        text = body[start:end]
        lead = len(text) - len(text.lstrip("\n"))
        if text.strip():
            yield start + lead, text[lead:]
        start = gap.end() if gap is not None else end


def pinpoint_anchor(body: str, pinpoint: str) -> str | None:
    """Return the anchor in `body` of "khoản 3 Điều 63", the nearest one above it when that is missing, or None."""
    labels = {slug(kind): _ascii(label) for kind, label in _PIN.findall(pinpoint.lower())}
    anchors = {article.anchor for article in find_articles(body)} if "dieu" in labels else set()
    parts = [f"{kind}-{fold(labels[kind])}" for kind in _ORDER if kind in labels]
    candidates = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((candidate for candidate in candidates if candidate in anchors), None)


def anchored_text(body: str) -> str:
    """Return the full text with a small link before each article that carries its address; no word is changed."""
    pieces: list[str] = []
    position = 0
    for article in find_articles(body):
        pieces.append(body[position : article.start])
        pieces.append(f'[¶](#{article.anchor} "Liên kết tới {article.name}")\n{{ #{article.anchor} .vb-anchor }}\n\n')
        position = article.start
    return "".join([*pieces, body[position:]])
