"""Whole builds side by side: ours, the engine and theme alone, and engines we could move to.

Run: `python benchmarks/site_speed.py [--pages 1000] [--runs 3]` (or `make bench`). One run makes a corpus from the
report (seeded), then times whole processes one after the other, each as often as asked, and prints medians and ratios:

`cold/stock`   ours from nothing to the engine and theme alone on the same Markdown: the staged tree, whose pages hold
               the same text, links, backlinks and registers, with the theme's own search
`cold/source`  the same to the engine alone on the bare sources, without backlinks, registers, exports or linking
`edit/cold`    ours after a paragraph was added to a section (`edit document`: after a document's subject changed)
`edit/stock`   the same to the engine alone, which makes every page again
`idle/cold`    ours with nothing changed

Each also as seconds of processor (`cpu`), which a busy machine disturbs less and two processes do not lower.

Ratios of one run compare; seconds do not. Every run adds a line to `artifacts/bench.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from corpus import ROOT, Corpus, draw_corpus, make_corpus, report_words

HISTORY: Final = ROOT / "artifacts" / "bench.jsonl"
BIN: Final = Path(sys.executable).parent
MKDOCS: Final = (str(BIN / "mkdocs"), "build", "-q")
_STAGE: Final = "from vanban.cli import main; raise SystemExit(main())"
ENVIRONMENT: Final = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONPATH": str(ROOT / "hooks"),
}
"""As on a machine that keeps compiled modules: each build is a process of its own."""
Times = tuple[float, float, float]
"""Seconds on the clock, seconds of processor of all processes of a build together, MiB of the largest of them."""
UNITS: Final = ("", " cpu", " MiB")


def main() -> int:
    """Measure and print; 1 when a build fails or a ratio exceeds what is asked for."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="vanban-bench-", dir=arguments.scratch) as scratch:
        corpus = make_corpus(arguments.pages, report_words(arguments.report), arguments.seed)
        draw_corpus(corpus, Path(scratch))
        seconds = measure(Path(scratch), corpus, arguments.runs, engines=not arguments.ours_only)
    ratios = _ratios(seconds)
    for name, value in {**{f"{name} (s)": value for name, value in seconds.items()}, **ratios}.items():
        print(f"{name.replace(' MiB (s)', ' (MiB)')}: {value:.3f}")
    print(f"pages: {arguments.pages}")
    if not arguments.forget:
        _remember({"pages": arguments.pages, "seed": arguments.seed, "seconds": seconds, "ratios": ratios})
    worst = {"cold/stock": arguments.most_cold, "edit/cold": arguments.most_edit}
    late = [name for name, most in worst.items() if most is not None and ratios.get(name, 0) > most]
    for name in late:
        print(f"{name}: more than {worst[name]}", file=sys.stderr)
    return 1 if late else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--report", type=Path, default=None, help="report whose words are used")
    parser.add_argument("--scratch", type=Path, default=None, help="folder for the corpus")
    parser.add_argument("--ours-only", action="store_true", help="leave the other engines out")
    parser.add_argument("--most-cold", type=float, default=None, help="fail when cold/stock is above this")
    parser.add_argument("--most-edit", type=float, default=None, help="fail when edit/cold is above this")
    parser.add_argument("--forget", action="store_true", help="add no line to the history")
    return parser.parse_args()


def measure(root: Path, corpus: Corpus, runs: int, *, engines: bool) -> dict[str, float]:
    """Return the median seconds of each kind of build; the kinds take turns, so that drift meets all alike."""
    ours, stock, staged = root / "ours", root / "stock", root / "staged"
    _run([sys.executable, "-c", _STAGE, "stage", str(staged)], ours, codes=(0, 1))
    kinds: dict[str, Callable[[int], Times]] = {
        "cold": lambda _: _cold(ours),
        "idle": lambda _: _time(MKDOCS, ours),
        "edit": lambda turn: _edited(ours, corpus, turn),
        "edit text": lambda turn: _edited_text(ours, corpus, turn),
        "edit document": lambda turn: _edited_document(ours, corpus, turn),
        "stock": lambda _: _time(MKDOCS, staged),
        "source": lambda _: _time(MKDOCS, stock),
    }
    if engines:
        kinds |= {name: call for name, call in _engines(staged).items() if call is not None}
    times: dict[str, list[Times]] = {kind: [] for kind in kinds}
    for turn in range(runs):
        for kind, call in kinds.items():
            times[kind].append(call(turn))
    return {
        f"{kind}{unit}": statistics.median(pair[place] for pair in found)
        for place, unit in enumerate(UNITS)
        for kind, found in times.items()
    }


def _engines(staged: Path) -> Mapping[str, Callable[[int], Times] | None]:
    """Return the engines found beside this Python, in their own environment or on the path, with how each builds."""
    places = os.pathsep.join([str(BIN), str(ROOT / ".venv-engines" / BIN.name), os.environ["PATH"]])
    zensical, hugo = (shutil.which(name, path=places) for name in ("zensical", "hugo"))
    if hugo is not None:
        site = staged / "hugo"
        shutil.copytree(staged / "docs", site / "content")
        for index in (site / "content").rglob("index.md"):
            index.rename(index.with_name("_index.md"))
        for name in ("single", "list", "home"):
            layout = site / f"layouts/_default/{name}.html"
            layout.parent.mkdir(parents=True, exist_ok=True)
            layout.write_text("<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>", "utf-8")
        (site / "hugo.toml").write_text("[markup.goldmark.renderer]\nunsafe = true\n", "utf-8")
    return {
        "zensical": None if zensical is None else lambda _: _fresh([zensical, "build", "--clean"], staged),
        "hugo": None if hugo is None else lambda _: _fresh([hugo, "--quiet"], staged / "hugo"),
    }


def _cold(ours: Path) -> Times:
    for made in (ours / "site", ours / ".cache"):
        shutil.rmtree(made, ignore_errors=True)
    return _time(MKDOCS, ours)


def _fresh(command: Sequence[str], folder: Path) -> Times:
    for made in ("public", "site", ".cache"):
        shutil.rmtree(folder / made, ignore_errors=True)
    return _time(command, folder)


def _edited(ours: Path, corpus: Corpus, turn: int) -> Times:
    """Time a build after a paragraph of one section got other words and another document to cite."""
    sections = sorted(name for name in corpus.docs if "/p1-" in name)
    address = sections[turn % len(sections)]
    page = ours / "docs" / address
    text = page.read_text("utf-8")
    place = text.index("\n\n", text.index("\n# ") + 2)
    page.write_text(f"{text[:place]}\n\nSửa lần {turn} tại {time.time_ns()}.{text[place:]}", "utf-8")
    return _time(MKDOCS, ours)


def _edited_text(ours: Path, corpus: Corpus, turn: int) -> Times:
    """Time a build after the text of one document grew by a sentence: one page changed, and the search index."""
    page = ours / "directives" / sorted(corpus.directives)[-1 - turn % len(corpus.directives)]
    text = page.read_text("utf-8").rstrip("\n")
    page.write_text(f"{text}\n\nSửa lần {turn} tại {time.time_ns()}.\n", "utf-8")
    return _time(MKDOCS, ours)


def _edited_document(ours: Path, corpus: Corpus, turn: int) -> Times:
    """Time a build after the subject of one document was changed: registers, cards and pages that name it follow."""
    page = ours / "directives" / sorted(corpus.directives)[turn % len(corpus.directives)]
    text = page.read_text("utf-8")
    page.write_text(text.replace('title: "về ', f'title: "về {time.time_ns()} ', 1), "utf-8")
    return _time(MKDOCS, ours)


def _time(command: Sequence[str], folder: Path) -> Times:
    """Time one build, when the system has written what the one before it left to be written: each pays for itself."""
    os.sync()
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{command} ended with {process.returncode}"
        raise RuntimeError(message)
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _run(command: Sequence[str], folder: Path, codes: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode not in codes:
        message = f"{command} ended with {done.returncode}: {done.stderr[-2000:]}"
        raise RuntimeError(message)


def _ratios(seconds: Mapping[str, float]) -> dict[str, float]:
    pairs = [("cold", "stock"), ("cold", "source")]
    pairs += [(kind, "cold") for kind in ("edit", "edit text", "edit document", "idle")]
    pairs += [("edit", "stock"), *(("cold", name) for name in ("zensical", "hugo"))]
    pairs += [(f"{a} cpu", f"{b} cpu") for a, b in pairs]
    return {f"{a}/{b}": seconds[a] / seconds[b] for a, b in pairs if a in seconds and b in seconds}


def _remember(result: Mapping[str, object]) -> None:
    HISTORY.parent.mkdir(parents=True, exist_ok=True)
    line = {"time": time.strftime("%Y-%m-%dT%H:%M:%S"), "python": platform.python_version(), **result}
    with HISTORY.open("a", encoding="utf-8") as history:
        history.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
