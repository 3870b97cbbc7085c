"""Our builds against the engine's own, as whole processes: the benchmark itself, at a small size, with a wide margin.

With so few pages the start of each process weighs most, so the margins only catch a step that stopped working.
"""

from __future__ import annotations

import re
import subprocess
import sys

from trees import ROOT


def test_a_small_site_is_built_no_slower_than_by_the_engine_alone_and_an_edit_costs_less() -> None:
    command = [sys.executable, str(ROOT / "benchmarks/site_speed.py"), "--pages", "120", "--runs", "1", "--ours-only"]
    limits = ["--most-cold", "1.8", "--most-edit", "0.9", "--forget"]
    done = subprocess.run([*command, *limits], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    ratios = dict(re.findall(r"^(cold/stock|edit/cold|idle/cold): ([0-9.]+)$", done.stdout, re.MULTILINE))
    assert set(ratios) == {"cold/stock", "edit/cold", "idle/cold"}
