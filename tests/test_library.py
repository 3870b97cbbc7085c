from __future__ import annotations

from pathlib import Path

import pytest

from trees import PROJECT, draw
from vanban.checks import check_project
from vanban.library import Library, Link
from vanban.loading import load_library, revise_library
from vanban.problems import Severity


def load(root: Path, **changed: str) -> Library:
    files = {**PROJECT, **{name.replace("__", "/"): text for name, text in changed.items()}}
    draw(root, files)
    return load_library(root / "docs", root / "directives")


def with_text(text: str) -> dict[str, str]:
    return {
        "docs/bao-cao/thu/p1.md": f"---\ntitle: Mở đầu\nsection: p1\nnumber: Phần I\n---\n\n# Phần I Mở đầu\n\n{text}\n"
    }


def test_every_mention_is_resolved_and_found_from_its_document(tmp_path: Path) -> None:
    library = load(tmp_path)
    assert library.problems == ()
    assert [(link.document, link.url) for link in library.links] == [
        ("25-nq-tw-2013", "bao-cao/thu/p1-i.html#p1-i-d1"),
        ("25-nq-tw-ix", "bao-cao/thu/p1-i.html#p1-i-d2"),
        ("11-ct-tu-2019", "bao-cao/thu/p1-i.html#fn:12"),
    ]
    assert [link.url for link in library.links_by_document["25-nq-tw-ix"]] == ["bao-cao/thu/p1-i.html#p1-i-d2"]


def test_a_footnote_knows_its_section_and_its_sentence(tmp_path: Path) -> None:
    (note,) = load(tmp_path).footnotes
    assert (note.number, note.section.id, note.url) == ("12", "p1-i", "bao-cao/thu/p1-i.html#fn:12")
    assert note.text == "Chỉ thị số 11-CT/TU, ngày 01-8-2019."
    assert note.sentence.endswith("khóa XI.")


@pytest.mark.parametrize(
    ("text", "target", "message"),
    [
        ("Nghị quyết số 25-NQ/TW.", "van-ban/25-nq-tw.html", "«Nghị quyết số 25-NQ/TW» hợp với 2 văn bản"),
        ("Chỉ thị số 11-CT/TU, ngày 02-8-2019.", "van-ban/11-ct-tu.html", "có ngày hoặc khóa khác với 11-ct-tu-2019"),
        ("Chỉ thị số 99-CT/TW.", None, "chưa có tệp trong directives/"),
    ],
)
def test_what_is_not_settled_is_reported_and_never_guessed(
    tmp_path: Path, text: str, target: str | None, message: str
) -> None:
    library = load(tmp_path, **with_text(text))
    link = library.links[0]
    assert (link.document, link.target) == (None, target)
    assert library.problems == ()
    found = check_project(tmp_path / "docs", tmp_path / "directives")
    (problem,) = (problem for problem in found if message in problem.message)
    assert (problem.path, problem.line, problem.severity) == ("docs/bao-cao/thu/p1.md", 9, Severity.REVIEW)


def test_a_plenum_has_a_page_of_its_own(tmp_path: Path) -> None:
    library = load(tmp_path, **with_text("Theo Nghị quyết Trung ương 6 khóa XII của Đảng."))
    assert library.links[0].document == "hoi-nghi-trung-uong-6-khoa-xii"
    assert dict(library.plenums) == {"hoi-nghi-trung-uong-6-khoa-xii": (6, "XII")}


def test_codes_with_a_page_beside_their_documents(tmp_path: Path) -> None:
    assert dict(load(tmp_path).homonyms) == {
        "11-ct-tu": ("11-ct-tu-2019",),
        "25-nq-tw": ("25-nq-tw-2013", "25-nq-tw-ix"),
    }


def test_a_text_pasted_into_a_directive_is_scanned_too(tmp_path: Path) -> None:
    text = "---\ncode: 25-NQ/TW\nterm: IX\n---\n\nCăn cứ Chỉ thị số 11-CT/TU.\n"
    library = load(tmp_path, **{"directives/25-nq-tw-ix.md": text})
    assert "van-ban/25-nq-tw-ix.html" in {link.url for link in library.links_by_document["11-ct-tu-2019"]}


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        (
            "docs/bao-cao/thu/index.md",
            "---\ntitle: x\nsections: [p1, p1-i, p9]\n---\n",
            "docs/bao-cao/thu/index.md:3: mục «p9» trong «sections» không có tệp p9.md",
        ),
        (
            "docs/bao-cao/thu/index.md",
            "---\ntitle: x\nsections: [p1]\n---\n",
            "docs/bao-cao/thu/index.md: trang p1-i.md không có trong «sections»",
        ),
        ("docs/bao-cao/thu/index.md", "---\ntitle: x\nsections: [p1, p1-i, ../p1]\n---\n", "không có tệp ../p1.md"),
        (
            "docs/bao-cao/thu/p1.md",
            "---\nsection: p2\n---\n",
            "docs/bao-cao/thu/p1.md:2: «section: p2» phải trùng tên tệp",
        ),
        ("docs/bao-cao/thu/p1.md", "---\ntitle: a: b\n---\n", "docs/bao-cao/thu/p1.md:2: sai cú pháp YAML"),
        ("directives/a.md", "---\ncode: x\ncode: y\n---\n", "directives/a.md:3: khóa «code» viết hai lần"),
    ],
)
def test_faults_have_path_and_line(tmp_path: Path, name: str, text: str, shown: str) -> None:
    problems = [str(problem) for problem in load(tmp_path, **{name: text}).problems]
    assert any(shown in problem for problem in problems), problems


def test_numbers_that_restart_on_each_page_show_as_printed(tmp_path: Path) -> None:
    body = "Một[^1]. Hai[^1-2].\n\n[^1]: A.\n\n[^1-2]: B."
    notes = load(tmp_path, **with_text(body)).footnotes
    assert [(note.number, note.printed, note.url.partition("#")[2]) for note in notes if note.section.id == "p1"] == [
        ("1", "1", "fn:1"),
        ("1-2", "1", "fn:1-2"),
    ]


def test_a_mention_of_an_article_leads_to_the_article(tmp_path: Path) -> None:
    text = "---\ncode: 11-CT/TU\ntype: Chỉ thị\ndate: 2019-08-01\n---\n\nĐiều 4. Tổ chức\n\nChữ của điều.\n"
    files = {**with_text("Theo Điều 4 Chỉ thị số 11-CT/TU."), "directives/11-ct-tu-2019.md": text}
    assert load(tmp_path, **files).links[0].target == "van-ban/11-ct-tu-2019.html#dieu-4"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/bao-cao/thu/p1-i.md", "Nghị quyết số 25-NQ/TW, ngày 03-6-2013.\n\nChỉ thị số 11-CT/TU."),
        ("docs/bao-cao/thu/p1-i.md", "Không nhắc gì."),
        ("docs/bao-cao/thu/p1.md", "Theo Chỉ thị số 11-CT/TU."),
        ("directives/25-nq-tw-ix.md", "Căn cứ Chỉ thị số 11-CT/TU."),
    ],
)
def test_a_file_read_anew_changes_its_own_links_only(tmp_path: Path, path: str, text: str) -> None:
    """So an edited page is shown at once; mentions elsewhere follow with the whole build."""
    before = load(tmp_path)
    file = tmp_path / path
    head = file.read_text("utf-8").split("---\n")[1]
    file.write_text(f"---\n{head}---\n\n{text}\n", "utf-8")
    after = revise_library(before, tmp_path / "docs", tmp_path / "directives", file)
    whole = load_library(tmp_path / "docs", tmp_path / "directives")
    assert after is not None
    assert sorted(map(_spot, after.links)) == sorted(map(_spot, whole.links))
    assert [link.page.path for link in after.links if link.page.path != path] == [
        link.page.path for link in before.links if link.page.path != path
    ]


def _spot(link: Link) -> tuple[str, str, str]:
    return link.url, link.mention.citation.text, str(link.document)


@pytest.mark.parametrize("path", ["docs/bao-cao/thu/p1.md", "directives/11-ct-tu-2019.md"])
def test_a_link_has_the_same_key_whatever_else_its_page_says(tmp_path: Path, path: str) -> None:
    """What rests on a link is not made again when its page is edited elsewhere; what the link itself shows is."""
    text = PROJECT[path] + "\nTheo Nghị quyết số 25-NQ/TW của khóa IX.\n"
    before = load(tmp_path, **{path: text})
    keys = [link.key for link in before.links_by_path[path]]
    after = load(tmp_path, **{path: f"{text}\nMột câu nữa.\n"})
    assert [link.key for link in after.links_by_path[path]] == keys
    assert all(keys)
    changed = load(tmp_path, **{path: text.replace("Theo Nghị quyết", "Căn cứ Nghị quyết")})
    *others, last = (link.key for link in changed.links_by_path[path])
    assert others == keys[:-1]
    assert last != keys[-1]
