"""The ledger finds every lost, added, moved or changed word, with page and line, and accepts recorded errata."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.errata import EMPTY, read_errata
from vanban.importer.ledger import audit, audit_report
from vanban.importer.pagewords import read_page

SEED = Path(__file__).parents[2] / "docs" / "bao-cao" / "dan-van-2019"
SOURCE = """BÁO CÁO

1. Mục đầu

Đoạn một bị ngắt⁽¹⁾ giữa

¹ Chú thích dài qua

chừng, rồi hết.

trang sau.

- Ý hai: 5*6 và **đậm**⁽²⁾.

² Chú hai.
"""
PAGES = {
    "index.md": "---\ntitle: x\n---\n\n# BÁO CÁO\n",
    "1.md": "---\ntitle: y\n---\n\n# 1. Mục đầu\n\nĐoạn một bị ngắt[^1] giữa chừng, rồi hết.\n\n"
    "- Ý hai: 5\\*6 và **đậm**[^2].\n\n[^1]: Chú thích dài qua trang sau.\n\n[^2]: Chú hai.\n",
}


def edited(old: str, new: str) -> dict[str, str]:
    assert old in PAGES["1.md"]
    return {**PAGES, "1.md": PAGES["1.md"].replace(old, new)}


def test_pages_in_the_words_of_the_source_pass() -> None:
    proof = audit(SOURCE, PAGES)
    assert proof.holds
    assert proof.footnotes == 2


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("một bị", "bị", 7),
        ("một bị", "một một bị", 7),
        ("một bị", "bị một", 7),
        ("một bị", "mộtbị", 7),
        ("ngắt[^1] giữa", "ngắt giữa[^1]", 7),
        ("rồi hết.", "rồi hết", 7),
        ("dài qua", "qua", 11),
        ("Chú hai.", "Chú hai. Thêm.", 13),
        ("Chú hai.", "", 13),
        ("[^2]: Chú hai.\n", "", 9),
        ("[^2].", ".", 13),
        ("# 1. Mục đầu\n", "# Mục đầu\n", 5),
        ("[^2]: Chú hai.", "[^2]: Chú hai.\n\n[^2]: Chú hai.", 15),
        ("Chú hai.\n", "Chú hai.\n\nĐoạn lạ.\n", 15),
    ],
)
def test_each_change_of_words_is_found_at_its_line(old: str, new: str, line: int) -> None:
    problems = audit(SOURCE, edited(old, new)).problems
    assert [(problem.path, problem.line) for problem in problems[:1]] == [("1.md", line)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("một bị", "**một** bị"),
        ("một bị", "[một](https://vi.du/a_(b)) bị"),
        ("một bị", "một\nbị"),
        ("Chú hai.", "_Chú_ hai."),
        ("- Ý hai", "* Ý hai"),
        ("Ý hai", "Ý <!-- ghi chú của người biên tập --> hai"),
    ],
)
def test_a_change_of_dress_is_not_a_change_of_words(old: str, new: str) -> None:
    assert audit(SOURCE, edited(old, new)).holds


ENTRY = "- {section: '1', printed: %s, meant: %s, reason: x, by: y, date: 2026-01-02}\n"


@pytest.mark.parametrize(
    ("printed", "meant", "old", "new"),
    [
        ("hai:", "hai.", "hai:", "hai."),
        ("giữa chừng", "giữa chừng ấy", "giữa chừng,", "giữa chừng ấy,"),
        ("rồi hết", "''", "chừng, rồi hết.", "chừng, ."),
        ("Chú hai", "Chú thích hai", "Chú hai.", "Chú thích hai."),
    ],
)
def test_a_recorded_erratum_may_stand_on_its_page(printed: str, meant: str, old: str, new: str) -> None:
    errata, problems = read_errata("dinh-chinh.yml", ENTRY % (f"'{printed}'", meant if meant == "''" else f"'{meant}'"))
    assert problems == []
    assert audit(SOURCE, edited(old, new), errata).holds
    assert audit(SOURCE, PAGES, errata).holds
    assert not audit(SOURCE, edited(old, f"{new} và"), errata).holds


def test_an_unrecorded_or_foreign_erratum_does_not_excuse() -> None:
    errata, _ = read_errata("dinh-chinh.yml", (ENTRY % ("'hai:'", "'hai.'")).replace("'1'", "'2'"))
    assert not audit(SOURCE, edited("hai:", "hai."), errata).holds


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: b\n", 1, "danh sách"),
        ("- {section: '1', printed: x}\n", 1, "thiếu"),
        ("- {section: '1', printed: x, meant: y, reason: z, by: t, date: 2026-13-01}\n", 1, "ngày"),
        ("- x\n", 1, "mỗi mục"),
        ("- [\n", 2, "YAML"),
    ],
)
def test_a_faulty_errata_file_is_reported_at_its_line(text: str, line: int, message: str) -> None:
    errata, problems = read_errata("dinh-chinh.yml", text)
    assert errata == []
    assert problems[0].line == line
    assert message in " ".join(problem.message for problem in problems)


def test_the_empty_errata_file_is_empty() -> None:
    assert read_errata("dinh-chinh.yml", EMPTY) == ([], [])


@pytest.fixture(scope="module")
def seed_words() -> list[tuple[str, int, str]]:
    """Every line of the committed pages that has words, as (file, index, line)."""
    return [
        (path.name, index, line)
        for path in sorted(SEED.glob("p*.md"))
        for index, line in enumerate(path.read_text("utf-8").split("\n"))
        if index > 8 and re.search(r"\w{2}", line)
    ]


@settings(max_examples=6)
@given(data=st.data())
def test_no_word_of_the_first_report_can_go_missing(
    data: st.DataObject, seed_words: list[tuple[str, int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    name, index, line = data.draw(st.sampled_from(seed_words))
    start, end = data.draw(st.sampled_from([match.span() for match in re.finditer(r"(?<![\[^\w])\w{2,}", line)]))
    new = data.draw(st.sampled_from(["", f"thừa {line[start:end]}"]))
    folder = tmp_path_factory.mktemp("x") / "docs" / "bao-cao" / "dan-van-2019"
    shutil.copytree(SEED, folder)
    lines = (folder / name).read_text("utf-8").split("\n")
    lines[index] = f"{line[:start]}{new}{line[end:]}"
    (folder / name).write_text("\n".join(lines), "utf-8")
    problem = next(audit_report(folder))
    assert problem.path == f"docs/bao-cao/dan-van-2019/{name}"


@pytest.mark.parametrize("name", ["p1-i.md", "p2-ii.md"])
def test_the_last_word_of_a_page_is_missed_there_and_not_on_the_next(tmp_path: Path, name: str) -> None:
    """The next page begins with other words than the source goes on with, but nothing is wrong there."""
    folder = tmp_path / "docs" / "bao-cao" / "dan-van-2019"
    shutil.copytree(SEED, folder)
    page = folder / name
    text = page.read_text("utf-8").rstrip("\n")
    last = re.findall(r"\w+", text)[-1]
    page.write_text(f"{text[: text.rindex(last)]}{text[text.rindex(last) + len(last) :]}\n", "utf-8")
    problem = next(audit_report(folder))
    assert problem.path == f"docs/bao-cao/dan-van-2019/{name}"
    assert problem.message.startswith(f"thiếu «{last}")


@pytest.mark.parametrize("new", ["", "thừa Trên"])
def test_a_note_that_begins_otherwise_is_found_by_its_number(tmp_path: Path, new: str) -> None:
    folder = tmp_path / "docs" / "bao-cao" / "dan-van-2019"
    shutil.copytree(SEED, folder)
    page = folder / "p1-i-1.md"
    lines = page.read_text("utf-8").split("\n")
    place = next(place for place, line in enumerate(lines) if line.startswith("[^8]: Trên"))
    lines[place] = lines[place].replace("Trên", new, 1)
    page.write_text("\n".join(lines), "utf-8")
    problem = next(audit_report(folder))
    assert (problem.path, problem.line) == ("docs/bao-cao/dan-van-2019/p1-i-1.md", place + 1)


def test_a_report_without_its_source_or_with_a_stale_erratum_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "bao-cao" / "dan-van-2019"
    shutil.copytree(SEED, folder)
    (folder / "dinh-chinh.yml").write_text((ENTRY % ("'không có chữ này'", "'x'")).replace("'1'", "p1"), "utf-8")
    assert [problem.line for problem in audit_report(folder)] == [1]
    (folder / "ban-goc.txt").unlink()
    assert ["bản gốc" in problem.message for problem in audit_report(folder)] == [True]


def test_page_words_tell_notes_from_body() -> None:
    page = read_page("x.md", "---\na: 1\n---\nMột[^2] \\_ hai &lt;b&gt;.\n\n[^2]: Chú\n    tiếp.\n\nBa.\n")
    assert [token.text for token in page.body] == ["Một", "2", "_", "hai", "<", "b", ">", ".", "Ba", "."]
    assert [(token.text, token.line) for token in page.notes["2"]] == [("Chú", 6), ("tiếp", 7), (".", 7)]


def test_a_word_added_where_a_note_begins_alike_is_found_in_the_body(tmp_path: Path) -> None:
    shutil.copytree(SEED, tmp_path / SEED.name)
    page = tmp_path / SEED.name / "p1.md"
    text = page.read_text("utf-8")
    page.write_text(text.replace("Năm 2019, là năm", "Năm 2019 xin, là năm", 1), "utf-8")
    (problem, *_) = audit_report(tmp_path / SEED.name)
    assert problem.path.endswith("p1.md")
    assert problem.line == text[: text.index("Năm 2019, là năm")].count("\n") + 1


def test_many_notes_that_begin_alike_and_print_no_number_are_proved() -> None:
    notes = [f"Tỉnh ủy {chr(97 + at)} giao việc thứ {at}." for at in range(26)]
    calls = "".join(f" việc[^{at}]" for at in range(26))
    source = "Gồm" + "".join(f" việc({at})" for at in range(26)) + "\n\n" + "\n\n".join(reversed(notes)) + "\n"
    defined = "\n\n".join(f"[^{at}]: {note}" for at, note in enumerate(notes))
    assert audit(source, {"1.md": f"---\ntitle: y\n---\n\nGồm{calls}\n\n{defined}\n"}).holds
