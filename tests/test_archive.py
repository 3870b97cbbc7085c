"""The exports in an engine of another make, by the same rules."""

from __future__ import annotations

import json
import re
import tempfile
import tracemalloc
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_site import queries, score_each, write_real
from trees import PROJECT, build_tree, draw
from vanban.archive import (
    RULES,
    Found,
    apply_rules,
    count_units,
    index_settings,
    load_script,
    load_sqlite,
    read_units,
    search,
)
from vanban.archive.units import _elements
from vanban.cli import main
from vanban.problems import InputError
from vanban.search.terms import words
from vanban.vietnamese import LETTERS

EXPORTS = ("directives", "sections", "footnotes", "citations")
CASES = [
    ("Nghị quyết số 25-NQ/TW, ngày 03-6-2013", ["nghi", "quyet", "so", "25", "nq", "tw", "ngay", "3", "6", "2013"]),
    (
        "tiêu hủy 48.630 con, 1.234.5678 và 12345.678",
        ["tieu", "huy", "48630", "con", "1234", "5678", "va", "12345", "678"],
    ),
    ("Kết luận 43-KL/TƯ; T.Ư", ["ket", "luan", "43", "kl", "tw", "tw"]),
    ("Đường ĐẢNG đúng", ["duong", "dang", "dung"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_rules(text: str, wanted: list[str]) -> None:
    assert apply_rules(text) == wanted


@given(st.text(LETTERS + LETTERS.upper() + "0123456789 .,;:/()-–“”\n\u0300\u0301"))
def test_the_rules_give_the_words_of_the_sites_own_search(text: str) -> None:
    assert apply_rules(text) == words(text)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    site, _ = build_tree(draw(root, PROJECT))
    assert load_sqlite(read_units(site / "data"), root / "kho.db") == count_units(site / "data") > 0  # type: ignore[operator]  # the site says how many
    return root / "kho.db"


def test_most_labelled_queries_find_their_place_first(tmp_path: Path) -> None:
    load_sqlite(read_units(write_real(tmp_path)), tmp_path / "kho.db")
    answers = {query.text: [found.url for found in search(tmp_path / "kho.db", query.text)] for query in queries()}
    assert score_each(answers)["all"].first >= 0.85


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("25-NQ/TW", "van-ban/25-nq-tw"),
        ("chi thi 11-ct/tu", "van-ban/11-ct-tu-2019.html"),
        ("CHỈ THỊ 11", "van-ban/11-ct-tu-2019.html"),
        ("công tác tôn giáo", "bao-cao/thu/p1-i.html#p1-i-d2"),
        ("tac giao", "bao-cao/thu/p1-i.html#p1-i-d2"),
    ],
)
def test_a_query_finds_its_page(database: Path, query: str, first: str) -> None:
    assert search(database, query)[0].url.startswith(first)


@pytest.mark.parametrize("query", ["", "…", "khongcogi", '" OR 1 --', "NEAR(a b)"])
def test_a_strange_query_finds_nothing_and_breaks_nothing(database: Path, query: str) -> None:
    assert search(database, query) == []


def test_loading_again_replaces_the_file(tmp_path: Path) -> None:
    for name in ("directives", "citations", "sections"):
        (tmp_path / f"{name}.json").write_text("[]", "utf-8")
    for number in (1, 2):
        note = {"number": number, "url": f"a.html#fn:{number}", "text": "chú thích"}
        (tmp_path / "footnotes.json").write_text(json.dumps([note]), "utf-8")
        load_sqlite(read_units(tmp_path), tmp_path / "kho.db")
    assert search(tmp_path / "kho.db", "thich") == [Found("a.html#fn:2", "footnote", "Chú thích 2", "chú thích")]


def test_the_settings_of_an_index_say_the_rules() -> None:
    analysis = json.loads(json.dumps(index_settings()))["settings"]["analysis"]
    assert "đ => d" in analysis["char_filter"]["vanban_letters"]["mappings"]
    assert re.findall(analysis["tokenizer"]["vanban_words"]["pattern"], "nq 48.630") == ["nq", "48.630"]
    assert analysis["char_filter"]["vanban_replaced_0"]["replacement"] == "$1TW"
    used = analysis["analyzer"]["vanban_query"]
    assert set(used["filter"]) <= set(analysis["filter"])
    assert set(used["char_filter"]) == set(analysis["char_filter"])
    assert len(analysis["filter"]["vanban_synonyms"]["synonyms"]) == len(RULES.synonyms)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of `data/` alone, with one footnote."""
    for name in EXPORTS:
        (tmp_path / f"{name}.json").write_text("[]", "utf-8")
    note = {"number": 7, "url": "a.html#fn:7", "text": "khiếu nại"}
    (tmp_path / "footnotes.json").write_text(json.dumps([note]), "utf-8")
    return tmp_path


def test_the_command_loads_and_finds(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", str(data), str(data / "kho.db"), "--find", "khieu nai"]) == 0
    assert "a.html#fn:7\tChú thích 7" in capsys.readouterr().out


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_dry_run_counts_and_writes_nothing(data: Path, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(data.iterdir())
    assert main(["load", str(data), str(data / "kho"), "--engine", engine, "--dry-run"]) == 0
    assert "sẽ nạp 1 mục (footnote 1)" in capsys.readouterr().out
    assert sorted(data.iterdir()) == before


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"a": 1}', "[", "[1]", '[{"number": 7}', '[{"number": 7}]', "[null]", "[" * 100_000]
    + [json.dumps([{"number": 1, "url": "a", "text": text}]) for text in ("\0", "\ud800", 5, None)],
)
def test_broken_data_end_in_one_line_and_leave_no_file(
    data: Path, engine: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "footnotes.json").write_text(text, "utf-8")
    before = sorted(data.iterdir())
    assert main(["load", str(data), str(data / "kho"), "--engine", engine]) == 1
    errors = capsys.readouterr().err
    assert re.fullmatch(r"[^\n]*/footnotes\.json: [^\n]+; hãy dựng lại trang rồi nạp lại\n", errors)
    assert sorted(data.iterdir()) == before


def test_an_index_of_another_build_is_refused(tmp_path: Path) -> None:
    data = write_real(tmp_path)
    rows = json.loads((data / "directives.json").read_text("utf-8"))
    (data / "directives.json").write_text(json.dumps([{**rows[0], "url": "van-ban/la.html"}, *rows]), "utf-8")
    with pytest.raises(InputError, match=r"thiếu van-ban/la\.html"):
        list(read_units(data))


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.none()), max_size=30), st.data())
def test_a_list_is_read_element_by_element_however_it_is_laid_out(rows: list[object], drawn: st.DataObject) -> None:
    indent = drawn.draw(st.sampled_from([None, 0, 1]))
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file, patch("vanban.archive.units._CHUNK", 3):
        json.dump(rows, file, indent=indent)
        file.flush()
        assert list(_elements(Path(file.name))) == rows


def test_memory_does_not_grow_with_the_data(tmp_path: Path) -> None:
    peaks = []
    for count in (500, 5000):
        rows = [{"number": 1, "url": "a", "text": "chữ " * 100} for _ in range(count)]
        (tmp_path / "footnotes.json").write_text(json.dumps(rows, indent=1), "utf-8")
        for name in ("directives", "sections", "citations"):
            (tmp_path / f"{name}.json").write_text("[]", "utf-8")
        del rows
        tracemalloc.start()
        assert sum(1 for _ in load_script(read_units(tmp_path))) > count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
