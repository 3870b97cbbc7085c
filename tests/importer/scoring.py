"""Scoring: how much of what was written an import gives back, each note, paragraph and heading at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importer.mangler import Original


@dataclass
class Score:
    """How much of a text was read exactly."""

    notes: int = 0
    notes_right: int = 0
    paragraphs: int = 0
    paragraphs_right: int = 0
    cut: int = 0
    cut_right: int = 0
    headings: int = 0
    headings_right: int = 0

    def add(self, other: Score) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def score(original: Original, pages: dict[str, str]) -> tuple[Score, list[str]]:
    """Compare pages with the original; return the score and what differs."""
    notes, bodies, headings = [], [], []
    for name, text in pages.items():
        for block in text.split("---\n", 2)[2].strip().split("\n\n"):
            plain = _plain(block)
            if re.match(r"\[\^", block):
                notes.append(plain.split(":", 1)[1].strip())
            elif block.startswith("# "):
                if name != "index.md":
                    headings.append(plain[2:])
            else:
                bodies.append(re.sub(r"\[\^[^\]]+\]", "", plain))
    wanted_bodies = [re.sub(r"\{\d+\}", "", piece.text) for piece in original.pieces if not piece.heading]
    wanted_headings = [piece.text.replace("*", "") for piece in original.pieces if piece.heading]
    misses: list[str] = []
    result = Score(notes=len(original.notes), paragraphs=len(wanted_bodies), headings=len(wanted_headings))
    result.notes_right = _hits(list(original.notes.values()), notes, misses, "NOTE")
    result.paragraphs_right = _hits(wanted_bodies, bodies, misses, "PARA")
    result.headings_right = _hits(wanted_headings, headings, misses, "HEAD")
    return result, misses


def _plain(block: str) -> str:
    block = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), block).replace("&lt;", "<").replace("&gt;", ">")
    return re.sub(r"\\([^\w\s])", r"\1", block)


def _hits(wanted: Sequence[str], found: Sequence[str], misses: list[str], kind: str) -> int:
    left = [_squeeze(text) for text in found]
    hits = 0
    for text in wanted:
        if _squeeze(text) in left:
            left.remove(_squeeze(text))
            hits += 1
        else:
            misses.append(f"{kind} -{text[:60]!r}…{text[-40:]!r}")
    misses += [f"{kind} +{text[:60]!r}…{text[-40:]!r}" for text in left]
    return hits


def _squeeze(text: str) -> str:
    return re.sub(r"\s+|\*", "", text)
