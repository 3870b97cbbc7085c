from __future__ import annotations

from pathlib import Path

import pytest

from trees import PROJECT, draw
from vanban.loading import load_library
from vanban.search.gather import search_groups, search_units
from vanban.search.units import SearchUnit, UnitKind

GUIDE = ("huong-dan/doc.html", "Hướng dẫn đọc", "# Hướng dẫn đọc\n\nBấm vào số hiệu.\n")
REGISTER = ("danh-muc/index.html", "Danh mục văn bản", "# Danh mục văn bản\n\n| a | b |\n|---|---|\n| c | d |\n")


PAGES = [GUIDE, REGISTER]


def grouped(root: Path, changed: dict[str, str], *, digests: bool) -> dict[str, tuple[str, list[SearchUnit]]]:
    """Return each group's key and units by its name."""
    files = {**PROJECT, **changed}
    draw(root, files)
    known = {path: str(hash(text)) for path, text in files.items()} if digests else None
    groups = list(search_groups(load_library(root / "docs", root / "directives"), PAGES, known))
    assert len({group.name for group in groups}) == len(groups)
    return {group.name: (group.key, list(group.units())) for group in groups}


EDITS = {
    "a document's fields": ("directives/25-nq-tw-2013.md", "2013-06-03", "2013-06-04"),
    "a document's text": ("directives/25-nq-tw-2013.md", "\n---\n", "\n---\n\nToàn văn ở đây."),
    "a section's paragraph": ("docs/bao-cao/thu/p1-i.md", ".", " khác."),
    "a section's title": ("docs/bao-cao/thu/p1-i.md", "title: ", "title: Về "),
    "a footnote": ("docs/bao-cao/thu/p1-i.md", "[^12]: ", "[^12]: Khác "),
    "a report's title": ("docs/bao-cao/thu/index.md", "title: ", "title: Về "),
}


@pytest.mark.parametrize("digests", [True, False])
@pytest.mark.parametrize("edit", EDITS)
def test_equal_keys_mean_equal_units_and_others_are_left_alone(tmp_path: Path, edit: str, digests: bool) -> None:  # noqa: FBT001 (a parameter of the table)
    path, old, new = EDITS[edit]
    before = grouped(tmp_path / "before", {}, digests=digests)
    after = grouped(tmp_path / "after", {path: PROJECT[path].replace(old, new, 1)}, digests=digests)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed, "the edit must be one that search sees"
    for name in before.keys() & after.keys():
        if before[name][0] == after[name][0]:
            assert before[name][1] == after[name][1], name
    page = path.removeprefix("docs/").replace("directives/", "van-ban/").removesuffix(".md") + ".html"
    assert {name.partition("#")[0] for name in changed} == {page}


def test_a_document_cited_once_more_has_another_key(tmp_path: Path) -> None:
    path = "docs/bao-cao/thu/p1-i.md"
    more = PROJECT[path].replace("[^12]: ", "Theo Chỉ thị số 11-CT/TU ngày 01-8-2019.\n\n[^12]: ", 1)
    before = grouped(tmp_path / "before", {}, digests=True)
    after = grouped(tmp_path / "after", {path: more}, digests=True)
    name = "van-ban/11-ct-tu-2019.html"
    assert before[name][0] != after[name][0]
    assert after[name][1][0].weight == before[name][1][0].weight + 1


def gathered(root: Path, **changed: str) -> dict[str, SearchUnit]:
    draw(root, {**PROJECT, **{name.replace("__", "/") + ".md": text for name, text in changed.items()}})
    units = list(search_units(load_library(root / "docs", root / "directives"), [GUIDE, REGISTER]))
    named = {unit.location: unit for unit in units if unit.kind is not UnitKind.PARAGRAPH}
    return named | {f"{unit.location}¶": unit for unit in units if unit.kind is UnitKind.PARAGRAPH}


def test_every_place_a_reader_wants_is_there(tmp_path: Path) -> None:
    kinds = {location: unit.kind for location, unit in gathered(tmp_path).items()}
    assert kinds == {
        "van-ban/11-ct-tu-2019.html": UnitKind.DOCUMENT,
        "van-ban/25-nq-tw-2013.html": UnitKind.DOCUMENT,
        "van-ban/25-nq-tw-ix.html": UnitKind.DOCUMENT,
        "bao-cao/thu/index.html": UnitKind.PAGE,
        "bao-cao/thu/p1.html": UnitKind.SECTION,
        "bao-cao/thu/p1.html#p1-d1¶": UnitKind.PARAGRAPH,
        "bao-cao/thu/p1-i.html": UnitKind.SECTION,
        "bao-cao/thu/p1-i.html#p1-i-d1¶": UnitKind.PARAGRAPH,
        "bao-cao/thu/p1-i.html#p1-i-d2¶": UnitKind.PARAGRAPH,
        "bao-cao/thu/p1-i.html#fn:12": UnitKind.FOOTNOTE,
        "huong-dan/doc.html": UnitKind.PAGE,
        "huong-dan/doc.html¶": UnitKind.PARAGRAPH,
        "danh-muc/index.html": UnitKind.REGISTER,
    }


def test_a_document_carries_what_it_is_asked_by(tmp_path: Path) -> None:
    unit = gathered(tmp_path)["van-ban/11-ct-tu-2019.html"]
    assert (unit.code, unit.number, unit.year, unit.type_code, unit.weight) == ("11-CT/TU", 11, 2019, "CT", 1)
    assert unit.title == "Chỉ thị 11-CT/TU"
    assert unit.text == "ngày 01-8-2019."


def test_title_term_and_other_printed_titles_are_kept_apart(tmp_path: Path) -> None:
    text = (
        "---\ncode: 25-NQ/TW\ntype: Nghị quyết\nissuer: Ban Chấp hành Trung ương\ndate: 2013-12-03\nterm: XI\n"
        "title: công tác dân vận\nprinted:\n  - report: thu\n    title: công tác vận động\n---\n\nToàn văn ở đây.\n"
    )
    unit = gathered(tmp_path, **{"directives__25-nq-tw-2013": text})["van-ban/25-nq-tw-2013.html"]
    assert unit.title == "Nghị quyết 25-NQ/TW: công tác dân vận"
    assert unit.aliases == ("công tác dân vận",)
    assert unit.text == (
        "Ban Chấp hành Trung ương, khóa XI, ngày 03-12-2013. Báo cáo ghi: công tác vận động. Toàn văn ở đây."
    )


def test_a_paragraph_is_shown_under_its_heading_but_not_found_by_it(tmp_path: Path) -> None:
    unit = gathered(tmp_path)["bao-cao/thu/p1-i.html#p1-i-d2¶"]
    assert (unit.title, unit.title_found) == ("I- Kết quả", False)
    assert "[^" not in unit.text
