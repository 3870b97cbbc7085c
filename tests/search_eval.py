"""Measure search in real Chromium on the labelled queries: success@1 and MRR@10 by class, time, bytes and memory.

Run: `python tests/search_eval.py [--others N]` (or `make search-eval`); exit 1 when a floor of the project is not
reached. `--others` puts the real pages among that many made-up ones.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 - the source root is put on the path first

from search_corpus import other_units  # noqa: E402 - likewise
from vanban.search import IndexFile, SearchUnit, grouped, index_files, search_units  # noqa: E402 - likewise
from vanban.searchbox import BoxFile, placeholder_files  # noqa: E402 - likewise
from vanban.site import build_site  # noqa: E402 - likewise

REPORT = "bao-cao/dan-van-2019"
FLOORS = {False: 0.98, True: 0.94}
"""Share of queries whose first result is right: on the real site, and among other pages."""
EXACT = ("number", "several")
FOOTNOTE_FLOOR = 0.95
_BELOW = "below the floor:"
_START = """async (address) => {
  const worker = new Worker(new URL("assets/search/worker.js", address));
  const waiting = [];
  worker.onmessage = ({ data }) => { if (data.type === 1 || data.type === 3) waiting.shift()(data.data); };
  self.tell = (type, data) => new Promise((resolve) => { waiting.push(resolve); worker.postMessage({ type, data }); });
  await self.tell(0, {});
}"""
_ASK = """async (queries) => {
  const answers = [];
  for (const query of queries) {
    const start = performance.now();
    const { items } = await self.tell(2, query);
    const taken = performance.now() - start;
    const { items: all } = await self.tell("more");
    answers.push({ items: items.map(([first]) => first), all: all.map(([first]) => first.location), taken });
  }
  return answers;
}"""


@dataclass(frozen=True, slots=True)
class Query:
    """A labelled query."""

    kind: str
    text: str
    labels: tuple[str, ...]

    def right(self, location: str, label: str) -> bool:
        """Whether a result is the place a label means."""
        form, _, name = label.partition(":")
        page, _, anchor = location.partition("#")
        if form == "d":
            return location == f"van-ban/{name}.html"
        if form == "fn":
            return anchor == f"fn:{name}"
        if form == "s":
            return page == f"{REPORT}/{name}.html" and not anchor.startswith("fn:")
        return location == label

    def rank(self, locations: Sequence[str]) -> int | None:
        """Return the place (from 0) of the first right result; for `several`, 0 only when all stand on top."""
        if self.kind == "several":
            top = locations[: len(self.labels)]
            return 0 if all(any(self.right(each, label) for each in top) for label in self.labels) else None
        found = (i for i, each in enumerate(locations) if any(self.right(each, label) for label in self.labels))
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the worker answered: the first results in full, the addresses of all ten, and the time in ms."""

    items: list[dict[str, Any]]
    locations: list[str]
    taken: float


class Located(Protocol):
    """Anything that names the addresses of an answer, best first."""

    @property
    def locations(self) -> Sequence[str]:
        """The addresses."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Bytes and files that a page asked for until its first answer."""

    size: int
    files: int


def read_queries() -> list[Query]:
    """Return every labelled query."""
    classes = yaml.safe_load((ROOT / "tests" / "search_queries.yml").read_text("utf-8"))
    return [Query(kind, text, tuple(labels)) for kind, rows in classes.items() for text, *labels in rows]


def real_units(root: Path = ROOT) -> list[SearchUnit]:
    """Return the units of the committed project."""
    site = build_site(root / "docs", root / "directives")
    pages = [
        (f"{page.address.removesuffix('.md')}.html", page.title, page.markdown)
        for page in site.pages.values()
        if page.address.startswith("danh-muc/")
    ]
    return list(search_units(site.library, pages))


def among_others(units: Sequence[SearchUnit], count: int, seed: int = 1) -> list[SearchUnit]:
    """Return the units in the middle of `count` made-up ones."""
    others = other_units(count, [unit.text for unit in units if REPORT in unit.location], seed)
    return [*islice(others, count // 2), *units, *others]


def write_site(folder: Path, units: Sequence[SearchUnit]) -> Path:
    """Write an index with the worker beside it and an empty page to start it from; returns the folder."""
    shutil.copytree(ROOT / "docs" / "assets" / "search", folder / "assets" / "search")
    files: list[IndexFile | BoxFile] = [*index_files(grouped(units)), *placeholder_files()]
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    (folder / "index.html").write_text("<!doctype html><meta charset=utf-8><title>Thử</title>", "utf-8")
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name the standard library calls)
        del format, args


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yields its address, ending in a slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def open_worker(page: Page, address: str) -> None:
    """Start the search worker of the site at `address` from an empty page of it."""
    page.goto(address)
    page.evaluate(_START, address)


def ask(page: Page, queries: Sequence[str]) -> list[Answer]:
    """Ask the worker one query after another."""
    rows = page.evaluate(_ASK, list(queries))
    return [Answer(row["items"], row["all"], row["taken"]) for row in rows]


def first_answer(browser: Browser, address: str, query: str) -> tuple[float, Moved]:
    """Return the time in ms from a new page's start of the worker to its first answer, and what was moved."""
    page = browser.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(address)
    start = time.monotonic()
    page.evaluate(_START, address)
    page.evaluate("query => self.tell(2, query)", query)
    taken = 1000 * (time.monotonic() - start)
    page.wait_for_timeout(200)
    page.close()
    return taken, Moved(sum(sizes), len(sizes))


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of one class: first result right, and mean reciprocal rank within ten."""

    count: int
    first: float
    reciprocal: float


def scores(queries: Sequence[Query], answers: Sequence[Located]) -> Mapping[str, Score]:
    """Return the score of each class and of `all`."""
    ranks: defaultdict[str, list[int | None]] = defaultdict(list)
    for query, answer in zip(queries, answers, strict=True):
        rank = query.rank(answer.locations)
        ranks[query.kind].append(rank)
        ranks["all"].append(rank)
    return {kind: _score(found) for kind, found in ranks.items()}


def _score(ranks: Sequence[int | None]) -> Score:
    reciprocal = sum(1 / (rank + 1) for rank in ranks if rank is not None)
    return Score(len(ranks), sum(rank == 0 for rank in ranks) / len(ranks), reciprocal / len(ranks))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _typed(queries: Sequence[Query]) -> list[str]:
    """Return what the box holds after each key of every tenth query."""
    return [query.text[:length] for query in queries[::10] for length in range(1, len(query.text) + 1)]


def _misses(queries: Sequence[Query], answers: Sequence[Answer]) -> Iterator[str]:
    for query, answer in zip(queries, answers, strict=True):
        if query.rank(answer.locations) != 0:
            yield f"  {query.kind}: {query.text!r} -> {', '.join(answer.locations[:3])}"


def _measure(browser: Browser, folder: Path, others: int) -> Iterator[str]:
    """Yield the lines of the report."""
    units = among_others(real_units(), others) if others else real_units()
    start = time.monotonic()
    write_site(folder, units)
    yield f"units {len(units)}, index written in {time.monotonic() - start:.1f} s"
    queries = read_queries()
    with serving(folder) as address:
        taken, moved = first_answer(browser, address, "công tác dân vận")
        yield f"first answer {taken:.0f} ms, {moved.size / 1000:.0f} KB in {moved.files} files"
        page = browser.new_page()
        open_worker(page, address)
        keys = [answer.taken for answer in ask(page, _typed(queries))]
        yield f"keys {len(keys)}: p50 {percentile(keys, 0.5):.1f} ms, p95 {percentile(keys, 0.95):.1f} ms"
        answers = ask(page, [query.text for query in queries])
    found = scores(queries, answers)
    for kind, score in found.items():
        yield f"{kind:14}{score.count:4}  success@1 {score.first:.3f}  MRR@10 {score.reciprocal:.3f}"
    yield from _misses(queries, answers)
    yield from below(found, among=bool(others))


def below(found: Mapping[str, Score], *, among: bool) -> Iterator[str]:
    """Yield a line for each floor of the project that is not reached."""
    floors = {"all": FLOORS[among], "footnote": FOOTNOTE_FLOOR, **dict.fromkeys(EXACT, 1.0)}
    for kind, floor in floors.items():
        if found[kind].first < floor:
            yield f"{_BELOW} {kind} {found[kind].first:.3f} < {floor}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when a floor is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", type=int, default=0, help="made-up pages around the real ones")
    others = parser.parse_args(arguments).others
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        lines = []
        for line in _measure(browser, Path(folder) / "site", others):
            sys.stdout.write(f"{line}\n")
            lines.append(line)
    return int(any(line.startswith(_BELOW) for line in lines))


if __name__ == "__main__":
    sys.exit(main())
