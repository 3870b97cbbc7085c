"""The exports in an engine of another make, by the same rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trees import PROJECT, build_tree, draw
from vanban.archive import RULES, Found, apply_rules, index_settings, load_exports, search
from vanban.cli import main
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
    exported = sum(len(json.loads((site / f"data/{name}.json").read_text("utf-8"))) for name in EXPORTS)
    assert load_exports(site / "data", root / "kho.db") == exported > 0
    return root / "kho.db"


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
        load_exports(tmp_path, tmp_path / "kho.db")
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


def test_the_command_loads_and_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in EXPORTS:
        (tmp_path / f"{name}.json").write_text("[]", "utf-8")
    note = {"number": 7, "url": "a.html#fn:7", "text": "khiếu nại"}
    (tmp_path / "footnotes.json").write_text(json.dumps([note]), "utf-8")
    assert main(["load", str(tmp_path), str(tmp_path / "kho.db"), "--find", "khieu nai"]) == 0
    assert "a.html#fn:7\tChú thích 7" in capsys.readouterr().out
    assert main(["load", str(tmp_path / "khong-co"), str(tmp_path / "kho2.db")]) == 1
