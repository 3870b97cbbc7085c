"""Marking: how much of a manuscript came back whole, and whether a word was lost or doubled on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from importer.manuscripts import Manuscript, expected
from importer.scoring import Score

_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_WRITTEN_CALL = re.compile(r"\{(\d+)\}")
_WORD = re.compile(r"[^\W\d_⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_NEAR = 12


def squeeze(text: str) -> str:
    """Return a text without spaces and emphasis."""
    return re.sub(r"\s+|\*", "", text)


def _shown(block: str) -> str:
    block = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), block).replace("&lt;", "<").replace("&gt;", ">")
    return re.sub(r"\\([^\w\s])", r"\1", block)


def _pieces(pages: Mapping[str, str]) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Return headings, paragraphs, and notes as (text before the call, note)."""
    headings: list[str] = []
    bodies: list[str] = []
    notes: list[tuple[str, str]] = []
    for name, text in pages.items():
        defined: dict[str, str] = {}
        called: dict[str, str] = {}
        for block in text.split("---\n", 2)[2].strip().split("\n\n"):
            note = re.match(r"\[\^([^\]]+)\]: ?(.*)", block, re.DOTALL)
            if note:
                defined[note[1]] = squeeze(_shown(note[2]))
                continue
            heading = block.startswith("# ") and name != "index.md"
            bare = block.removeprefix("# ")
            (headings if heading else bodies).append(squeeze(_shown(_CALL.sub("", bare))))
            called |= {match[1]: _before(bare, match.start(), _CALL) for match in _CALL.finditer(bare)}
        notes += [(called.get(label, "?"), note) for label, note in defined.items()]
    return headings, bodies, notes


def _before(text: str, place: int, calls: re.Pattern[str]) -> str:
    return squeeze(_shown(calls.sub("", text[:place])))[-_NEAR:]


def mark(manuscript: Manuscript, printed: str, pages: Mapping[str, str]) -> tuple[Score, list[str], list[str]]:
    """Return the score, what differs, and the words lost or doubled."""
    headings, bodies, notes = _pieces(pages)
    wanted = list(expected(manuscript))
    contexts = {
        match[1]: _before(text, match.start(), _WRITTEN_CALL)
        for _, text in wanted
        for match in _WRITTEN_CALL.finditer(text)
    }
    wanted_notes = [(contexts.get(str(number), "?"), squeeze(text)) for number, text in manuscript.notes.items()]
    texts = [squeeze(_WRITTEN_CALL.sub("", text)) for kind, text in wanted if kind == "text"]
    titles = [squeeze(_WRITTEN_CALL.sub("", text)) for kind, text in wanted if kind == "heading"]
    misses: list[str] = []
    score = Score(notes=len(wanted_notes), paragraphs=len(texts), headings=len(titles))
    score.notes_right = _hits("NOTE", [f"{before}⟶{note}" for before, note in wanted_notes],
                              [f"{before}⟶{note}" for before, note in notes], misses)  # fmt: skip
    score.paragraphs_right = _hits("PARA", texts, bodies, misses)
    score.headings_right = _hits("HEAD", titles, headings, misses)
    return score, misses, _words_wrong(manuscript, printed, pages)


def _hits(kind: str, wanted: Sequence[str], found: Sequence[str], misses: list[str]) -> int:
    left = Counter(found)
    hits = 0
    for text in wanted:
        if left[text] > 0:
            left[text] -= 1
            hits += 1
        else:
            misses.append(f"{kind} - {text[:60]} … {text[-50:]}")
    misses += [f"{kind} + {text[:60]} … {text[-50:]}" for text in left.elements()]
    return hits


def _words_wrong(manuscript: Manuscript, printed: str, pages: Mapping[str, str]) -> list[str]:
    """Return words that the author wrote and no page has, and words that pages have more often than the print."""
    written = Counter(
        word
        for text in [*(text for _, text in expected(manuscript)), *manuscript.notes.values()]
        for word in _WORD.findall(_WRITTEN_CALL.sub(" ", text))
    )
    page_text = " ".join(text.split("---\n", 2)[2] for text in pages.values())
    shown = Counter(_WORD.findall(re.sub(r"\[\^[^\]]+\]:?", " ", _shown(page_text))))
    lost = written - shown
    doubled = shown - (Counter(_WORD.findall(printed)) | written)
    return [f"lost {word}" for word in lost.elements()] + [f"doubled {word}" for word in doubled.elements()]
