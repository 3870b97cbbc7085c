"""Headings: a body named once, before the documents that it issued.

    heading = type "của" body ":"         "các Quyết định của Ủy ban nhân dân tỉnh: số 12/QĐ-UBND …; số 15/QĐ-UBND"
    request = "đề nghị của" body "tại"    "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 12/TTr-SNV"

A heading holds for the first document after its colon and for each next one of the same symbol that a comma, a
semicolon or "và" sets beside it.
"""

from __future__ import annotations

from typing import Final

from vanban.citations.bodies import body_end
from vanban.patterns import lazy_pattern
from vanban.vocabulary import TYPE_NAMES

_WINDOW: Final = 200
_COLON: Final = lazy_pattern(r"(?<=\scủa\s)(?P<body>[^:;.\n]{3,120}?)\s?:\s{0,3}(?:[Ss]ố:?\s{0,2})?\Z")
_REQUEST: Final = lazy_pattern(
    r"[Đđ]ề nghị[^;.]{0,120}?\scủa\s(?P<body>[^:;.,]{3,120}?)\stại(?:\s(?:các|văn bản|số)){0,3}\s{0,2}\Z"
)
_OF: Final = lazy_pattern(r"\scủa\s")
_BESIDE: Final = lazy_pattern(r"(?:[;,]|\svà)\s{0,3}(?:[Ss]ố:?\s{0,2})?\Z")
_KINDS: Final = (*TYPE_NAMES, "văn bản")


def headed_issuer(text: str, start: int) -> str | None:
    """Return the body that a colon or a request names before the mention that starts at `start`, or None."""
    low = max(0, start - _WINDOW)
    window = text[low:start]
    colon = ":" in window[-8:]
    match = (
        (_COLON if colon else _REQUEST).search(window)
        if colon or window.rstrip()[-3:] in {"tại", "bản", "các", " số"}
        else None
    )
    if match is None:
        return None
    begin = match.start("body")
    while (later := _OF.search(window, begin, match.end("body"))) is not None:
        begin = later.end()
    if body_end(window, begin) != match.end("body") or (colon and not _typed(window[: begin - 4])):
        return None
    return " ".join(window[begin : match.end("body")].split())


def set_beside(text: str, start: int) -> bool:
    """Return whether only a comma, a semicolon or "và" stands right before the mention that starts at `start`."""
    return bool(_BESIDE.search(text, max(0, start - 16), start))


def _typed(before: str) -> bool:
    """Return whether a type of document ends `before`."""
    return before.rstrip().lower().endswith(_KINDS)
