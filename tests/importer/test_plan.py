"""One real import: the first report, whole, twice, edited, refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vanban.importer.drafts import plain_title
from vanban.importer.formats import read_source
from vanban.importer.ledger import audit_report
from vanban.importer.plan import REPORTS, ImportPlan, plan_import
from vanban.importer.store import write_plan
from vanban.problems import InputError

ROOT = Path(__file__).parents[2]
SEED = ROOT / "docs" / REPORTS / "dan-van-2019"
BRANCHES = ["p1-i", "p2", "p2-ii"]
LEAVES = [
    "p1",
    *(f"p1-i-{n}" for n in range(1, 7)),
    "p1-ii",
    "p2-i",
    *(f"p2-ii-{n}" for n in range(1, 7)),
    "p2-iii",
]
IDS = {
    "25-nq-tw-2013",
    "25-nq-tw-ix",
    "43-ct-tw-2010",
    "43-ct-tw-2015",
    "36-nq-tw",
    "05-ct-tw",
    "43-kl-tw",
    "18-nq-tw-xii",
    "34-2007-pl-ubtvqh11",
    "731-ubnd-vhxh-2019",
    "16-ct-ttg-2016",
    "11-qd-tw-2019",
    "217-qd-tw-xi",
    "218-qd-tw-xi",
    "1018-qd-ubnd-2019",
    "04-2015-nd-cp",
    "77-2017-nq-hdnd",
    "52-ctr-bdv-bcsdubnd-2017",
}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs", tmp_path / "directives"


def plan_seed(folders: tuple[Path, Path]) -> ImportPlan:
    return plan_import(read_source(SEED / "ban-goc.txt"), "dan-van-2019", *folders, "kien-giang")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_first_report_has_its_known_shape(folders: tuple[Path, Path]) -> None:
    plan = plan_seed(folders)
    assert plan.problems == ()
    assert plan.counts == {
        "mục": 19,
        "mục có nội dung": 16,
        "đoạn": 76,
        "chú thích": 23,
        "chú thích qua trang": 2,
        "đoạn bị ngắt trang đã nối": 10,
        "dòng số trang, đầu trang bỏ ra": 0,
        "lượt dẫn văn bản có số": 61,
        "văn bản khác nhau": 47,
    }
    pages = {path.stem: content.decode() for path, content in plan.files.items() if path.parent == plan.folder}
    leaves = [name for name in [*BRANCHES, *LEAVES] if "leaf: true" in pages[name]]
    assert leaves == LEAVES
    assert [line[2:] for line in pages["index"].splitlines() if line.startswith("- ")] == [
        "p1",
        "p1-i",
        *LEAVES[1:8],
        "p2",
        "p2-i",
        "p2-ii",
        *LEAVES[9:],
    ]


def test_footnotes_keep_their_numbers_and_stand_with_their_marks(folders: tuple[Path, Path]) -> None:
    plan = plan_seed(folders)
    pages = {path.stem: content.decode() for path, content in plan.files.items() if path.suffix == ".md"}
    owners = {
        "p1": range(1, 3),
        "p1-i-1": range(3, 10),
        "p1-i-2": range(10, 17),
        "p1-i-3": [17],
        "p1-i-4": [18],
        "p1-i-5": range(19, 22),
        "p1-i-6": [22],
        "p2-ii-1": [23],
    }
    for name, numbers in owners.items():
        assert re.findall(r"^\[\^(\d+)\]:", pages[name], re.MULTILINE) == [str(number) for number in numbers]
    assert "Ban Chấp hành Trung ương khóa XI về tăng cường" in pages["p1-i-1"]
    assert "ngập cục bộ 12.378 căn; nhiều tuyến đường" in pages["p1"]
    assert "Quyết định số 1018/QĐ-UBND, ngày 03-5-2019 về việc" in pages["p1-i-1"]


def test_each_cited_document_gets_one_file(folders: tuple[Path, Path]) -> None:
    plan = plan_seed(folders)
    found = {path.stem for path in plan.files if path.parent == folders[1]}
    assert len(found) == 47
    assert found >= IDS


def test_the_committed_pages_are_what_the_importer_writes(folders: tuple[Path, Path]) -> None:
    write_plan(plan_seed(folders))
    committed = {name: content for name, content in tree(SEED).items() if name.startswith("p") and name.endswith(".md")}
    written = tree(folders[0] / REPORTS / "dan-van-2019")
    assert {name: written.get(name) for name in committed} == committed
    assert list(audit_report(SEED)) == []


def test_a_second_import_changes_nothing(folders: tuple[Path, Path]) -> None:
    assert write_plan(plan_seed(folders))
    before = tree(folders[0].parent)
    assert write_plan(plan_seed(folders)) == ()
    assert tree(folders[0].parent) == before


def test_a_dry_run_writes_nothing(folders: tuple[Path, Path]) -> None:
    assert write_plan(plan_seed(folders), dry_run=True)
    assert tree(folders[0].parent) == {}


def test_an_editors_page_and_directive_are_never_overwritten(folders: tuple[Path, Path]) -> None:
    write_plan(plan_seed(folders))
    page = folders[0] / REPORTS / "dan-van-2019" / "p1-ii.md"
    page.write_text(page.read_text("utf-8").replace("khá tốt", "**khá tốt**"), "utf-8")
    directive = folders[1] / "25-nq-tw-2013.md"
    directive.write_text(directive.read_text("utf-8").replace("title: tăng", "title: (tay) tăng"), "utf-8")
    before = tree(folders[0].parent)
    plan = plan_seed(folders)
    assert write_plan(plan) == ()
    assert plan.kept == (page,)
    assert [problem.path for problem in plan.problems] == [page.as_posix()]
    assert tree(folders[0].parent) == before


def test_a_better_scan_is_merged_with_an_editors_page(folders: tuple[Path, Path], tmp_path: Path) -> None:
    old = tmp_path / "bao-cao.txt"
    text = (SEED / "ban-goc.txt").read_text("utf-8")
    old.write_text(text.replace("khôi đại đoàn kết", "khoi đại đoàn kết").replace("đạt 7,3%", "đạt 7.3%"), "utf-8")
    write_plan(plan_import(read_source(old), "dan-van-2019", *folders))
    page = folders[0] / REPORTS / "dan-van-2019" / "p1.md"
    edited = page.read_text("utf-8").replace("nông thôn mới", "*nông thôn mới*").replace("đạt 7.3%", "đạt 7,30%")
    page.write_text(edited, "utf-8")
    old.write_text(text, "utf-8")
    plan = plan_import(read_source(old), "dan-van-2019", *folders)
    write_plan(plan)
    merged = page.read_text("utf-8")
    assert "khôi đại đoàn kết" in merged
    assert "*nông thôn mới*" in merged
    assert "đạt 7,30%" in merged
    assert any("7,30%" in problem.message and "7,3%" in problem.message for problem in plan.problems)


SIXTH = "6. Hoạt động của ban dân vận cấp ủy"


def reimport(old: str, new: str, edits: dict[str, tuple[str, str]], folders: tuple[Path, Path]) -> ImportPlan:
    """Import a scan, let an editor change pages, and plan the import of a better scan."""
    file = folders[0].parent / "bao-cao.txt"
    file.write_text(old, "utf-8")
    write_plan(plan_import(read_source(file), "dan-van-2019", *folders))
    for name, (before, after) in edits.items():
        page = folders[0] / REPORTS / "dan-van-2019" / name
        assert before in page.read_text("utf-8")
        page.write_text(page.read_text("utf-8").replace(before, after, 1), "utf-8")
    file.write_text(new, "utf-8")
    return plan_import(read_source(file), "dan-van-2019", *folders)


def test_a_section_numbered_anew_takes_its_editors_work_along(folders: tuple[Path, Path]) -> None:
    old = (SEED / "ban-goc.txt").read_text("utf-8")
    added = f"6. Công tác mới thêm\n\n- Nội dung mới thêm của mục sáu, có đủ chữ.\n\n{SIXTH.replace('6', '7', 1)}"
    new = old.replace(SIXTH, added, 1).replace(
        "Lòng tin của nhân dân", "Đoạn mới quét thêm.\n\nLòng tin của nhân dân", 1
    )
    new = new.replace("Tuy nhiên, việc triển khai", "Tuy nhiên⁽²⁴⁾, việc triển khai", 1) + "\n\n²⁴ Chú thích mới.\n"
    edits = {
        "p1-i-6.md": ("Năm 2019 hoạt động", "Năm 2019, hoạt động"),
        "p1.md": ("đạt chuẩn nông thôn mới.", "đạt chuẩn *nông thôn mới*."),
        "p1-ii.md": ("title: ", "title: (tay) "),
    }
    plan = reimport(old, new, edits, folders)
    write_plan(plan)
    pages = {path.stem: path.read_text("utf-8") for path in plan.folder.glob("*.md")}
    assert pages["p1-i-6"].endswith("# 6. Công tác mới thêm\n\n- Nội dung mới thêm của mục sáu, có đủ chữ.\n")
    assert "section: p1-i-7" in pages["p1-i-7"]
    assert "# 7. Hoạt động của ban dân vận cấp ủy\n\n- Năm 2019, hoạt động" in pages["p1-i-7"]
    assert "*nông thôn mới*.\n\nĐoạn mới quét thêm.\n\nLòng tin" in pages["p1"]
    assert "title: (tay)" in pages["p1-ii"]
    assert "Tuy nhiên[^24], việc" in pages["p1-ii"]
    assert "[^24]: Chú thích mới." in pages["p1-ii"]
    assert any("trước là p1-i-6.md" in problem.message for problem in plan.problems)


def test_an_edited_page_whose_name_another_section_takes_stops_the_import(folders: tuple[Path, Path]) -> None:
    old = (SEED / "ban-goc.txt").read_text("utf-8")
    start, end = old.index(SIXTH), old.index("II- NHẬN XÉT CHUNG")
    new = f"{old[:start]}6. Mục khác hẳn\n\nMột đoạn văn không dính gì tới mục cũ.\n\n{old[end:]}"
    plan = reimport(old, new, {"p1-i-6.md": ("Năm 2019 hoạt động", "Năm 2019, hoạt động")}, folders)
    with pytest.raises(InputError, match="tên trang nay là của mục khác"):
        write_plan(plan)


@pytest.mark.parametrize("report_id", ["../x", "a/b", "..", "", "Dân", "a--b", "CON", "con", "a" * 61, "-a", "index"])
def test_an_unsafe_report_id_is_refused(folders: tuple[Path, Path], report_id: str) -> None:
    with pytest.raises(InputError, match="mã báo cáo"):
        plan_import(read_source(SEED / "ban-goc.txt"), report_id, *folders)


def test_a_report_folder_that_leads_elsewhere_is_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "khac").mkdir()
    (folders[0] / REPORTS).mkdir()
    (folders[0] / REPORTS / "dan-van-2019").symlink_to(tmp_path / "khac")
    with pytest.raises(InputError, match="liên kết"):
        plan_seed(folders)


def test_a_disk_that_refuses_one_file_leaves_everything_as_it_was(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_plan(plan_seed(folders))
    page = folders[0] / REPORTS / "dan-van-2019" / "p1.md"
    for name in ("p1", "p2", "p2-i"):
        page.with_stem(name).unlink()
    before = tree(folders[0].parent)
    plan = plan_seed(folders)
    replace = Path.replace
    done: list[Path] = []

    def refuse_second(self: Path, target: Path) -> Path:
        if done:
            raise PermissionError(13, "Permission denied", str(target))
        done.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse_second)
    with pytest.raises(InputError, match="không ghi được"):
        write_plan(plan)
    assert done
    assert tree(folders[0].parent) == before


def test_titles_are_plain() -> None:
    assert plain_title("**Tổng** kết\ufdd03\ufdd1 năm") == "Tổng kết năm"
