"""Score the importer on known texts set in pages by two printers, one line for each way to print.

Run: `python tests/importer/measure.py [SEEDS] [PRINT] [FIRST]`: four seeds and every print when not said. With a print
named (one of the mangler's, or a habit of the press such as `lines: wrapped`), what differs is shown as well. FIRST is
the first seed of the press, so that other texts and habits than those worked with can be asked for.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "hooks"))
sys.path.insert(0, str(HERE.parent))

from importer.habits import axes  # noqa: E402 - the source roots are put on the path first
from importer.mangler import runs  # noqa: E402 - likewise
from importer.marking import mark  # noqa: E402 - likewise
from importer.press import prints  # noqa: E402 - likewise
from importer.scoring import Score, score  # noqa: E402 - likewise
from vanban.importer.drafts import draft_pages  # noqa: E402 - likewise
from vanban.importer.formats import decode_source  # noqa: E402 - likewise
from vanban.importer.ledger import audit  # noqa: E402 - likewise
from vanban.importer.reading import read_report  # noqa: E402 - likewise
from vanban.importer.source import SourceText  # noqa: E402 - likewise

PRESSED = 10
"""Prints of the press for each print of the mangler: its habits are drawn, so more are needed to see each."""


def share(right: int, of: int) -> str:
    """Return a share in thousandths, readable at a glance."""
    return f"{right / of:.3f}" if of else "  -  "


def shown(name: str, found: Score) -> str:
    """Return one line of figures."""
    notes, paragraphs = share(found.notes_right, found.notes), share(found.paragraphs_right, found.paragraphs)
    return f"{notes} {paragraphs} {share(found.headings_right, found.headings)}  {name}\n"


Marked = tuple[list[str], Score, list[str]]
"""The names a print is counted under, its score, and what differs."""


def mangled(seeds: int, only: str) -> Iterator[Marked]:
    """Yield the scores of the mangler's prints."""
    for name, _, original, text in runs(range(seeds), only):
        source = SourceText("bao-cao.txt", text, b"")
        pages = draft_pages(read_report(source).report, "bao-cao")
        yield [name], *score(original, pages)
        prove(name, text, pages)


def pressed(seeds: range, only: str) -> Iterator[Marked]:
    """Yield the scores of the press's prints."""
    for seed, how, manuscript, text in prints(seeds):
        names = list(axes(how))
        if only and only not in names:
            continue
        source = decode_source("bao-cao.txt", text.encode())
        pages = draft_pages(read_report(source).report, "bao-cao")
        found, misses, words = mark(manuscript, source.text, pages)
        yield names, found, [*misses, *words]
        prove(f"press {seed}", source.text, pages)
        if words and how.noise != "misread":
            sys.stdout.write(f"WORDS LOST OR DOUBLED: press {seed}: {', '.join(words[:9])}\n")


def prove(name: str, text: str, pages: dict[str, str]) -> None:
    """Print the name of a print whose ledger fails."""
    if not audit(text, pages).holds:
        sys.stdout.write(f"THE LEDGER FAILS: {name}\n")


def main(seeds: int = 4, only: str = "", first: int = 0) -> None:
    """Print figures for each way to print, and for all of them."""
    both = {"mangler": mangled(seeds, only), "press": pressed(range(first, first + seeds * PRESSED), only)}
    for printer, marked in both.items():
        totals: defaultdict[str, Score] = defaultdict(Score)
        for names, found, misses in marked:
            for name in (f"ALL of the {printer}", *names):
                totals[name].add(found)
            sys.stdout.writelines(f"    {miss}\n" for miss in misses if only)
        sys.stdout.write("notes paragraphs headings\n")
        sys.stdout.writelines(shown(name, found) for name, found in sorted(totals.items()))


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 4,
        sys.argv[2] if len(sys.argv) > 2 else "",
        int(sys.argv[3]) if len(sys.argv) > 3 else 0,
    )
