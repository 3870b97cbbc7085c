"""Large texts cost in proportion, as whole processes: the benchmark itself, at a small size and with a wide margin."""

from __future__ import annotations

import re
import subprocess
import sys

from trees import ROOT


def test_doubling_a_text_doubles_the_time_and_citing_keeps_memory_flat() -> None:
    command = [sys.executable, str(ROOT / "benchmarks/large_text.py"), "--cite", "4", "--import", "0.3", "--most", "3"]
    done = subprocess.run([*command, "--forget"], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    ratios = dict(re.findall(r"^((?:recognise|import)[^:]*2x): ([0-9.]+)$", done.stdout, re.MULTILINE))
    assert set(ratios) == {"recognise 2x", "recognise memory 2x", "import 2x", "import memory 2x"}
    assert float(ratios["recognise memory 2x"]) < 1.1
    assert float(ratios["import memory 2x"]) < 2
