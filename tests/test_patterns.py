"""Expressions are compiled when they are first used, and every one that is written down can be."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from importlib import import_module
from pkgutil import walk_packages

import pytest

import vanban
from trees import ROOT
from vanban.patterns import lazy_pattern

_LOADED = """
import re, sys
compiled, real = [], re.compile
def count(*given, **named):
    compiled.append(sys._getframe(1).f_globals["__name__"])
    return real(*given, **named)
re.compile = count
import wiring.library, wiring.indexing
print(*(name for name in compiled if name.partition(".")[0] == "vanban"))
"""


def test_every_expression_of_the_package_can_be_compiled() -> None:
    for module in walk_packages(vanban.__path__, "vanban."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    lazy = type(lazy_pattern(""))
    written = [value for value in gc.get_objects() if type(value) is lazy]
    assert len(written) > 200
    for value in written:
        assert value.groups >= 0, value


def test_loading_what_a_build_needs_compiles_none_of_our_expressions() -> None:
    hooks = ROOT / "hooks"
    done = subprocess.run([sys.executable, "-c", _LOADED], cwd=hooks, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_it_is_compiled_once_and_answers_as_the_compiled_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def count(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return real(source, flags)

    monkeypatch.setattr(re, "compile", count)
    pattern = lazy_pattern(r"(?P<number>\d+)-nq", re.IGNORECASE)
    assert not compiled
    assert [match["number"] for match in pattern.finditer("25-NQ, 26-nq")] == ["25", "26"]
    assert pattern.sub("x", "25-NQ") == "x"
    assert (pattern.pattern, pattern.groupindex, pattern.flags & re.IGNORECASE) == (
        r"(?P<number>\d+)-nq",
        {"number": 1},
        re.IGNORECASE,
    )
    assert compiled == [r"(?P<number>\d+)-nq"]


def test_it_reads_bytes_as_well() -> None:
    assert lazy_pattern(rb"\d+").findall(b"1 22") == [b"1", b"22"]


def test_what_is_wrong_with_it_is_said_when_it_is_used() -> None:
    wrong = lazy_pattern("(")
    with pytest.raises(re.error):
        wrong.search("")
    with pytest.raises(AttributeError):
        _ = lazy_pattern("a").no_such_thing  # type: ignore[attr-defined]  # which is what is to be seen
