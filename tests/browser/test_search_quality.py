"""The floors of the project on the labelled queries, on the real pages alone and among made-up ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from search_eval import among_others, ask, below, first_answer, open_worker, read_queries, real_units, scores, serving
from search_eval import write_site as write
from vanban.search import SearchUnit, UnitKind
from vanban.vietnamese import fold

OTHERS = 1200
LEAST_QUERIES = 150
MOST_MOVED = 150_000


@pytest.fixture(scope="module")
def real() -> list[SearchUnit]:
    return real_units()


@contextmanager
def worker(chromium: Browser, folder: Path, units: Sequence[SearchUnit]) -> Iterator[tuple[Page, str]]:
    with serving(write(folder, units)) as address:
        page = chromium.new_page()
        open_worker(page, address)
        yield page, address
        page.close()


def test_there_are_enough_labelled_queries_and_none_is_labelled_twice() -> None:
    texts = [query.text for query in read_queries()]
    assert len(texts) >= LEAST_QUERIES
    assert len(set(texts)) == len(texts)


def test_every_label_is_a_place_of_the_site(real: list[SearchUnit]) -> None:
    places = {unit.location for unit in real}
    for query in read_queries():
        for label in query.labels:
            assert any(query.right(place, label) for place in places), (query.text, label)


def test_the_real_site_answers_what_a_cadre_types(chromium: Browser, tmp_path: Path, real: list[SearchUnit]) -> None:
    queries = read_queries()
    with worker(chromium, tmp_path / "site", real) as (page, _):
        answers = ask(page, [query.text for query in queries])
    assert not list(below(scores(queries, answers), among=False))


def test_among_other_pages_it_still_does_and_moves_little(
    chromium: Browser, tmp_path: Path, real: list[SearchUnit]
) -> None:
    queries = read_queries()
    with worker(chromium, tmp_path / "site", among_others(real, OTHERS)) as (page, address):
        answers = ask(page, [query.text for query in queries])
        _, moved = first_answer(chromium, address, "công tác dân vận")
    assert not list(below(scores(queries, answers), among=True))
    assert moved.size <= MOST_MOVED


def spellings(unit: SearchUnit) -> Iterator[str]:
    """Yield the ways in which a number is typed: canonical, unaccented, without or with other separators, half."""
    code, number = unit.code or "", unit.number
    plain = fold(code)
    yield from (code, plain, f"số {code}", f"{unit.type_name} số {code}", code[:-1])
    yield from (re.sub(r"[-/]", mark, plain) for mark in (" ", "_", "–", " - "))
    if unit.type_code:
        letters = fold(unit.type_code)
        yield from (f"{unit.type_name} {number}", f"{letters}{number}", f"{number}-{unit.type_code}")
        yield from (f"{number}{letters}", f"{unit.type_name} số {number:02}")
    if unit.date:
        yield from (f"{code} {unit.date.year}", f"{code} ngày {unit.date.day}/{unit.date.month}/{unit.date.year}")
    if unit.term:
        yield f"{unit.type_name} {number} khóa {unit.term}"


def test_every_document_is_found_by_every_spelling_of_its_number(
    chromium: Browser, tmp_path: Path, real: list[SearchUnit]
) -> None:
    documents = [unit for unit in real if unit.number is not None]
    asked = [(unit, text) for unit in documents for text in spellings(unit)]
    with worker(chromium, tmp_path / "site", real) as (page, _):
        answers = ask(page, [text for _, text in asked])
    for (unit, text), answer in zip(asked, answers, strict=True):
        alike = sum(unit.number == other.number and same_letters(unit, other) for other in documents)
        assert unit.location in answer.locations[:alike], text


def test_results_of_equal_worth_stand_in_reading_order(chromium: Browser, tmp_path: Path) -> None:
    places = [f"bao-cao/thu/p{number}.html#d" for number in (1, 2, 3, 10, 11)]
    units = [SearchUnit(place, UnitKind.PARAGRAPH, "Mục", "công tác dân vận", title_found=False) for place in places]
    with worker(chromium, tmp_path / "site", units) as (page, _):
        (answer,) = ask(page, ["dân vận"])
    assert answer.locations == places


def same_letters(one: SearchUnit, other: SearchUnit) -> bool:
    """Whether a half-typed symbol may mean both (CT, CTr)."""
    return fold(one.type_code or "")[:2] == fold(other.type_code or "")[:2] or one.type_name == other.type_name
