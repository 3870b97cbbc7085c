"""The JavaScript of the search is the twin of the Python: the same vectors give the same results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from test_search_terms import CASES
from trees import ROOT
from vanban.search.abbreviations import ABBREVIATIONS
from vanban.search.encoding import encode_postings, fnv1a
from vanban.search.terms import grams, words
from vanban.vietnamese import fold

SCRIPTS = ROOT / "docs" / "assets" / "search"
REPORT = (ROOT / "docs" / "bao-cao" / "dan-van-2019" / "ban-goc.txt").read_text("utf-8")
LETTERS = [
    f"a{chr(code)}b"
    for start, end in [(0x20, 0x250), (0x300, 0x370), (0x1E00, 0x1F00), (0x2010, 0x2190), (0xFF00, 0xFF60)]
    for code in range(start, end)
]


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    for name in ("text", "store", "number", "repair", "rank", "snippet", "engine"):
        page.add_script_tag(path=SCRIPTS / f"{name}.js")
    page.evaluate("rows => vanbanSearch.setAbbreviations(rows)", [list(row) for row in ABBREVIATIONS])
    yield page
    page.close()


def each(page: Page, function: str, values: list[Any]) -> list[Any]:
    result: list[Any] = page.evaluate(f"values => values.map({function})", values)
    return result


def test_folding_is_the_same(page: Page) -> None:
    texts = [*REPORT.split("\n"), *LETTERS]
    assert each(page, "vanbanSearch.fold", texts) == [fold(text) for text in texts]


def test_words_are_the_same(page: Page) -> None:
    texts = [*(text for text, _ in CASES), *REPORT.split("\n"), *LETTERS]
    assert each(page, "vanbanSearch.words", texts) == [words(text) for text in texts]


def test_printed_words_stand_where_they_are_printed(page: Page) -> None:
    texts = [text for text in REPORT.split("\n") if "T.Ư" not in text]
    found = each(page, "text => vanbanSearch.printedWords(text).map(t => [t.word, text.slice(t.start, t.end)])", texts)
    for text, tokens in zip(texts, found, strict=True):
        assert [word for word, _ in tokens] == words(text)
        assert all(words(printed) == [word] for word, printed in tokens)


def test_words_and_pairs_with_abbreviations_are_the_same(page: Page) -> None:
    runs = [words(line) for line in REPORT.split("\n")]
    runs += [words(text) for text in ("chủ tịch UBND tỉnh", "Ủy ban MTTQ", "KT-XH", "Ban Thường vụ T.Ư BTV")]
    for mine, theirs in zip([grams(run) for run in runs], each(page, "vanbanSearch.grams", runs), strict=True):
        assert sorted(mine[0]) == sorted(theirs["words"])
        assert sorted(mine[1]) == sorted(theirs["pairs"])


def test_hashes_and_posting_lists_are_read_as_written(page: Page) -> None:
    keys = ["", "a", "dan van", "48630"]
    assert each(page, "vanbanSearch.fnv1a", keys) == [fnv1a(key) for key in keys]
    rows = [(step * step * 3 + step, step % 92) for step in range(400)]
    (read,) = each(page, "text => vanbanSearch.readPostings(text)", [encode_postings(rows)])
    assert list(zip(read["ids"], read["impacts"], strict=True)) == rows


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nghij", "nghi"),
        ("quyeets", "quyet"),
        ("dduwowngf", "duong"),
        ("daan", "dan"),
        ("vaanj", "van"),
        ("tinh", "tinh"),
    ],
)
def test_telex_keys_are_taken_off(page: Page, typed: str, meant: str) -> None:
    assert each(page, "vanbanSearch.withoutTelex", [typed]) == [meant]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nghi5 quye6t1", "nghi quyet"),
        ("d9a5o tin la2nh", "dao tin lanh"),
        ("nq25tw", None),
        ("khóa 11 25NQ", None),
        ("86km", None),
    ],
)
def test_vni_keys_are_taken_off_only_inside_syllables(page: Page, typed: str, meant: str | None) -> None:
    assert each(page, "vanbanSearch.withoutVni", [typed]) == [meant]


def test_one_wrong_letter_is_found_and_two_are_not(page: Page) -> None:
    near = "word => vanbanSearch.oneLetterAway(word, new Map([['quyet', 9], ['nghi', 5], ['van', 3]]))"
    asked = ["quyt", "quyett", "quyat", "quyte", "vna", "nghii", "quxyz", "vaa"]
    expected = [["quyet"], ["quyet"], ["quyet"], ["quyet"], ["van"], ["nghi"], [], ["van"]]
    assert each(page, near, asked) == expected


def test_the_store_forgets_what_was_used_longest_ago(page: Page) -> None:
    kept = page.evaluate(
        """() => {
          const store = new vanbanSearch.Store("");
          for (let i = 0; i < 200; i++) { store.kept.set(`words/${i}`, i); store.keep(`words/${i}`, i, 100_000); }
          return [store.kept.size, store.bytes, store.kept.has("words/0"), store.kept.has("words/199")];
        }"""
    )
    assert kept == [40, 4_000_000, False, True]
