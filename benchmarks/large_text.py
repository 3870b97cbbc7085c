"""Whether large texts cost in proportion: `vanban cite` and `vanban import` on texts that double, as whole processes.

Run: `python benchmarks/large_text.py [--cite 50] [--import 2]` (or `make bench-large`): megabytes of the smaller text,
made of the committed reports one behind the other. Prints, among the figures of each run:

`recognise 2x: R`  processor time of finding all mentions when the text doubles (2.00 is linear)
`recognise memory 2x: R`  peak memory of that process when the text doubles (1.00 is flat)
`import 2x: R`, `import memory 2x: R`  the same of importing it as one report, `--dry-run`
`import MiB a MB: R`  what the importer's peak grows by for each megabyte of text: it holds a report whole

Processor time is counted, so that other work on the machine disturbs little. Every run adds a line to
`artifacts/large-text.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
HISTORY: Final = ROOT / "artifacts" / "large-text.jsonl"
_VANBAN: Final = (sys.executable, "-c", "from vanban.cli import main; raise SystemExit(main())")
_ENVIRONMENT: Final = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
Cost = tuple[float, float]
"""Seconds of processor, and peak memory in MiB."""


def main() -> int:
    """Measure and print; 1 when a ratio exceeds what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--cite", type=float, default=50, help="megabytes of the smaller text for cite; 0 leaves it out"
    )
    parser.add_argument("--import", type=float, default=2, help="the same for import", dest="imported")
    parser.add_argument("--most", type=float, default=None, help="fail when a time more than grows so when doubled")
    parser.add_argument("--forget", action="store_true", help="add nothing to the history")
    arguments = parser.parse_args()
    ratios: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="vanban-large-") as scratch:
        folder = Path(scratch)
        if arguments.cite:
            ratios |= doubled("recognise", folder, arguments.cite, ("cite", "--format", "jsonl"))
        if arguments.imported:
            for name in ("docs", "directives"):
                (folder / name).mkdir()
            into = ("--docs", str(folder / "docs"), "--directives", str(folder / "directives"))
            ratios |= doubled("import", folder, arguments.imported, ("import", "--report", "lon", "--dry-run", *into))
    for name, value in ratios.items():
        print(f"{name}: {value:.2f}")
    if not arguments.forget:
        _remember(ratios)
    slow = [name for name in ("recognise 2x", "import 2x") if arguments.most and ratios.get(name, 0) > arguments.most]
    return 1 if slow else 0


def doubled(name: str, folder: Path, megabytes: float, command: Sequence[str]) -> dict[str, float]:
    """Run a command on a text and on one twice as long, and return how its cost grew."""
    costs = []
    for size in (megabytes, 2 * megabytes):
        path = write_text(folder / f"{name}-{size:g}.txt", size)
        costs.append(cost([*_VANBAN, *command, str(path)]))
        print(f"{name} {size:g} MB: {costs[-1][0]:.2f} s of processor, peak {costs[-1][1]:.0f} MiB", flush=True)
        path.unlink()
    (first, small), (second, large) = costs
    return {
        f"{name} 2x": second / first,
        f"{name} memory 2x": large / small,
        f"{name} MiB a MB": (large - small) / megabytes,
    }


def write_text(path: Path, megabytes: float) -> Path:
    """Write about so many megabytes of the committed reports, one behind the other."""
    reports = [report.read_bytes() for report in sorted((ROOT / "docs").glob("bao-cao/*/ban-goc.txt"))]
    whole = b"\n\n".join(reports) + b"\n\n"
    with path.open("wb") as file:
        for _ in range(round(megabytes * 1e6 / len(whole))):
            file.write(whole)
    return path


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end and return what it cost, alone."""
    process = subprocess.Popen(command, env=_ENVIRONMENT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        message = f"{command} ended with {process.returncode}"
        raise RuntimeError(message)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _remember(ratios: dict[str, float]) -> None:
    HISTORY.parent.mkdir(parents=True, exist_ok=True)
    with HISTORY.open("a", encoding="utf-8") as history:
        history.write(json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%S"), **ratios}) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
