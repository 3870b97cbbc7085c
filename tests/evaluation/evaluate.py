"""Measure the citation recogniser on the labelled texts: precision, recall and F1 by kind, and every confusion.

Run: `python tests/evaluation/evaluate.py` (or `make eval`); exit 1 when a floor of the project is not reached.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "hooks"))

from vanban.citations import Citation, find_citations  # noqa: E402 - the source root is put on the path first

MARK = re.compile(r"⟦([^⟦⟧]*)⟧")
KINDS = {"f": "full", "l": "list-tail", "s": "short"}
FLOORS = {
    ("full", "precision"): 0.99,
    ("full", "recall"): 0.97,
    ("list-tail", "recall"): 0.90,
    ("short", "precision"): 0.97,
}
FIELD_FLOOR = 0.95


@dataclass(frozen=True)
class Label:
    """One mention as a person marked it."""

    start: int
    end: int
    text: str
    kind: str
    code: str | None
    date: dt.date | None
    issuer: str | None
    term: str | None


@dataclass
class Score:
    """Counts of one evaluation."""

    found: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    fields: Counter[tuple[str, bool]] = field(default_factory=Counter)
    confusions: list[str] = field(default_factory=list)

    def precision(self, kind: str) -> float:
        """Return the share of found mentions of a kind that are labelled so."""
        return self.right[kind] / self.found[kind] if self.found[kind] else 1.0

    def recall(self, kind: str) -> float:
        """Return the share of labelled mentions of a kind that are found so."""
        return self.right[kind] / self.labelled[kind] if self.labelled[kind] else 1.0

    def share(self, name: str) -> float:
        """Return the share of right values of a field."""
        total = self.fields[name, True] + self.fields[name, False]
        return self.fields[name, True] / total if total else 1.0


def read_labelled(folder: Path) -> Iterator[tuple[str, str, list[Label]]]:
    """Yield the file name, the text without marks, and the labels of every labelled text of a folder."""
    for path in sorted(folder.glob("*.txt")):
        for paragraph in re.split(r"\n{2,}", path.read_text(encoding="utf-8")):
            lines = [line for line in paragraph.split("\n") if line and not line.startswith("#")]
            if lines:
                yield (path.name, *read_marks("\n".join(lines).replace("⏎", "\n")))


def read_marks(marked: str) -> tuple[str, list[Label]]:
    """Return a marked text without its marks, and its labels."""
    text, labels, position = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[position : match.start()]
        mention, *fields = match.group(1).split("|")
        kind, code, date, issuer, term = (*fields, "", "", "", "")[:5]
        day = dt.date.fromisoformat(date) if date else None
        labels.append(
            Label(
                len(text),
                len(text) + len(mention),
                mention,
                KINDS[kind],
                code or None,
                day,
                issuer or None,
                term or None,
            )
        )
        text += mention
        position = match.end()
    return text + marked[position:], labels


def evaluate(folder: Path) -> Score:
    """Compare what is found with what is labelled."""
    score = Score()
    for name, text, labels in read_labelled(folder):
        found = {(each.start, each.end): each for each in find_citations(text)}
        for each in found.values():
            score.found[each.kind.value] += 1
        for label in labels:
            score.labelled[label.kind] += 1
            _compare(score, name, label, found.pop((label.start, label.end), None))
        score.confusions += [
            f"{name}: extra {each.kind.value} «{each.text}» in «{_around(text, each)}»" for each in found.values()
        ]
    return score


def _compare(score: Score, name: str, label: Label, found: Citation | None) -> None:
    """Compare one label with the mention at its place."""
    if found is None:
        score.confusions.append(f"{name}: missed {label.kind} «{label.text}»")
        return
    if (found.kind.value, found.code) == (label.kind, label.code):
        score.right[label.kind] += 1
    else:
        score.confusions.append(
            f"{name}: «{label.text}» read as {found.kind.value} {found.code}, not {label.kind} {label.code}"
        )
    for what in ("date", "issuer", "term"):
        wanted, got = getattr(label, what), getattr(found, what)
        if wanted or got:
            score.fields[what, wanted == got] += 1
        if wanted != got:
            score.confusions.append(f"{name}: «{label.text}» {what} {got}, not {wanted}")


def _around(text: str, found: Citation) -> str:
    """Return some text around a mention."""
    return " ".join(text[max(0, found.start - 30) : found.end + 20].split())


def report(score: Score) -> Iterator[str]:
    """Yield the lines of the report."""
    yield f"{'kind':<10} {'labelled':>8} {'found':>6} {'right':>6} {'precision':>9} {'recall':>7} {'F1':>6}"
    for kind in KINDS.values():
        precision, recall = score.precision(kind), score.recall(kind)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        counts = f"{score.labelled[kind]:>8} {score.found[kind]:>6} {score.right[kind]:>6}"
        yield f"{kind:<10} {counts} {precision:>9.3f} {recall:>7.3f} {f1:>6.3f}"
    for what in ("date", "issuer", "term"):
        total = score.fields[what, True] + score.fields[what, False]
        yield f"{what:<10} right in {score.share(what):.3f} of {total} mentions that print one"
    yield from sorted(score.confusions)


def failures(score: Score) -> list[str]:
    """Return the floors that are not reached."""
    low = [f"{kind} {what}" for (kind, what), floor in FLOORS.items() if getattr(score, what)(kind) < floor]
    return low + [what for what in ("date", "issuer") if score.share(what) < FIELD_FLOOR]


def main() -> int:
    """Print the report; 1 when a floor is not reached."""
    score = evaluate(HERE / "labelled")
    sys.stdout.write("\n".join(report(score)) + "\n")
    below = failures(score)
    if below:
        sys.stdout.write(f"below the floor: {', '.join(below)}\n")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
