from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.problems import Severity
from vanban.publish.approvals import Approvals, read_approvals
from vanban.publish.guard import GuardRules, guard_site, guard_sources
from vanban.publish.marks import Kind, Profile, find_marks
from vanban.publish.personal import find_personal, plain_digits
from vanban.vietnamese import nfc

Draw = Callable[[dict[str, str]], Path]

MARKS = [
    ("MẬT", Kind.SECRET),
    ("Mật", Kind.SECRET),
    ("**TỐI MẬT**", Kind.SECRET),
    ("<b>TUYỆT MẬT</b>", Kind.SECRET),
    ("T Ố I  M Ậ T", Kind.SECRET),
    ("M Ậ T", Kind.SECRET),
    ("[TUYỆT MẬT]", Kind.SECRET),
    ("Độ mật: Tuyệt mật", Kind.SECRET),
    ("do_mat: Mật", Kind.SECRET),
    ("| Số 12 | MẬT |", Kind.SECRET),
    ("BÁO CÁO\tMẬT", Kind.SECRET),
    ("Số 12-BC/TU (MẬT)", Kind.SECRET),
    ("# Tối mật", Kind.SECRET),
    ("MẬT", Kind.SECRET),
    ("TUYET MAT", Kind.SECRET),
    ("TÀI LIỆU THU HỒI SAU HỘI NGHỊ", Kind.RECALL),
    ("(Tài liệu thu hồi)", Kind.RECALL),
    ("Thu hồi sau hội nghị", Kind.RECALL),
    ("LƯU HÀNH NỘI BỘ", Kind.INTERNAL),
    ("*Tài liệu lưu hành nội bộ - không phổ biến*", Kind.INTERNAL),
    ("DỰ THẢO", Kind.DRAFT),
    ("(Dự thảo lần 2)", Kind.DRAFT),
    ("Bản nháp", Kind.DRAFT),
    ("draft: true", Kind.DRAFT),
]

NO_MARKS = [
    "góp phần tạo mối quan hệ mật thiết giữa Đảng, chính quyền với nhân dân",
    "mật thiết",
    "bảo vệ bí mật nhà nước",
    "Mật độ dân số",
    "Góp ý dự thảo quy định của Bộ Chính trị",
    "đóng góp vào các dự thảo văn kiện Đại hội XIII",
    "trong nội bộ",
    "Thu hồi đất",
    "thu hồi 12 tỷ đồng sau thanh tra",
    "draft: false",
    "",
]


@pytest.mark.parametrize(("line", "kind"), MARKS)
def test_a_mark_that_stands_alone_is_found(line: str, kind: Kind) -> None:
    assert [(mark.kind, mark.severity) for mark in find_marks(line)] == [(kind, Severity.STOPS)]


@pytest.mark.parametrize("line", NO_MARKS)
def test_words_in_a_sentence_are_no_marks(line: str) -> None:
    assert list(find_marks(line)) == []


def test_a_decomposed_mark_is_the_same_mark() -> None:
    decomposed = "TO\u0302\u0301I MA\u0323\u0302T"
    assert nfc(decomposed) == "TỐI MẬT"
    assert [mark.kind for mark in find_marks(decomposed)] == [Kind.SECRET]


@pytest.mark.parametrize(
    "line",
    ["mật", "MAT", "Tài liệu nào có ghi lưu hành nội bộ thì văn thư hỏi ý kiến người ký trước khi đưa lên trang"],
)
def test_what_may_be_a_mark_is_for_review(line: str) -> None:
    assert [mark.severity for mark in find_marks(line)] == [Severity.REVIEW]


NUMBERS = [
    ("ĐT: 0912 345 678", "0912345678"),
    ("gọi 0912.345.678.", "0912345678"),
    ("+84 912 345 678", "0912345678"),
    ("0084912345678", "0912345678"),
    ("(0297) 3812345", "02973812345"),
    ("0297-3812-345", "02973812345"),
    ("CMND số 371234567, cấp ngày 01-02-2003", "371234567"),
    ("chứng minh nhân dân 371 234 567", "371234567"),
    ("CCCD 091 099 123456", "091099123456"),
    ("091099123456", "091099123456"),
]

NO_NUMBERS = [
    "tổng thiệt hại 184.123.456.789 đồng",
    "Năm 2016-2021, 2019-2024",
    "ngày 03-5-2019 và ngày 04-5-2019",
    "Quyết định số 1018/QĐ-UBND",
    "mã 0912345678/QĐ",
    "68/117 xã (58,1%)",
    "371234567 người",
    "số 371234567",
    "đường dây nóng 1900 123 456",
    "2019 2020 2021",
    "0,912345678",
]


@pytest.mark.parametrize(("line", "digits"), NUMBERS)
def test_personal_numbers_are_found(line: str, digits: str) -> None:
    assert [number.digits for number in find_personal(line)] == [digits]


@pytest.mark.parametrize("line", NO_NUMBERS)
def test_other_figures_are_not_personal(line: str) -> None:
    assert list(find_personal(line)) == []


@settings(max_examples=60)
@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
def test_any_mobile_number_is_found_however_it_is_grouped(digits: str, separator: str) -> None:
    printed = separator.join((digits[:4], digits[4:7], digits[7:]))
    assert [number.digits for number in find_personal(f"liên hệ {printed} nhé")] == [digits]
    assert plain_digits(printed) == digits


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    assert all(mark.text for mark in find_marks(text))
    assert all(number.digits.isdigit() for number in find_personal(text))


def sources(draw: Draw, text: str, rules: GuardRules | None = None) -> list[str]:
    root = draw({"docs/a.md": text})
    return [str(problem) for problem in guard_sources([root / "docs"], root, rules)]


def test_a_finding_names_file_and_line(draw: Draw) -> None:
    assert sources(draw, "# A\n\nMẬT\n")[0].startswith("docs/a.md:3: có dấu độ mật “MẬT”")
    assert sources(draw, "# A\n\nĐT 0912345678\n")[0].startswith("docs/a.md:3: có số điện thoại di động “0912345678”")


def test_the_internal_profile_lets_only_internal_papers_through(draw: Draw) -> None:
    text = "LƯU HÀNH NỘI BỘ\n\nMẬT\n"
    assert len(sources(draw, text)) == 2
    assert ["dấu độ mật" in line for line in sources(draw, text, GuardRules(Profile.INTERNAL))] == [True]


def test_approved_numbers_pass_and_unused_approvals_are_told(draw: Draw, tmp_path: Path) -> None:
    path = tmp_path / "duyet.txt"
    path.write_text(
        "# c\n0912 345 678 | trực ban | VP 05-11-2019\n0988888888 | cũ | VP\n0977777777\n", encoding="utf-8"
    )
    found = sources(draw, "+84 912 345 678", GuardRules(approvals=read_approvals(path)))
    assert [line.split(": ")[0] for line in found] == ["duyet.txt:4", "duyet.txt:3"]
    assert "dòng duyệt chưa đủ" in found[0]


def test_a_missing_list_approves_nothing(tmp_path: Path) -> None:
    assert not read_approvals(tmp_path / "khong-co").allows("0912345678")
    assert not Approvals().allows("0912345678")


def test_a_utf16_source_is_read(draw: Draw) -> None:
    root = draw({"docs/a.md": ""})
    (root / "docs/a.txt").write_bytes("TUYỆT MẬT".encode("utf-16"))
    assert "TUYỆT MẬT" in next(iter(guard_sources([root / "docs"], root))).message


def site_findings(draw: Draw, files: dict[str, str], rules: GuardRules | None = None) -> list[str]:
    return [str(problem) for problem in guard_site(draw(files), rules)]


def test_the_built_page_is_read_by_blocks_not_by_words(draw: Draw) -> None:
    assert site_findings(draw, {"a.html": "<p>bí <b>mật</b> nhà nước</p><p>quan hệ <em>mật</em> thiết</p>"}) == []
    assert "a.html:4: có dấu độ mật" in site_findings(draw, {"a.html": "\n<p><b>MẬT</b></p>"})[0]
    assert len(site_findings(draw, {"a.html": "<p>ĐT <b>0912</b> 345 678</p>"})) == 1


def test_scripts_and_exports_are_told_apart(draw: Draw) -> None:
    assert site_findings(draw, {"a.html": "<script>var n='0912345678'</script>", "b.js": "0912345678"}) == []
    assert len(site_findings(draw, {"data/a.json": '{"text": "ĐT 0912345678"}'})) == 1


def test_source_files_only_when_asked(draw: Draw) -> None:
    files = {"ban-goc.txt": "x", "dinh-chinh.yml": "x", "goc.rtf": "x"}
    assert len(site_findings(draw, files)) == 3
    assert site_findings(draw, files, GuardRules(sources=True)) == []


def test_an_editors_name_in_a_page(draw: Draw) -> None:
    page = '<html lang="vi"><head><title>t</title><meta name="author" content="Nguyễn Văn A"></head></html>'
    assert "tên người soạn “Nguyễn Văn A”" in site_findings(draw, {"a.html": page})[0]


def test_names_hidden_in_office_files_pdfs_and_pictures(draw: Draw) -> None:
    site = draw({"index.html": "x"})
    with zipfile.ZipFile(site / "a.docx", "w") as archive:
        archive.writestr("docProps/core.xml", "<x><dc:creator>Nguyễn Văn A</dc:creator><cp:lastModifiedBy/></x>")
    (site / "b.pdf").write_bytes(b"%PDF-1.7\n1 0 obj<</Author (Tran Thi B)/Title (x)>>endobj")
    (site / "c.jpg").write_bytes(b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM")
    (site / "d.odt").write_bytes(b"not a zip")
    (site / "e.pdf").write_bytes(b"%PDF-1.7\n1 0 obj<</Author ()/Title (x)>>endobj")
    (site / "f.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    found = [str(problem).split(":")[0] for problem in guard_site(site, GuardRules(sources=True))]
    assert found == ["a.docx", "b.pdf", "c.jpg", "d.odt", "f.doc"]


def test_the_real_build_passes(material_site: Path) -> None:
    assert [str(problem) for problem in guard_site(material_site)] == []
