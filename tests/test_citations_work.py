"""Work: what finding citations costs grows with the text, on any text.

Two proofs that need no clock. Every pattern of the recogniser is walked: no repeat in it is without bound, so one
attempt at one place does bounded work. And the calls made over hostile strings are counted while the strings double.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import tracemalloc
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vanban.citations
from evaluation.fuzz import main
from vanban.citations import find_by_block, find_citations
from vanban.citations.names import name_finder
from vanban.patterns import lazy_pattern

MODULES = [
    "vanban.numbers",
    *(f"vanban.citations.{each.name}" for each in pkgutil.iter_modules(vanban.citations.__path__)),
]
PARSER: Any = importlib.import_module("re._parser")
KINDS: Any = (re.Pattern, type(lazy_pattern("")))
LARGEST = 500
Tree = Any  # the parser of the standard library has no types


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for name in MODULES:
        for attribute, value in vars(importlib.import_module(name)).items():
            if isinstance(value, KINDS):
                yield f"{name}.{attribute}", value
    aliases = {"Luật Đất đai": "a", "Luật Đất đai năm 2013": "b"}
    yield "names", name_finder(aliases)._pattern


def repeats(tree: Tree) -> Iterator[int]:
    """Yield the largest count of every repeat of a parsed pattern."""
    for operation, argument in tree:
        if str(operation) in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            yield int(argument[1])
            yield from repeats(argument[2])
        elif str(operation) == "BRANCH":
            for branch in argument[1]:
                yield from repeats(branch)
        elif str(operation) in {"ASSERT", "ASSERT_NOT"}:
            yield from repeats(argument[1])
        elif str(operation) in {"SUBPATTERN", "ATOMIC_GROUP"}:
            yield from repeats(argument[-1] if str(operation) == "SUBPATTERN" else argument)


@pytest.mark.parametrize(
    ("name", "pattern"), list(patterns()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_no_pattern_repeats_without_bound(name: str, pattern: re.Pattern[str]) -> None:
    assert max(repeats(PARSER.parse(pattern.pattern, pattern.flags & ~re.UNICODE)), default=0) <= LARGEST, name


def test_the_patterns_are_found() -> None:
    assert len(list(patterns())) > 70


def test_random_and_mutated_strings_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    main(500, seed=11)
    assert "no failure" in capsys.readouterr().out


HOSTILE = {
    "numbers": "1 ",
    "glued numbers": "1",
    "separators": "1-/",
    "lists": "Nghị quyết 1, ",
    "bare list": "1, 2, 3 và ",
    "heads": "Nghị quyết số ",
    "capitals": "25-NQ/A-B-C-D-E-F-",
    "letters": "1/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "symbols": "25-NQ/TW, ",
    "bodies": "25-NQ/TW của Ban Bộ Ban Bộ Ban Bộ ",
    "acts": "A B C D E F G H đã ban hành 25-NQ/TW ",
    "dates": "25-NQ/TW ngày 1/1/2013 ",
    "pinpoints": "khoản 1, 2, 3 Điều 4 và 5 ",
    "marks": "**[^1]](x)<b>",
    "open marks": "[<](",
    "quotes": "25-NQ/TW về “",
    "titles": "25-NQ/TW về a ",
    "plenums": "Nghị quyết Trung ương 4, 5, ",
    "spaces": "25 - " + " " * 20,
    "lines": "25-\n\n",
    "combining": "e\u0301\u0301\u0301",
    "back-references": "Chỉ thị số 11-CT/TU. Chỉ thị 11 đã. ",
    "laws": "Luật sửa đổi Luật ",
}  # fmt: skip


def work(text: str) -> int:
    """Return how many calls, of Python or of C, are made to read a text."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        for _ in find_citations(text):
            pass
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("unit", list(HOSTILE.values()), ids=list(HOSTILE))
def test_work_grows_with_the_text(unit: str) -> None:
    size = 6000 // len(unit)
    once, twice, four = (work(unit * (size * times)) for times in (1, 2, 4))
    assert twice <= 2.2 * once + 300
    assert four <= 2.2 * twice + 300
    assert four <= 60 * len(unit) * size * 4


def test_memory_does_not_grow_with_a_text_that_arrives_in_pieces() -> None:
    piece = "Căn cứ Nghị quyết số 25-NQ/TW, ngày 03-6-2013. Việc còn lại vẫn làm.\n\n" * 100
    peaks = []
    for count in (20, 200):
        tracemalloc.start()
        found = sum(len(citations) for _, _, citations in find_by_block(piece for _ in range(count)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found == 100 * count
    assert peaks[1] < 1.2 * peaks[0]


@given(
    st.lists(
        st.sampled_from(["25-NQ/TW", "Nghị quyết ", "số ", " 26", ", ", "\n\n", "ngày 03-6-2013", ". "]), max_size=40
    )
)
def test_pieces_do_not_change_what_is_found(pieces: list[str]) -> None:
    with patch("vanban.citations.plain.BLOCK", 12):
        found = [each for _, _, citations in find_by_block(pieces) for each in citations]
        assert found == list(find_citations("".join(pieces)))
