from __future__ import annotations

import datetime as dt
import json

import pytest

from test_search_encoding import decode
from vanban.search.encoding import DIGITS, TOP_IMPACT, encode_number, fixed, fnv1a
from vanban.search.groups import grouped
from vanban.search.impacts import unit_impacts
from vanban.search.index import build_index, index_files, pair_shard_key
from vanban.search.postings import POSTINGS_KEPT
from vanban.search.tables import IndexFile
from vanban.search.terms import grams, words
from vanban.search.units import SearchUnit, UnitKind

DOCUMENT = SearchUnit(
    "van-ban/25-nq-tw-2013.html",
    UnitKind.DOCUMENT,
    "Nghị quyết 25-NQ/TW: tăng cường công tác dân vận",
    "Ban Chấp hành Trung ương, khóa XI.",
    code="25-NQ/TW",
    number=25,
    year=2013,
    type_code="NQ",
    type_name="Nghị quyết",
    issuer="Ban Chấp hành Trung ương",
    date=dt.date(2013, 6, 3),
    term="XI",
    weight=3,
)
NOTE = SearchUnit(
    "bao-cao/thu/p1.html#fn:1",
    UnitKind.FOOTNOTE,
    "Chú thích 1",
    "Tiêu hủy 48.630 con </script> \u2028 hết.",
    title_found=False,
)
HEADING = SearchUnit("bao-cao/thu/p1.html", UnitKind.SECTION, "Công tác dân vận", "")


def read(files: list[IndexFile]) -> dict[str, object]:
    """Return the data of every file by its name, checking the form in which a page runs it."""
    data = {}
    for file in files:
        name = file.path.removeprefix("search/index/").removesuffix(".js")
        call, body, close, end = file.content.decode().split("\n")
        assert (call, close, end) == (f'vanbanShard("{name}",', ")", "")
        data[name] = json.loads(body)
    return data


def table(data: dict[str, object], name: str, key: str) -> dict[str, object]:
    shards = data["manifest"]["shards"][name]  # type: ignore[index]  # JSON
    shard = data[f"{name}/{fnv1a(key) % shards}"]
    assert isinstance(shard, dict)
    return shard


def places(units: list[SearchUnit]) -> list[int]:
    """Return the number that posting lists use for each unit."""
    index = build_index(grouped(units))
    starts, groups = index.state.layout.starts, index.state.groups
    shown = [(json.loads(line)[1], slot) for name, group in groups.items() for slot, line in group.shown(starts[name])]
    return [dict(shown)[unit.location] for unit in units]


UNITS = [DOCUMENT, NOTE, HEADING]


@pytest.fixture(scope="module")
def data() -> dict[str, object]:
    return read(list(index_files(grouped(UNITS))))


def test_every_word_and_pair_of_every_unit_is_where_the_worker_looks(data: dict[str, object]) -> None:
    for place, unit in zip(places(UNITS), UNITS, strict=True):
        found_words, found_pairs = grams(words(unit.text))
        for word in found_words:
            record = table(data, "words", word)[word]
            assert isinstance(record, str)
            assert place in dict(decode(record))
        for pair in found_pairs:
            record = table(data, "pairs", pair_shard_key(pair))[pair]
            assert isinstance(record, str)
            assert place in dict(decode(record))


def test_a_title_counts_more_than_a_text_and_a_shown_heading_not_at_all() -> None:
    heading, _ = unit_impacts(HEADING)
    note, _ = unit_impacts(NOTE)
    assert TOP_IMPACT >= heading["dan"] > note["con"] > 0
    assert "thich" not in note


def test_a_document_is_found_by_its_number(data: dict[str, object]) -> None:
    rows = table(data, "numbers", "")["25"]
    assert rows == [[places(UNITS)[0], "25-NQ/TW", 1, 1, "2013-06-03", "XI", 3]]
    manifest = data["manifest"]
    assert isinstance(manifest, dict)
    assert manifest["types"][1] == "Nghị quyết"
    assert manifest["symbols"] == "nq tw"


def test_the_text_is_kept_as_printed_where_the_worker_looks(data: dict[str, object]) -> None:
    manifest = data["manifest"]
    assert isinstance(manifest, dict)
    size = manifest["unitsPerFile"]
    for place, unit in zip(places(UNITS), UNITS, strict=True):
        row = data[f"units/{place // size}"][place % size]  # type: ignore[index]  # JSON
        assert row[1:4] == [unit.location, unit.title, *([unit.text] if unit.text else [])]


def test_a_place_without_a_unit_is_shown_and_counted_nowhere(data: dict[str, object]) -> None:
    manifest = data["manifest"]
    assert isinstance(manifest, dict)
    rows = [row for name, rows in data.items() if name.startswith("units/") for row in rows]  # type: ignore[attr-defined]  # JSON
    assert manifest["units"] == len(UNITS) == sum(row != 0 for row in rows)
    assert max(places(UNITS)) < manifest["places"]


def test_kind_type_year_and_issuer_are_read_back(data: dict[str, object]) -> None:
    facets = data["facets/0"]
    assert isinstance(facets, list)
    kinds, described = facets
    assert [DIGITS.index((kinds.ljust(99, DIGITS[0]))[place]) for place in places(UNITS)] == [0, 3, 1]
    assert described == encode_number(places(UNITS)[0]) + fixed(1) + fixed(2013) + fixed(1)


def test_half_a_word_lists_what_it_may_become(data: dict[str, object]) -> None:
    record = table(data, "words", "qu*")["qu*"]
    assert isinstance(record, str)
    assert [place for place, _ in decode(record)] == places(UNITS)[:1]


def test_a_file_holds_no_line_separator_that_ends_a_script_line() -> None:
    content = b"".join(file.content for file in index_files(grouped([NOTE])))
    assert "\u2028".encode() not in content


def test_the_same_units_give_the_same_bytes_and_other_units_another_stamp() -> None:
    first, again, other = (list(index_files(grouped(units))) for units in ([DOCUMENT, NOTE], [DOCUMENT, NOTE], [NOTE]))
    assert first == again
    assert read(first)["manifest"]["stamp"] != read(other)["manifest"]["stamp"]  # type: ignore[index]  # JSON


def test_a_long_list_keeps_its_highest_impacts_and_its_true_count() -> None:
    plain = [SearchUnit(f"{n}.html", UnitKind.PAGE, "x", "chung") for n in range(POSTINGS_KEPT)]
    best = SearchUnit("best.html", UnitKind.PAGE, "chung", "chung chung")
    units = [*plain, best]
    found = read(list(index_files(grouped(units))))
    record = table(found, "words", "chung")["chung"]
    assert isinstance(record, list)
    assert record[0] == POSTINGS_KEPT + 1
    kept = dict(decode(record[1]))
    assert len(kept) == POSTINGS_KEPT
    assert places(units)[-1] in kept


def test_no_units_is_an_index_too() -> None:
    assert read(list(index_files(grouped([]))))["manifest"]["units"] == 0  # type: ignore[index]  # JSON
