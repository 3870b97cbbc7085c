from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from shelves import doc, shelf
from trees import PROJECT, draw
from vanban.directives import Claim, Printed, Relation
from vanban.library import Library
from vanban.loading import Means, load_library
from vanban.memory import Memory
from vanban.problems import Severity
from vanban.review import Topic, count_unsettled, review_library, unsettled_findings

ROOT = Path(__file__).resolve().parent.parent


def found(library: Library, topic: Topic) -> list[str]:
    return [finding.problem.message for finding in review_library(library) if finding.topic is topic]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giải quyết 291/417 đơn, đạt 69,84%.", ["291/417 là 69,78%"]),
        ("Có 68/117 xã (58,1%) đạt chuẩn.", []),
        ("Giải quyết 10/14 đơn, đạt 71,43%.", []),
        ("Giải quyết 340/436 đơn khiếu nại đạt 77,98%.", []),
        ("Đạt 1.200/2.400 hộ (50%), ngày 22/9/2014 có 3/4 xã.", []),
        ("Đạt 1.200/2.400 hộ (51%).", ["1.200/2.400 là 50%"]),
        ("Họp 02 cuộc/10 người, chiếm 5%.", []),
        ("Tặng 1.6151 suất quà.", ["«1.6151»"]),
        ("Trị giá 3.177.540,000 đồng.", ["«3.177.540,000»"]),
        ("Trị giá 535.558.000 đồng, tăng 1.234,5 tấn, mục 1.2.", []),
    ],
)
def test_figures_that_do_not_agree_are_found(text: str, expected: list[str]) -> None:
    messages = found(shelf([], text), Topic.FIGURES)

    assert len(messages) == len(expected)
    assert all(start in message for start, message in zip(expected, messages, strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Công tác đèn bù giải phóng mặt bằng.", "«đền bù»"),
        ("Theo hệ thống của của mặt trận.", "lặp chữ"),
        ("Khối đại đoàn kết. Khối đại đoàn kết. Khối đại đoàn kết. Khỏi đại đoàn kết.", "«khối đại đoàn»"),
    ],
)
def test_likely_misreadings_are_found_with_what_is_meant(text: str, expected: str) -> None:
    messages = found(shelf([], text), Topic.WORDING)

    assert len(messages) == 1
    assert expected in messages[0]


def test_usual_words_are_no_misreading() -> None:
    text = "Đền bù đúng luật, bảo tồn văn hóa. Luôn luôn và đời đời. Ấp khu phố, áp dụng pháp luật."

    assert not found(shelf([], text), Topic.WORDING)


def test_a_printed_term_that_does_not_hold_its_date_is_found() -> None:
    five = doc("59-ct-tw", "59-CT/TW", type="Chỉ thị")
    wrong = "Chỉ thị số 59-CT/TW, ngày 15-12-2000 của Bộ Chính trị (khóa IX)."

    assert "khóa VIII" in found(shelf([five], wrong), Topic.TERM)[0]
    assert not found(shelf([five], wrong.replace("IX", "VIII")), Topic.TERM)


def test_numbers_that_rise_while_dates_fall_are_found_once() -> None:
    earlier = doc("11-qd-tw", "11-QĐ/TW", date=dt.date(2019, 2, 18))
    later = doc("99-qd-tw", "99-QĐ/TW", date=dt.date(2017, 10, 3))

    assert len(found(shelf([earlier, later]), Topic.ORDER)) == 1
    corrected = doc("11-qd-tw", "11-QĐ/TW", date=dt.date(2017, 2, 18))
    assert not found(shelf([corrected, later]), Topic.ORDER)


def test_mentions_of_one_document_that_disagree_are_found() -> None:
    letter = doc("11-ct-tu", "11-CT/TU", type="Chỉ thị", jurisdiction="kien-giang")
    text = "Tỉnh ủy ban hành Chỉ thị số 11-CT/TU, ngày 01-8-2019.\n\nChỉ thị số 11-CT/TU, ngày 02-8-2019."

    assert any("ngày của 11-ct-tu" in message for message in found(shelf([letter], text), Topic.DISAGREE))


def test_a_dead_relation_stops_a_publication() -> None:
    dead = doc("205-qd-tw", "205-QĐ/TW", relations=(Relation("thay thế", "114-qd-tw-2023", mark="V"),))
    outside = doc("205-qd-tw", "205-QĐ/TW", relations=(Relation("thay thế", "Quy định 114-QĐ/TW", mark="V"),))

    stops = [item.problem for item in review_library(shelf([dead])) if item.problem.severity is Severity.STOPS]
    assert ["114-qd-tw-2023" in problem.message for problem in stops] == [True]
    assert all(item.problem.severity is Severity.REVIEW for item in review_library(shelf([outside])))


def test_two_documents_may_not_replace_each_other() -> None:
    one = doc("a-1", "01-NQ/TW", relations=(Relation("thay thế", "b-1", mark="V"),))
    two = doc("b-1", "02-NQ/TW", relations=(Relation("thay thế", "a-1", mark="V"),))

    assert len([message for message in found(shelf([one, two]), Topic.RELATION) if "cùng nói" in message]) == 2


def test_a_replaced_document_must_say_so_in_its_status() -> None:
    relation = Relation("thay thế", "Quy định 114-QĐ/TW", reverse=True, mark="V")
    silent = doc("205-qd-tw", "205-QĐ/TW", relations=(relation,))
    saying = doc("205-qd-tw", "205-QĐ/TW", relations=(relation,), validity="được thay thế")

    assert any("validity" in message for message in found(shelf([silent]), Topic.RELATION))
    assert not any("«validity» chưa đổi" in message for message in found(shelf([saying]), Topic.RELATION))


def test_a_fact_without_a_source_and_a_difference_are_found() -> None:
    printed = Printed("bc1", term="XI", date=dt.date(2002, 1, 8))
    claim = Claim("term", "IX", "V", "trang tin")
    document = doc("09-nq-tw", "09-NQ/TW", term="IX", issuer="Bộ Chính trị", printed=(printed,), sources=(claim,))

    assert len(found(shelf([document]), Topic.DIFFERENT)) == 1
    assert [message.split()[0] for message in found(shelf([document]), Topic.UNSOURCED)] == ["«issuer»"]
    assert len(found(shelf([document]), Topic.MISSING)) == 1


def test_an_unsettled_mention_is_told_with_its_place() -> None:
    one, two = doc("25-nq-tw-ix", "25-NQ/TW", term="IX"), doc("25-nq-tw-xi", "25-NQ/TW", term="XI")
    library = shelf([one, two], "Thực hiện Nghị quyết số 25-NQ/TW và Chỉ thị số 05-CT/TW.")

    findings = unsettled_findings(library, 5)

    assert count_unsettled(library) == 2
    assert unsettled_findings(library, 1) == findings[:1]
    assert [finding.url for finding in findings] == ["bao-cao/bc1/p1.html#p1-d1"] * 2
    assert "2 văn bản" in findings[0].problem.message
    assert "chưa có trong kho" in findings[1].problem.message


def test_the_first_report_shows_the_errors_known_to_be_in_it() -> None:
    library = load_library(ROOT / "docs", ROOT / "directives")
    findings = list(review_library(library))
    printed_terms = [finding for finding in findings if finding.topic is Topic.TERM]

    assert sorted(finding.problem.message.split("»")[0] for finding in printed_terms) == ["«09-NQ/TW", "«59-CT/TW"]
    assert [f.problem.path for f in findings if f.topic is Topic.ORDER] == ["directives/11-qd-tw-2019.md"]
    assert any("291/417" in finding.problem.message for finding in findings)
    assert any("Thông bá" in finding.problem.message for finding in findings)
    assert all(finding.problem.severity is Severity.REVIEW for finding in findings)
    assert not count_unsettled(library)


def test_what_was_recalled_names_the_lines_of_today(tmp_path: Path) -> None:
    """Keys in another order say nothing new of the document, but they stand on other lines."""
    memory, path = Memory(tmp_path / "memory", "1"), "directives/ban-hai.md"
    code, kind, rest = "code: 25-NQ/TW\n", "type: Nghị quyết\n", "date: 2013-06-03\nterm: XI\n---\n"

    def lines(text: str) -> list[tuple[str, int]]:
        draw(tmp_path, {**PROJECT, path: f"---\n{text}"})
        library = load_library(tmp_path / "docs", tmp_path / "directives", Means(memory))
        problems = [*library.problems, *(finding.problem for finding in review_library(library))]
        return [(problem.message, problem.line) for problem in problems if problem.path == path]

    before, after = dict(lines(code + kind + rest)), dict(lines(kind + code + rest))
    assert before.keys() == after.keys()
    assert len(before) > 1
    assert {(before[message], after[message]) for message in before} >= {(2, 3)}


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("docs/bao-cao/thu/p1.md", "Năm nay.", "Đạt 1.200/2.400 hộ (51%).", "1.200/2.400 là 50%"),
        ("docs/bao-cao/thu/p1.md", "Năm nay.", "Công tác của của Đảng.", "«của của» lặp chữ"),
        ("directives/25-nq-tw-ix.md", "term: IX", "term: IX\ndate: 2013-06-04", "«term: IX» không chứa ngày"),
    ],
)
def test_what_was_recalled_follows_the_files(tmp_path: Path, path: str, old: str, new: str, said: str) -> None:
    memory = Memory(tmp_path / "memory", "1")
    for text in (PROJECT[path], PROJECT[path].replace(old, new), PROJECT[path]):
        draw(tmp_path, {**PROJECT, path: text})
        library = load_library(tmp_path / "docs", tmp_path / "directives", Means(memory))
        assert any(said in finding.problem.message for finding in review_library(library)) is (new in text)
