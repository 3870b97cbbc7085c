"""A document's page is known by what was looked up for it; nothing it shows can change without its facts changing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from trees import PROJECT, draw
from vanban.catalogue import Catalogue
from vanban.exports import Keyed, export_files
from vanban.facts import Facts, Sheet, watched
from vanban.loading import load_library
from vanban.pages import Draft, GeneratedPage, Register, facets, milestones, names, notes, registers, timeline
from vanban.pages.documents import document_pages
from vanban.pages.shelf import register_pages, registers_key
from vanban.site import build_site

FILES = {
    **PROJECT,
    "directives/12-ct-tu-2019.md": (
        "---\ncode: 12-CT/TU\ntype: Chỉ thị\nissuer: Tỉnh ủy\ndate: 2019-09-02\njurisdiction: kien-giang\n"
        "title: về thi đua\naliases: [Chỉ thị thi đua]\nrelations:\n"
        "  - {verb: thực hiện, to: 25-nq-tw-ix, mark: V, source: báo}\n"
        "sources:\n  - {field: date, value: 2019-09-03, mark: P, source: báo}\n---\n\n"
        "Căn cứ Nghị quyết số 25-NQ/TW, ngày 03-6-2013 của Ban Chấp hành Trung ương.\n\n"
        "Xem thêm [chỉ thị trước](11-ct-tu-2019.md) và khoản 2 Điều 1 Chỉ thị số 13-CT/TU, ngày 01-10-2019.\n"
    ),
    "directives/13-ct-tu-2019.md": (
        "---\ncode: 13-CT/TU\ntype: Chỉ thị\ndate: 2019-10-01\njurisdiction: kien-giang\nplenum: 6\nterm: XII\n---\n\n"
        "Điều 1. Chỉ thị này thay thế Chỉ thị số 12-CT/TU, ngày 02-9-2019.\n\n2. Khoản hai.\n"
    ),
}


def catalogue(root: Path, files: Mapping[str, str] = FILES) -> Catalogue:
    """Read a project drawn at `root`."""
    draw(root, files)
    return Catalogue(load_library(root / "docs", root / "directives"))


def sheet_of(found: Catalogue, document: str) -> Sheet:
    sheet = Sheet(found, document)
    sheet.inputs(sheet.page.markdown)
    return sheet


def states(found: Catalogue, sheet: Sheet) -> list[bytes]:
    facts = Facts(found)
    return [facts.state(fact) for fact in sheet.facts()]


def with_a_word_changed(files: Mapping[str, str], path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each word of one file, and the files in which it is another."""
    text = files[path]
    for word in re.finditer(r"[^\W\d_]{2,}|\d+", text):
        other = "9" if word.group().isdigit() else "khác"
        yield word.group(), {**files, path: text[: word.start()] + other + text[word.end() :]}


def documents(found: Catalogue) -> list[str]:
    return [directive.id for directive in found.library.registry.directives]


def test_a_sheet_is_the_page_of_the_plain_catalogue(tmp_path: Path) -> None:
    found = catalogue(tmp_path)
    assert [sheet_of(found, document).page for document in documents(found)] == list(document_pages(found))


def test_equal_projects_have_equal_facts(tmp_path: Path) -> None:
    one, other = catalogue(tmp_path / "one"), catalogue(tmp_path / "other")
    for document in documents(one):
        sheet = sheet_of(one, document)
        assert sheet.facts()
        assert states(one, sheet) == states(other, sheet)


@pytest.mark.parametrize("path", sorted(path for path in FILES if path.endswith(".md")))
def test_a_page_that_changed_has_facts_that_changed(tmp_path: Path, path: str) -> None:
    """Every word of every file is changed in turn, and every page that differs must be known to differ."""
    before = catalogue(tmp_path / "before")
    facts = {document: sheet_of(before, document) for document in documents(before)}
    for place, (word, changed) in enumerate(with_a_word_changed(FILES, path)):
        after = catalogue(tmp_path / f"after-{place}", changed)
        for document, sheet in facts.items():
            if states(before, sheet) == states(after, sheet):
                assert sheet_of(after, document).page == sheet.page, (document, word)
                again = sheet_of(after, document)
                assert again.inputs(again.page.markdown) == sheet.inputs(sheet.page.markdown), (document, word)


def test_a_card_that_changed_is_part_of_what_a_page_is_made_from(tmp_path: Path) -> None:
    """A page that an editor wrote is known by nothing but its text and this."""
    text, path = "Xem [chỉ thị](van-ban/12-ct-tu-2019.md).", "directives/12-ct-tu-2019.md"
    inputs = set[str]()
    changes = {"12-CT/TU": "15-CT/TU", "2019-09-02": "2019-09-04", "thi đua": "khen thưởng", "Tỉnh ủy": "Thành ủy"}
    for number, (word, other) in enumerate({"": "", "Chỉ thị": "Kết luận", **changes}.items()):
        draw(tmp_path / str(number), {**FILES, path: FILES[path].replace(word, other, 1)})
        site = build_site(tmp_path / str(number) / "docs", tmp_path / str(number) / "directives")
        inputs.add(site.inputs("index.md", text))
    assert len(inputs) == 2 + len(changes)


@pytest.mark.parametrize("path", sorted(path for path in FILES if path.endswith(".md")))
def test_registers_that_changed_have_a_key_that_changed(tmp_path: Path, path: str) -> None:
    before = catalogue(tmp_path / "before")
    pages = list(register_pages(before))
    for place, (word, changed) in enumerate(with_a_word_changed(FILES, path)):
        after = catalogue(tmp_path / f"after-{place}", changed)
        assert registers_key(before)
        if registers_key(before) == registers_key(after):
            assert list(register_pages(after)) == pages, word


SECOND = {
    path.replace("/thu/", "/sau/"): text.replace("Nghị quyết số 25-NQ/TW", "Nghị quyết Trung ương 6 khóa XII", 1)
    for path, text in FILES.items()
    if "/thu/" in path and path.endswith(".md")
}
"""A report more, so that two can be compared; it names a plenum, a review of a document and a relation of two."""
SECOND["docs/bao-cao/sau/p1.md"] += (
    "\nBáo cáo tổng kết 5 năm thực hiện Chỉ thị số 12-CT/TU.\n"
    "\nChỉ thị số 13-CT/TU, ngày 01-10-2019 thay thế Chỉ thị số 12-CT/TU, ngày 02-9-2019.\n"
)


@pytest.mark.parametrize("most", [1000, 1], ids=["all on one page", "a page each"])
@pytest.mark.parametrize("path", [*sorted(path for path in FILES if path.endswith(".md")), *sorted(SECOND)])
def test_a_draft_that_changed_has_a_key_that_changed(
    tmp_path: Path, path: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of many documents is known by its key: what it shows, and the cards beside its links, must be in it."""
    listed = ((milestones, "LISTED"), (notes, "LISTED"), (timeline, "FACTS"), (timeline, "SMALL"), (names, "SMALL"))
    for room, name in (*listed, (facets, "SMALL"), (facets, "ROWS"), (registers, "ROWS")):
        monkeypatch.setattr(room, name, most)
    files = {**FILES, **SECOND}
    before = drafts(tmp_path / "before", files)
    expected = {"moc-nam", "thoi-gian", "chu-thich", "so-sanh", "nguon", "toan-van", "so-lieu", "25-nq-tw", "so", "a-z"}
    assert expected <= {part.removesuffix(".md") for address in before for part in address.split("/")}
    for place, (word, changed) in enumerate(with_a_word_changed(files, path)):
        after = drafts(tmp_path / f"after-{place}", changed)
        for address in before.keys() & after.keys():
            if before[address][0] == after[address][0]:
                assert before[address] == after[address], (address, word)


@pytest.mark.parametrize("path", [*sorted(path for path in FILES if path.endswith(".md")), *sorted(SECOND)])
def test_what_changed_has_a_basis_that_changed(tmp_path: Path, path: str) -> None:
    """While its basis is the same no fact of a kind is asked, and no section is read again."""
    files = {**FILES, **SECOND}
    before, sections = bases(tmp_path / "before", files)
    assert all(basis for basis, _ in (*before.values(), *sections.values()))
    assert len(sections) == 4
    for place, (word, changed) in enumerate(with_a_word_changed(files, path)):
        kinds, pages = bases(tmp_path / f"after-{place}", changed)
        for known, now in ((before, kinds), (sections, pages)):
            for name in known.keys() & now.keys():
                (basis, states), (same, later) = known[name], now[name]
                if basis == same:
                    assert all(states[each] == later[each] for each in states.keys() & later.keys()), (name, word)


def exports(root: Path, files: Mapping[str, str]) -> dict[str, tuple[bytes, bytes]]:
    """Return key and content of each export that is known by a key."""
    found = catalogue(root, files)
    made = dict(export_files(found.library, found))
    return {address: (make.key(), make()) for address, make in made.items() if isinstance(make, Keyed)}


@pytest.mark.parametrize("path", [*sorted(path for path in FILES if path.endswith(".md")), *sorted(SECOND)])
def test_an_export_that_changed_has_a_key_that_changed(tmp_path: Path, path: str) -> None:
    files = {**FILES, **SECOND}
    before = exports(tmp_path / "before", files)
    assert all(key for key, _ in before.values())
    assert {"data/directives.csv", "data/footnotes.json", "data/sections.json", "data/citations.json"} < before.keys()
    for place, (word, changed) in enumerate(with_a_word_changed(files, path)):
        after = exports(tmp_path / f"after-{place}", changed)
        for address in before.keys() & after.keys():
            if before[address][0] == after[address][0]:
                assert before[address] == after[address], (address, word)


Bases = dict[str, tuple[bytes, dict[str, object]]]


def bases(root: Path, files: Mapping[str, str]) -> tuple[Bases, Bases]:
    """Return the basis of each kind that has one with the states of its facts, and of each section with its inputs."""
    draw(root, files)
    site = build_site(root / "docs", root / "directives")
    facts = {fact for document in documents(site.catalogue) for fact in sheet_of(site.catalogue, document).facts()}
    states: dict[str, dict[str, object]] = {kind: {} for kind, _ in facts}
    for kind, name in facts:
        states[kind][name] = site.facts.state((kind, name))
    texts = {address: site.reading.sources[f"docs/{address}"] for address in site.sections}
    pages: dict[str, dict[str, object]]
    pages = {address: {"text": text, "inputs": site.inputs(address, text)} for address, text in texts.items()}
    kinds: Bases = {kind: (basis, said) for kind, said in states.items() if (basis := site.facts.basis(kind))}
    return kinds, {address: (site.basis(address), page) for address, page in pages.items() if site.basis(address)}


def drafts(root: Path, files: Mapping[str, str]) -> dict[str, tuple[bytes, GeneratedPage, str]]:
    """Return key, page and inputs of each page of many documents that is known by a key."""
    draw(root, files)
    site = build_site(root / "docs", root / "directives")
    pages = {a: page for a, page in site.shared.items() if isinstance(page, (Draft, Register)) and page.facts()}
    return {a: (page.key, page.page, site.inputs(a, page.page.markdown)) for a, page in pages.items()}


def test_a_text_that_grew_changes_what_shows_it_and_nothing_else(tmp_path: Path) -> None:
    """Registers, cards, relations and places that cite stay: a build after this edit is as short as after any."""
    path = "directives/12-ct-tu-2019.md"
    files = {**FILES, **SECOND}
    draw(tmp_path / "before", files)
    draw(tmp_path / "after", {**files, path: f"{files[path]}\nMột câu nữa.\n"})
    one, other = (build_site(tmp_path / name / "docs", tmp_path / name / "directives") for name in ("before", "after"))
    changed = [
        sheet.address
        for sheet in one.sheets.values()
        if sheet.inputs(sheet.page.markdown)
        and any(one.facts.state(fact) != other.facts.state(fact) for fact in sheet.facts())
    ]
    assert changed == ["van-ban/12-ct-tu-2019.md"]
    drafts = [page for page in one.shared.values() if isinstance(page, Draft) and page.facts()]
    assert [page.address for page in drafts if other.facts.drafts(page.address) != page.key] == ["danh-muc/ra-soat.md"]
    assert registers_key(one.catalogue) == registers_key(other.catalogue)
    assert [one.basis(address) for address in one.sections] == [other.basis(address) for address in one.sections]


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("title: về việc khác", ["12-ct-tu-2019", "25-nq-tw-ix"]),
        ("date: 2003-03-12", ["12-ct-tu-2019", "13-ct-tu-2019", "25-nq-tw-ix"]),
    ],
)
def test_a_page_two_steps_away_shows_no_subject(tmp_path: Path, line: str, changed: list[str]) -> None:
    """The ladder of 13-CT/TU goes over 12-CT/TU to 25-NQ/TW, with their names and days."""
    path = "directives/25-nq-tw-ix.md"
    before = catalogue(tmp_path / "before")
    after = catalogue(tmp_path / "after", {**FILES, path: FILES[path].replace("term: IX", f"term: IX\n{line}")})
    sheets = {document: sheet_of(before, document) for document in documents(before)}
    assert [name for name, sheet in sheets.items() if states(before, sheet) != states(after, sheet)] == changed


def test_a_table_is_not_made_again_for_a_document_that_it_does_not_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (facets, names, timeline):
        monkeypatch.setattr(room, "SMALL", 1)
    path = "directives/12-ct-tu-2019.md"
    before = drafts(tmp_path / "before", FILES)
    after = drafts(tmp_path / "after", {**FILES, path: FILES[path].replace("về thi đua", "về thi đua mới")})
    tables = {address for address in before if address.startswith("danh-muc/") and address.count("/") > 1}
    changed = {address for address in tables if before[address][0] != after[address][0]}
    assert {"danh-muc/nam/2019.md", "danh-muc/loai/chi-thi.md", "danh-muc/a-z/t.md"} <= changed
    assert {"danh-muc/nam/2013.md", "danh-muc/loai/nghi-quyet.md"} <= tables - changed


def test_a_page_of_one_document_may_not_read_all_of_them(tmp_path: Path) -> None:
    found = watched(catalogue(tmp_path), {})
    with pytest.raises(TypeError):
        list(found.counts)
    with pytest.raises(TypeError):
        len(found.library.registry.by_id)


def test_looking_for_what_is_not_there_is_a_fact(tmp_path: Path) -> None:
    seen: dict[tuple[str, str], None] = {}
    found = catalogue(tmp_path)
    assert watched(found, seen).library.registry.by_id.get("khong-co") is None
    assert list(seen) == [("document", "khong-co")]
    more = replace(found.library.registry.directives[0], id="khong-co", key=b"x")
    registry = type(found.library.registry)((*found.library.registry.directives, more))
    other = Catalogue(replace(found.library, registry=registry))
    fact = ("document", "khong-co")
    assert Facts(found).state(fact) != Facts(other).state(fact)


def test_a_page_that_is_written_is_not_held(tmp_path: Path) -> None:
    """Pages and what was looked up for them would add up; asked again, they are made anew from the same facts."""
    found = catalogue(tmp_path)
    for document in documents(found):
        sheet = sheet_of(found, document)
        before = sheet.page, sheet.context(), sheet.facts()
        sheet.forget()
        assert vars(sheet) == vars(Sheet(found, document))
        sheet.inputs(sheet.page.markdown)
        assert (sheet.page, sheet.context(), sheet.facts()) == before
