"""What must hold of the committed report and its documents, read as a library (the built pages: `test_built`)."""

from __future__ import annotations

from collections import Counter

import pytest

from trees import ROOT
from vanban.checks import check_project
from vanban.citations import Kind
from vanban.library import Library
from vanban.loading import load_library
from vanban.problems import stopping
from vanban.registry import code_slug

SEED = "dan-van-2019"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT / "docs", ROOT / "directives")


def seed_links(library: Library) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (link.document, link.mention.unit.anchor, link.mention.unit.footnote)
        for link in library.links
        if getattr(link.page, "report", None) == SEED
    ]


def test_nothing_stops_a_publication() -> None:
    assert [str(problem) for problem in stopping(check_project(ROOT / "docs", ROOT / "directives"))] == []


def test_the_facts_of_the_source(library: Library) -> None:
    report = next(report for report in library.reports if report.id == SEED)
    leaves = [section for section in report.sections if section.leaf]
    notes = [note for note in library.footnotes if note.section.report == SEED]
    kinds = Counter(link.mention.citation.kind for link in library.links if getattr(link.page, "report", None) == SEED)
    assert {section.id.split("-")[0] for section in report.sections} == {"p1", "p2"}
    assert len(leaves) == 16
    assert sorted(int(note.number) for note in notes) == list(range(1, 24))
    assert kinds == {Kind.FULL: 61, Kind.SHORT: 2}


def test_each_of_the_63_mentions_leads_to_one_page(library: Library) -> None:
    links = seed_links(library)
    assert len(links) == 63
    assert all(document for document, _, _ in links)
    documents = {document for document, _, _ in links if document in library.registry.by_id}
    codes = {library.registry.by_id[document].code for document in documents if document}
    assert (len(documents), len(codes)) == (47, 45)


@pytest.mark.parametrize(
    ("words", "document", "count"),
    [
        ("Nghị quyết Trung ương 6 khóa XII", "hoi-nghi-trung-uong-6-khoa-xii", 1),
        ("Nghị quyết 25 khóa XI", "25-nq-tw-2013", 1),
        ("Kết luận số 43-KL/TW", "43-kl-tw", 1),
        ("Kết luận 101-KL/TW", "101-kl-tw-2014", 1),
        ("Thông bá số 165-TB/TW", "165-tb-tw-1998", 1),
        ("Quyết định số 1018/QĐ-UBND", "1018-qd-ubnd-2019", 1),
        ("Quyết định số 217-QĐ/TW", "217-qd-tw-xi", 5),
    ],
)
def test_mentions_that_are_easy_to_get_wrong(library: Library, words: str, document: str, count: int) -> None:
    found = [link.document for link in library.links if link.mention.citation.text == words]
    assert found == [document] * count


def test_homonyms_are_two_documents_each(library: Library) -> None:
    assert library.homonyms["25-nq-tw"] == ("25-nq-tw-2013", "25-nq-tw-ix")
    assert library.homonyms["43-ct-tw"] == ("43-ct-tw-2010", "43-ct-tw-2015")


@pytest.mark.parametrize(
    ("number", "section"), [("2", "p1"), ("4", "p1-i-1"), ("8", "p1-i-1"), ("17", "p1-i-3"), ("23", "p2-ii-1")]
)
def test_a_note_belongs_to_the_section_of_its_marker(library: Library, number: str, section: str) -> None:
    note = next(note for note in library.footnotes if note.section.report == SEED and note.number == number)
    assert note.section.id == section
    assert note.marker is not None
    assert note.sentence


def test_a_note_that_continues_on_the_next_page_is_whole(library: Library) -> None:
    notes = {note.number: note.text for note in library.footnotes if note.section.report == SEED}
    assert "ngập cục bộ 12.378 căn" in notes["2"]
    assert "Ban Chấp hành Trung ương khóa XI về tăng cường" in notes["4"]


def test_ids_are_codes_with_a_year_or_a_term(library: Library) -> None:
    for directive in library.registry.directives:
        assert directive.code is None or directive.id.startswith(code_slug(directive.code))


def test_every_value_shown_was_printed_or_has_a_source(library: Library) -> None:
    for directive in library.registry.directives:
        for field in ("issuer", "date", "term", "title"):
            value = getattr(directive, field)
            if value is None:
                continue
            stated = {str(getattr(printed, field)) for printed in directive.printed}
            stated |= {claim.value for claim in directive.sources if claim.field == field}
            assert str(value) in stated, f"{directive.path}: {field} has no source"
