"""How fast citations are found, beside the floor and beside eyecite on its own language.

Run: `python benchmarks/citations.py` (or `make bench-citations`). Each row is the median of several passes over about
a megabyte (less English: eyecite is slow).

The floor is one pass of a plain substring search; eyecite is measured as shipped and, when the package `hyperscan` is
there, with it; both are skipped when they are not installed. Time is the processor time of this process, so that other
work on the machine does not count. The figures of one run compare; those of two machines do not.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

from vanban.citations import find_citations  # noqa: E402 - the source root is put on the path first

SIZE: Final = 1_000_000
ENGLISH_SIZE: Final = 120_000
PASSES: Final = 3
_OPINION: Final = (
    "The district court granted summary judgment, and we review that ruling de novo. See Adams v. Baker, {a} "
    "U.S. {b}, {c} (1986); Carter v. Dunn, {b} F.3d {a}, {c} (9th Cir. 1998). The statute, 42 U.S.C. § {c}, "
    "requires notice before any hearing, and the record shows that none was given to the plaintiff. Id. at "
    "{c}. In Evans v. Ford Motor Co., {a} F. Supp. 2d {b} (S.D.N.Y. 2001), the court held that actual "
    "knowledge is enough; we have never said so. Carter, {b} F.3d at {c}. A party that waits four years to "
    "raise the point has had its day, and equity will not lend it another.\n\n"
)
_PROSE: Final = (
    "The witness had lived beside the river for most of her life and knew the ferry, the landing and the men who "
    "worked there. She told the jury what she saw that morning, in plain words, and nothing in the cross examination "
    "moved her from it. The trial judge, who heard her, found the account complete and free of any wish to please. "
)
"""Words between citations, so that their density is near that of real opinions: one in about five hundred bytes."""


def main() -> None:
    """Print the table."""
    report = _repeat((ROOT / "docs").glob("bao-cao/*/ban-goc.txt"))
    numbers = ({"a": 100 + i % 400, "b": 200 + i % 700, "c": 10 + i % 90} for i in range(ENGLISH_SIZE // 3000))
    opinions = "".join(_PROSE * 7 + _OPINION.format(**each) for each in numbers)
    rows = [
        ("floor: substring search, Vietnamese", report, lambda text: text.count("NQ/TW")),
        ("find_citations, Vietnamese", report, lambda text: sum(1 for _ in find_citations(text))),
        ("floor: substring search, English", opinions, lambda text: text.count("U.S.")),
        *((name, opinions, count) for name, count in _eyecite()),
    ]
    sys.stdout.write(f"{'what':<40} {'MB/s':>8} {'found':>8}\n")
    for name, text, count in rows:
        speed, found = _measure(text, count)
        sys.stdout.write(f"{name:<40} {speed:>8.2f} {found:>8}\n")
    for times in (1, 4):
        sys.stdout.write(f"peak memory over {times} MB beyond the text: {_peak(report * times) / 1024:.0f} KiB\n")


def _repeat(paths: Iterable[Path]) -> str:
    """Return about a megabyte of the reports of the project."""
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(paths))
    return text * (SIZE // len(text.encode()) + 1)


def _measure(text: str, count: Callable[[str], int]) -> tuple[float, int]:
    """Return megabytes of UTF-8 a second (median) and how many were found."""
    times = []
    found = count(text[:2000])
    for _ in range(PASSES):
        start = time.process_time()
        found = count(text)
        times.append(time.process_time() - start)
    return len(text.encode()) / statistics.median(times) / 1e6, found


def _peak(text: str) -> int:
    """Return the peak of memory taken while the mentions of `text` are read one by one."""
    tracemalloc.start()
    for _ in find_citations(text):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def _eyecite() -> list[tuple[str, Callable[[str], int]]]:
    """Return eyecite's finders that are installed here."""
    try:
        eyecite = importlib.import_module("eyecite")
        tokenizers = importlib.import_module("eyecite.tokenizers")
    except ImportError:
        return []
    finders = [("eyecite as shipped, English", lambda text: len(eyecite.get_citations(text)))]
    try:
        importlib.import_module("hyperscan")
    except ImportError:
        return finders
    hyperscan = tokenizers.HyperscanTokenizer(cache_dir=tempfile.mkdtemp())
    finders.append(
        ("eyecite with Hyperscan, English", lambda text: len(eyecite.get_citations(text, tokenizer=hyperscan)))
    )
    return finders


if __name__ == "__main__":
    main()
