"""Further reports with tricky layouts: outlines, restarting and starred notes, tables, annexes, and what they cite."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest

from vanban.directives import parse_directive
from vanban.importer.formats import decode_source, read_source
from vanban.importer.labels import find_label, roman, roman_value
from vanban.importer.ledger import audit_report
from vanban.importer.plan import ImportPlan, plan_import
from vanban.importer.store import write_plan
from vanban.problems import InputError

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "tests" / "reports"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "docs").mkdir()
    (tmp_path / "directives").mkdir()
    for name in ("25-nq-tw-2013", "25-nq-tw-ix", "43-ct-tw-2010", "43-ct-tw-2015", "217-qd-tw-xi"):
        shutil.copy(ROOT / "directives" / f"{name}.md", tmp_path / "directives")
    return tmp_path / "docs", tmp_path / "directives"


def plan(name: str, folders: tuple[Path, Path]) -> ImportPlan:
    return plan_import(read_source(REPORTS / f"{name}.txt"), name, *folders, "kien-giang")


def page(plan: ImportPlan, name: str) -> str:
    return plan.files[plan.folder / f"{name}.md"].decode().split("---\n", 2)[2].strip()


def test_a_report_with_letterhead_table_annex_and_notes_numbered_by_page(folders: tuple[Path, Path]) -> None:
    found = plan("dan-van-2020", folders)
    index = found.files[found.folder / "index.md"].decode()
    sections = ["mo-dau", "i", "ii", "ii-1", "ii-1-1", "ii-1-2", "ii-2", "iii", "pl1"]
    assert re.findall(r"^- (.*)$", index, re.MULTILINE) == sections
    assert "# BÁO CÁO kết quả công tác dân vận năm 2020" in index
    assert "vùng xa[^1-2]. Công tác nắm" in page(found, "i")
    assert "còn (1) một số nơi" in page(found, "i")
    assert "số còn lại đã được giải quyết ngay từ cơ sở" in page(found, "i")
    assert page(found, "ii-1-1").startswith("# 1.1. Xây dựng văn bản.\n\nTỉnh ủy ban hành")
    assert "| Nông thôn mới | 79/117 xã | 11 xã |" in page(found, "ii-2")
    assert page(found, "iii").count("\n\n1\\. ") == 1
    assert page(found, "iii").endswith("PHÓ BÍ THƯ\n\nNguyễn Văn Mẫu")
    assert page(found, "pl1").startswith("# PHỤ LỤC 1 DANH SÁCH MÔ HÌNH")
    assert found.counts["dòng số trang, đầu trang bỏ ra"] == 3


def test_a_regulation_wrapped_at_a_margin(folders: tuple[Path, Path]) -> None:
    found = plan("quy-che-2018", folders)
    assert page(found, "index") == "# QUY CHẾ phối hợp công tác dân vận trên địa bàn huyện"
    assert page(found, "c1") == "# Chương I QUY ĐỊNH CHUNG"
    assert "cùng cấp[^∗] trong công tác" in page(found, "c1-d1")
    assert "nhất là ở các xã vùng sâu" in page(found, "c1-d1")
    assert page(found, "c1-d2").count("\n\n") == 2
    assert page(found, "c2-d3").endswith("theo Quyết định số 290-QĐ/TW.")


def test_a_second_report_adds_to_known_documents_and_guesses_nothing(folders: tuple[Path, Path]) -> None:
    known = folders[1] / "25-nq-tw-2013.md"
    text = known.read_text("utf-8").replace("printed:", "# ghi tay\naliases: [Nghị quyết dân vận]\nprinted:", 1)
    known.write_text(f"{text}\nGhi chú của người biên tập.\n", "utf-8")
    before, _ = parse_directive(known.as_posix(), known.read_text("utf-8"))
    found = plan("dan-van-2020", folders)
    new = {path.stem for path in found.files if path.parent == folders[1]}
    assert {"15-ct-tu-2020", "16-ct-ttg-2018"} <= new
    assert not {name for name in new if name.startswith("43-")}
    assert any("43-ct-tw-2010.md, 43-ct-tw-2015.md" in problem.message for problem in found.problems)
    write_plan(found)
    after, problems = parse_directive(known.as_posix(), known.read_text("utf-8"))
    assert problems == []
    assert "# ghi tay" in known.read_text("utf-8")
    assert [record.report for record in after.printed] == [*(r.report for r in before.printed), "dan-van-2020"]
    assert (after.body, after.aliases, after.title) == (before.body, before.aliases, before.title)
    assert write_plan(plan("dan-van-2020", folders)) == ()
    assert list(audit_report(found.folder)) == []


@pytest.mark.parametrize(
    ("text", "kind", "number", "title"),
    [
        ("Phần thứ hai **KẾT QUẢ**", "part", 2, "KẾT QUẢ"),
        ("PHẦN II. KẾT QUẢ", "part", 2, "KẾT QUẢ"),
        ("PHỤ LỤC", "annex", 0, ""),
        ("Chương IV", "chapter", 4, ""),
        ("Mục 2: Tên", "division", 2, "Tên"),
        ("II- NHẬN XÉT", "roman", 2, "NHẬN XÉT"),
        ("IV/ Nhận xét", "roman", 4, "Nhận xét"),
        ("Điều 12. Phạm vi", "article", 12, "Phạm vi"),
        ("3.- Công tác", "arabic", 3, "Công tác"),
        ("1.2.- Công tác", "decimal", 2, "Công tác"),
        ("1.2.3 Công tác", "decimal", 3, "Công tác"),
    ],
)
def test_labels(text: str, kind: str, number: int, title: str) -> None:
    label = find_label(text)
    assert label is not None
    assert (label.kind.name, label.number, label.title) == (kind, number, title)


@pytest.mark.parametrize("text", ["IIX- Sai", "2019 là năm", "68/117 xã", "Phần lớn", "03-6-2013", "I", "1.154 đoàn"])
def test_no_labels(text: str) -> None:
    label = find_label(text)
    assert label is None or label.kind.name == "decimal"


def test_roman_numerals_there_and_back() -> None:
    assert [roman_value(roman(number)) for number in range(1, 100)] == list(range(1, 100))


PIECES = [
    "BÁO CÁO", "Phần thứ nhất", "Chương I", "Điều 3. Phạm vi", "1. Mục", "1.1. Mục con", "a) Điểm", "+ Ý", "PHỤ LỤC 1",
    "I. TÌNH HÌNH", "**2. Đậm:** chữ tiếp theo.", "| a | b |", "|---|---|", "| 1 | 2 |", "\f", "12", "- 3 -", "Trang 4",
    "---", "(*) Ghi chú", "[1] Ghi chú", "1) Ghi chú", "³ Ghi chú dài", "⁽⁴⁾", "[^5]: chú", "chữ[^5]", "chữ⁽³⁾ tiếp",
    "T/M BAN THƯỜNG VỤ", "Nơi nhận:", "\u200b", "\ufdd0x\ufdd1", "m²", "C. Mác và Ph. Ăng-ghen", "KIẾN NGHỊ, ĐỀ XUẤT",
    "<script>x</script>", "{{ 7*7 }}", "*", "**", "a*b*c", "&lt;", "\\", "``` ```", "===", "* * *", "1 ấp2",
    "Các cấp ủy đảng tiếp tục tăng cường chỉ đạo công tác dân vận ở vùng sâu,", "vùng xa trong tỉnh;", "\r",
]  # fmt: skip


def test_any_pile_of_text_is_refused_or_wholly_on_the_pages(folders: tuple[Path, Path]) -> None:
    rng = random.Random(2019)
    proved = 0
    for _ in range(120):
        text = "".join(
            rng.choice(PIECES) + rng.choice(["\n", "\n\n", "\n\n", " ", ""]) for _ in range(rng.randrange(2, 40))
        )
        try:
            found = plan_import(decode_source("x.txt", text.encode()), "x", folders[0], folders[0] / "khong-co")
        except InputError:
            continue
        assert found.proof.holds, text
        proved += 1
    assert proved > 60
