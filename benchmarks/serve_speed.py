"""Serving: how long an editor waits from saving a page to seeing it, and until every other page follows.

Run: `python benchmarks/serve_speed.py [--pages 1000] [--edits 3]`. One run makes a corpus from the report, starts
`mkdocs serve` on it, edits one section after the other, and asks the server for the page, then for the page of a
document that the new words cite, until both show the edit. It prints seconds, and each as a share of the first build.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus import Corpus, draw_corpus, make_corpus, report_words
from site_speed import BIN, ENVIRONMENT

PORT = 8137
HOST = f"http://127.0.0.1:{PORT}/"
PATIENCE = 1800.0
"""Seconds after which a page is given up."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2019)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vanban-serve-") as scratch:
        corpus = make_corpus(arguments.pages, report_words(), arguments.seed)
        draw_corpus(corpus, Path(scratch))
        with served(Path(scratch) / "ours") as first:
            times = [edited(Path(scratch) / "ours", corpus, turn) for turn in range(arguments.edits)]
    for name, seconds in zip(("page", "backlink"), zip(*times, strict=True), strict=True):
        middle = statistics.median(seconds)
        print(f"{name} (s): {middle:.2f}; {name}/first: {middle / first:.4f}")
    print(f"first build (s): {first:.1f}; pages: {arguments.pages}")
    return 0


@contextmanager
def served(project: Path) -> Iterator[float]:
    """Serve the project while entered; gives the seconds until it answered first."""
    command = [str(BIN / "mkdocs"), "serve", "-q", "-a", f"127.0.0.1:{PORT}"]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=project, env=ENVIRONMENT, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: "<html" in asked("index.html"))
            yield time.perf_counter() - start
        finally:
            process.terminate()


def edited(project: Path, corpus: Corpus, turn: int) -> tuple[float, float]:
    """Return the seconds until an edited section is shown, and until a document it now cites shows that it does."""
    address = sorted(name for name in corpus.docs if "/p1-" in name)[turn]
    document = sorted(corpus.directives)[turn].removesuffix(".md")
    code = next(line for line in corpus.directives[f"{document}.md"].splitlines() if line.startswith("code: "))
    mark = f"Sửa lúc {time.time_ns()}"
    date = next(line for line in corpus.directives[f"{document}.md"].splitlines() if line.startswith("date: "))
    year, month, day = date.removeprefix("date: ").split("-")
    page = project / "docs" / address
    words = f"{mark} theo văn bản số {code.removeprefix('code: ')}, ngày {day}-{month}-{year}."
    page.write_text(f"{page.read_text('utf-8').rstrip()}\n\n{words}\n", "utf-8")
    start = time.perf_counter()
    shown = wait_until(lambda: mark in asked(address.replace(".md", ".html"))) - start
    return shown, wait_until(lambda: mark in asked(f"van-ban/{document}.html")) - start


def asked(address: str) -> str:
    """Return a page of the server, or nothing while it does not answer."""
    try:
        with urllib.request.urlopen(HOST + address, timeout=5) as answer:  # noqa: S310 (this machine's own server)
            text: str = answer.read().decode()
            return text
    except (urllib.error.URLError, OSError):
        return ""


def wait_until(seen: Callable[[], bool]) -> float:
    """Return the time at which something was seen.

    Raises:
        TimeoutError: It never was.
    """
    end = time.perf_counter() + PATIENCE
    while not seen():
        if time.perf_counter() > end:
            message = "the page never came"
            raise TimeoutError(message)
        time.sleep(0.05)
    return time.perf_counter()


if __name__ == "__main__":
    sys.exit(main())
