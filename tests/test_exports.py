from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import feedparser
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelves import doc, shelf
from trees import PROJECT, draw
from vanban.directives import Claim, Relation
from vanban.exports import Keyed, _cited, export_files, format_records
from vanban.feeds import ATOM, NEWEST, format_feed, updated
from vanban.library import Library, LinkedPage
from vanban.loading import Means, load_library
from vanban.memory import Memory
from vanban.spreadsheets import format_csv

KEYS = {
    "directives": "id url code type number year issuer_code issuer date term title jurisdiction validity aliases "
    "relations citations",
    "citations": "document url anchor report section footnote text sentence kind",
    "footnotes": "number report section url text",
    "sections": "id report url number title",
}


@pytest.fixture
def library() -> Library:
    one = doc(
        "66-kl-tw-2010",
        "66-KL/TW",
        type="Kết luận",
        date=dt.date(2010, 3, 4),
        title="về tiếp tục; thực hiện, nghị quyết\\năm",
        sources=(Claim("date", "2010-03-04", "V", "báo", dt.date(2026, 1, 2)),),
    )
    two = doc(
        "09-nq-tw-2002", "09-NQ/TW", type="Nghị quyết", relations=(Relation("thay thế", "Một văn bản", mark="K"),)
    )
    text = "Kết luận số 66-KL/TW về tiếp tục thực hiện Nghị quyết số 09-NQ/TW[^3].\n\n[^3]: Nghị quyết số 09-NQ/TW."
    return shelf([one, two], text)


@pytest.fixture
def files(library: Library) -> dict[str, str]:
    return {address: make().decode() for address, make in export_files(library)}


@pytest.mark.parametrize("name", list(KEYS))
def test_each_list_keeps_the_names_other_programs_use(files: dict[str, str], name: str) -> None:
    records = json.loads(files[f"data/{name}.json"])

    assert records
    assert {tuple(record) for record in records} == {tuple(KEYS[name].split())}


def test_the_lists_say_what_the_library_says(files: dict[str, str], library: Library) -> None:
    directives = json.loads(files["data/directives.json"])
    citations = json.loads(files["data/citations.json"])

    counts = {record["id"]: record["citations"] for record in directives}
    assert counts == {"09-nq-tw-2002": 2, "66-kl-tw-2010": 1}
    assert sum(counts.values()) == len(citations) == len(library.links)
    assert [record["footnote"] for record in citations] == [None, None, 3]
    assert {"verb": "được tiếp tục thực hiện bởi", "to": "66-kl-tw-2010", "origin": "tự động"} in directives[0][
        "relations"
    ]


def test_the_spreadsheets_hold_the_same_rows(files: dict[str, str]) -> None:
    for name in ("directives", "citations"):
        text = files[f"data/{name}.csv"]
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert text.startswith("\ufeff")
        assert [row["url"] for row in rows] == [record["url"] for record in json.loads(files[f"data/{name}.json"])]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_of_a_spreadsheet_is_a_formula(cell: str) -> None:
    [_, row] = csv.reader(io.StringIO(format_csv(["a"], [{"a": cell}]).removeprefix("\ufeff")))

    assert row == [f"'{cell}"]


def test_the_calendars_are_read_by_a_calendar_program(files: dict[str, str]) -> None:
    names = [name for name in files if name.endswith(".ics")]
    events = [event for name in names for event in icalendar.Calendar.from_ical(files[name]).walk("VEVENT")]

    assert len(names) == 1 + 6
    assert len(events) == 2 * 6
    assert {event.decoded("DTSTART") for event in events} == {
        dt.date(2010 + years, 3, 4) for years in (5, 10, 15, 20, 25, 30)
    }
    assert str(events[0]["SUMMARY"]) == "Kết luận 66-KL/TW: tròn 5 năm"
    assert str(events[0]["DESCRIPTION"]) == "về tiếp tục; thực hiện, nghị quyết\\năm"
    assert len({(str(event["UID"])) for event in events}) == 6
    for name in names:
        assert all(len(line.encode()) <= 75 for line in files[name].split("\r\n"))
        assert files[name].endswith("\r\n")


def test_a_calendar_that_is_remembered_follows_its_documents() -> None:
    memory = Memory()

    def calendars(title: str, key: bytes) -> dict[str, str]:
        directive = doc("25-nq-tw-xi", "25-NQ/TW", date=dt.date(2013, 6, 3), title=title, key=key)
        library = replace(shelf([directive]), memory=memory)
        return {address: make().decode() for address, make in export_files(library) if address.endswith(".ics")}

    before, after = calendars("về một việc", b"1" * 16), calendars("về việc khác", b"2" * 16)
    assert all("về một việc" in text for text in before.values())
    assert all("về việc khác" in text for text in after.values())
    assert before.keys() == after.keys() != set()


def test_the_feed_is_read_by_a_feed_reader(files: dict[str, str], library: Library) -> None:
    feed: Any = feedparser.parse(files["data/van-ban.atom"].encode())

    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.title for entry in feed.entries] == ["Kết luận 66-KL/TW", "Nghị quyết 09-NQ/TW"]
    assert feed.entries[0].updated == "2026-01-02T00:00:00Z"
    assert len({entry.id for entry in feed.entries} | {feed.feed.id}) == 3
    base = "http://noi-bo.example/data/van-ban.atom"
    assert urljoin(base, feed.entries[0].link) == "http://noi-bo.example/van-ban/66-kl-tw-2010.html"
    assert ET.fromstring(files["data/van-ban.atom"]).tag == f"{{{ATOM}}}feed"
    assert updated(library.registry.by_id["66-kl-tw-2010"]) == dt.date(2026, 1, 2)


def test_the_feed_of_a_large_registry_stays_short() -> None:
    many = [doc(f"{place}-nq-tw", f"{place}-NQ/TW") for place in range(1, NEWEST + 20)]

    assert format_feed(many).count("<entry>") == NEWEST


def test_a_list_skips_the_pages_that_have_nothing_to_add() -> None:
    one, two = doc("25-nq-tw-xi", "25-NQ/TW", term="XI"), doc("05-ct-tw-xii", "05-CT/TW", term="XII")
    texts = ["Không dẫn.", "Theo Nghị quyết số 25-NQ/TW.", "Không dẫn.", "Theo Chỉ thị số 05-CT/TW.", "Không dẫn."]
    files = {address: make().decode() for address, make in export_files(shelf([one, two], *texts))}
    assert [each["document"] for each in json.loads(files["data/citations.json"])] == ["25-nq-tw-xi", "05-ct-tw-xii"]
    assert files["data/citations.csv"].count("\n") == 3


def test_an_empty_library_exports_empty_lists() -> None:
    files = {address: make() for address, make in export_files(shelf([]))}

    assert json.loads(files["data/directives.json"]) == []
    assert not [name for name in files if name.endswith(".ics")]


def test_what_is_put_together_from_texts_that_were_kept_keeps_them(tmp_path: Path) -> None:
    """A file that is not made, because it is as it was, will be made from them once one of its parts is another."""
    path = "docs/bao-cao/thu/p1.md"
    text = PROJECT[path].replace("Năm nay", "Năm nay theo Chỉ thị số 11-CT/TU, ngày 01-8-2019")
    draw(tmp_path, {**PROJECT, path: text})

    def load() -> tuple[Memory, dict[str, Keyed]]:
        memory = Memory(tmp_path / "memory", "1")
        files = export_files(load_library(tmp_path / "docs", tmp_path / "directives", Means(memory)))
        return memory, {address: make for address, make in files if isinstance(make, Keyed)}

    memory, files = load()
    texts = {address: make() for address, make in files.items()}
    memory.recall("room", b"large", partial(bytes, 200_000))
    memory.save()
    size = (tmp_path / "memory").stat().st_size
    memory, files = load()
    assert all(make.key() for make in files.values())
    memory.save()
    assert (tmp_path / "memory").stat().st_size < size - 200_000
    draw(tmp_path, {path: text.replace("Năm nay", "Năm ngoái")})
    memory, files = load()
    cited: list[str] = []

    def noted(linked: LinkedPage) -> list[dict[str, object]]:
        cited.extend(link.page.path for link in linked.links)
        return _cited(linked)

    with patch("vanban.exports._cited", noted), patch("vanban.exports.format_events", side_effect=AssertionError):
        again = {address: make() for address, make in files.items()}
    assert {*cited} == {path}
    changed = {address for address, text in texts.items() if text != again[address]}
    assert changed == {"data/citations.json", "data/citations.csv"}


_TEXT = st.text(max_size=6)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXT,
    lambda values: st.lists(values, max_size=2) | st.dictionaries(_TEXT, values, max_size=2),
    max_leaves=6,
)


@given(st.lists(st.fixed_dictionaries({"id": _VALUES, "tên": _VALUES}), max_size=3))
def test_records_are_written_as_the_standard_encoder_writes_them(records: list[dict[str, object]]) -> None:
    assert format_records(records) == json.dumps(records, ensure_ascii=False, indent=1) + "\n"
