"""Score the importer on known texts set in pages, one line for each way to print.

Run: `python tests/importer/measure.py [SEEDS] [PRINT]` (four seeds and every print when not said); with a print named,
what differs is shown as well.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "hooks"))
sys.path.insert(0, str(HERE.parent))

from importer.mangler import Score, runs, score  # noqa: E402 - the source roots are put on the path first
from vanban.importer.drafts import draft_pages  # noqa: E402 - likewise
from vanban.importer.ledger import audit  # noqa: E402 - likewise
from vanban.importer.reading import read_report  # noqa: E402 - likewise
from vanban.importer.source import SourceText  # noqa: E402 - likewise


def share(right: int, of: int) -> str:
    """Return a share in thousandths, readable at a glance."""
    return f"{right / of:.3f}" if of else "  -  "


def shown(name: str, found: Score) -> str:
    """Return one line of figures."""
    notes, paragraphs = share(found.notes_right, found.notes), share(found.paragraphs_right, found.paragraphs)
    return f"{notes} {paragraphs} {share(found.headings_right, found.headings)}  {name}\n"


def main(seeds: int = 4, only: str = "") -> None:
    """Print figures for each way to print, and for all of them."""
    totals: defaultdict[str, Score] = defaultdict(Score)
    for name, _, original, text in runs(range(seeds), only):
        pages = draft_pages(read_report(SourceText("bao-cao.txt", text, b"")).report, "bao-cao")
        if not audit(text, pages).holds:
            sys.stdout.write(f"THE LEDGER FAILS: {name}\n")
        found, misses = score(original, pages)
        totals[name].add(found)
        totals["ALL"].add(found)
        sys.stdout.writelines(f"    {miss}\n" for miss in misses if only)
    sys.stdout.write("notes paragraphs headings\n")
    sys.stdout.writelines(shown(name, found) for name, found in totals.items())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4, sys.argv[2] if len(sys.argv) > 2 else "")
