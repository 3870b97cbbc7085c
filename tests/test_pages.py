"""What holds for the generated pages together; each kind of page has a test file of its own beside this one."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from shelves import doc, shelf
from trees import PROJECT, build_tree, draw
from vanban.catalogue import Catalogue
from vanban.directives import Claim, Directive, Printed, Relation
from vanban.library import Library, document_url
from vanban.links import BLOCK
from vanban.loading import load_library
from vanban.pages import Draft, GeneratedPage, Register, Shelf, render_pages, shared_pages
from vanban.provenance import agree

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = (
    "</script><script>alert(1)</script> [x](javascript:alert(1)) {{ a }} | `b` *c* <img src=x onerror=1> ⟦vb:jsonld⟧"
)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT / "docs", ROOT / "directives")


@pytest.fixture(scope="module")
def pages(library: Library) -> dict[str, GeneratedPage]:
    found = list(render_pages(library))
    assert len({page.address for page in found}) == len(found)
    return {page.address: page for page in found}


def test_every_document_has_a_page_and_pages_one_heading(library: Library, pages: dict[str, GeneratedPage]) -> None:
    for directive in library.registry.directives:
        assert f"van-ban/{directive.id}.md" in pages
    for page in pages.values():
        assert len(re.findall(r"^# ", page.markdown, re.MULTILINE)) == 1, page.address


def test_every_block_named_in_a_page_is_given_and_every_given_block_is_named(pages: dict[str, GeneratedPage]) -> None:
    for page in pages.values():
        named = [match for line in page.markdown.splitlines() for match in BLOCK.findall(line)]
        assert len(named) == len(set(named))
        assert set(named) <= set(page.blocks), page.address
        assert {name for name, html in page.blocks.items() if html} <= set(named), page.address


def test_the_citing_places_shown_are_those_of_the_library(library: Library, pages: dict[str, GeneratedPage]) -> None:
    for directive in library.registry.directives:
        links = library.links_by_document.get(directive.id, ())
        text = pages[f"van-ban/{directive.id}.md"].markdown
        chapter = text.partition("## Được dẫn trong")[2].partition("\n## ")[0]
        assert chapter.startswith(f" ({len(links)})")
        assert len(re.findall(r"^    - “", chapter, re.MULTILINE)) == len(links)


def test_every_relation_appears_on_both_pages(library: Library, pages: dict[str, GeneratedPage]) -> None:
    catalogue = Catalogue(library)
    ends = [(edge.source, edge.target) for edge in catalogue.relations.edges]
    ends += [(target, source) for source, target in ends]

    assert ends
    for here, there in ends:
        if here in library.registry.by_id:
            chapter = pages[f"van-ban/{here}.md"].markdown.partition("## Quan hệ với văn bản khác")[2]
            assert chapter.startswith(f" ({len(catalogue.relations.of(here))})")
            assert (f"]({there}.md)" if there in library.registry.by_id else "thủ công") in chapter


def test_every_count_of_a_register_is_what_the_data_says(library: Library, pages: dict[str, GeneratedPage]) -> None:
    directives = library.registry.directives
    expected: dict[str, Counter[str | None]] = {
        "loai": Counter(directive.type for directive in directives),
        "nam": Counter(str(directive.date.year) for directive in directives if directive.date),
        "khoa": Counter(directive.term for directive in directives if directive.term),
        "tinh-trang": Counter(directive.validity for directive in directives),
        "co-quan": Counter(directive.issuer for directive in directives if directive.issuer),
        "chu-de": Counter(topic for directive in directives for topic in directive.topics),
    }
    for facet, counts in expected.items():
        text = pages[f"danh-muc/{facet}.md"].markdown
        shown = {
            name.replace("\\", "").lower(): int(count)
            for name, count in re.findall(r"^## (.+) \((\d+)\) \{", text, re.MULTILINE)
        }
        shown.pop("chưa rõ", None)
        assert shown == {str(name).lower(): count for name, count in counts.items()}, facet
        for chapter in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
            assert chapter.count("\n- [") == int(re.findall(r"\((\d+)\) \{", chapter)[0])


@pytest.mark.parametrize("address", ["danh-muc/index.md", "danh-muc/so.md", "danh-muc/duoc-dan.md"])
def test_a_register_has_one_row_a_document_with_its_count(
    library: Library, pages: dict[str, GeneratedPage], address: str
) -> None:
    rows = re.findall(
        r"^\| \[[^\]]+\]\(\.\./van-ban/([^)]+)\.md\) .* \| (\d+) \|$", pages[address].markdown, re.MULTILINE
    )

    counts = {name: int(count) for name, count in rows}
    assert len(rows) == len(library.registry.directives)
    assert counts == {d.id: len(library.links_by_document.get(d.id, ())) for d in library.registry.directives}
    if address == "danh-muc/duoc-dan.md":
        assert [int(count) for _, count in rows] == sorted((int(count) for _, count in rows), reverse=True)


def test_what_rests_on_memory_only_is_shown_as_unverified_and_never_taken(
    library: Library, pages: dict[str, GeneratedPage]
) -> None:
    for directive in library.registry.directives:
        text = pages[f"van-ban/{directive.id}.md"].markdown
        remembered = [claim for claim in directive.sources if claim.mark == "K"]
        remembered_relations = [relation for relation in directive.relations if relation.mark == "K"]
        assert not (remembered or remembered_relations) or "theo trí nhớ, chưa xác minh" in text, directive.id
        for claim in remembered:
            others = [c.value for c in directive.sources if c.field == claim.field and c.mark != "K"]
            others += [str(getattr(p, claim.field, None)) for p in directive.printed]
            value = getattr(directive, claim.field)
            assert value is None or any(agree(claim.field, str(value), other) for other in others), directive.id


def test_the_plenum_page_lists_the_resolution_it_adopted(pages: dict[str, GeneratedPage]) -> None:
    assert "](18-nq-tw-xii.md)" in pages["van-ban/hoi-nghi-trung-uong-6-khoa-xii.md"].markdown


def test_a_corrected_symbol_and_two_wrong_terms_are_told_on_the_pages(
    pages: dict[str, GeneratedPage],
) -> None:
    assert "11-QĐi/TW" in pages["van-ban/11-qd-tw-2019.md"].markdown.replace("\\", "")
    for name, printed, right in (("09-nq-tw-2002", "XI", "IX"), ("59-ct-tw-2000", "IX", "VIII")):
        assert f"| Khóa | {printed} | {right} *" in pages[f"van-ban/{name}.md"].markdown


def test_hostile_data_is_text_on_every_page(tmp_path: Path) -> None:
    relation = Relation("thay thế", HOSTILE, mark="V", source=HOSTILE)
    hostile = Directive(
        "01-nq-tw",
        "01-NQ/TW",
        type="Nghị quyết",
        title=HOSTILE,
        issuer=HOSTILE,
        date=dt.date(2019, 1, 2),
        topics=(HOSTILE,),
        aliases=(HOSTILE,),
        relations=(relation,),
        printed=(Printed("thu", title="khác"),),
        sources=(Claim("title", HOSTILE, "V", HOSTILE, note=HOSTILE),),
    )
    from vanban.directives import format_directive  # noqa: PLC0415 (used by this test only)

    files = {**PROJECT, "directives/01-nq-tw.md": format_directive(hostile)}
    site, warnings = build_tree(draw(tmp_path, files))

    assert not warnings
    for file in site.rglob("*.html"):
        html = file.read_text("utf-8")
        assert "<script>alert(1)" not in html, file
        assert "<img src=x" not in html, file
        assert not re.search(r'href="\s*javascript:', html), file


def test_a_small_project_builds_without_a_warning(tmp_path: Path) -> None:
    site, warnings = build_tree(draw(tmp_path, PROJECT))

    assert not warnings
    assert (site / "danh-muc" / "moc-nam.html").is_file()
    assert (site / "data" / "directives.csv").is_file()


def large(count: int) -> Library:
    kinds = (("NQ", "Nghị quyết"), ("CT", "Chỉ thị"), ("KL", "Kết luận"))
    documents = [
        doc(
            f"{place}-{kinds[place % 3][0].lower()}-tw-{1990 + place % 30}",
            f"{place}-{kinds[place % 3][0]}/TW",
            type=kinds[place % 3][1],
            date=dt.date(1990 + place % 30, 1 + place % 12, 1 + place % 28),
            issuer="Bộ Chính trị",
            title=f"về công tác số {place} trong tình hình mới",
            jurisdiction="trung-uong",
        )
        for place in range(1, count + 1)
    ]
    return shelf(documents, "Nghị quyết số 3-NQ/TW.")


def test_a_large_registry_is_split_so_that_no_page_grows_with_it() -> None:
    library = large(1000)
    pages = {page.address: page for page in render_pages(library)}
    heaviest = max(pages.values(), key=lambda page: len(page.source().encode()))
    rows = [
        name
        for address, page in pages.items()
        if address.startswith("danh-muc/tat-ca")
        for name in re.findall(r"^\| \[[^\]]+\]\(\.\./van-ban/([^)]+)\.md\)", page.markdown, re.MULTILINE)
    ]

    assert sorted(rows) == sorted(directive.id for directive in library.registry.directives)
    assert len(heaviest.source().encode()) < 200_000, heaviest.address
    assert "{ #nghi-quyet }" in pages["danh-muc/loai.md"].markdown


def test_every_link_between_generated_pages_leads_to_one() -> None:
    library = large(700)
    pages = {page.address: page for page in render_pages(library)}
    for page in pages.values():
        for target in re.findall(r"\]\(([^)#\s]+\.md)", page.markdown):
            folder = Path(page.address).parent
            parts: list[str] = []
            for part in (folder / target).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            address = "/".join(parts)
            assert address in pages or address.startswith("bao-cao/"), (page.address, target)
    assert document_url("x") == "van-ban/x.html"


def test_the_work_of_rendering_grows_with_the_documents_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()
    original = Directive.__getattribute__

    def counting(self: Directive, name: str) -> object:
        calls[name] += 1
        return original(self, name)

    totals = []
    for count in (100, 200):
        library = large(count)
        calls.clear()
        with monkeypatch.context() as patch:
            patch.setattr(Directive, "__getattribute__", counting)
            list(render_pages(library))
        totals.append(calls.total())
    assert totals[1] < 2.4 * totals[0]


def test_a_long_page_is_not_held_after_it_is_written() -> None:
    """Registers, years and notes together are longer than all documents; each is made again when it is asked for."""
    documents = [
        doc(f"{n}-nq-tw", f"{n}-NQ/TW", date=dt.date(1990 + n % 30, 5, 3), title=f"về {n}") for n in range(1, 320)
    ]
    shelves = Shelf(Catalogue(shelf(documents, "Theo Nghị quyết số 5-NQ/TW.")))
    pages = [*shelves.pages.values(), *shared_pages(shelves.catalogue)]
    drafts = [page for page in pages if isinstance(page, Draft)]
    assert {page.address.split("/")[1] for page in drafts} >= {"so.md", "nam", "a-z", "duoc-dan.md", "moc-nam"}
    for page in drafts:
        made, parts = page.page, page.parts()
        assert (page.address, page.title) == (made.address, made.title)
        page.forget()
        assert made not in vars(page).values()
        assert page.parts() == parts


def test_a_register_lets_go_of_its_text() -> None:
    documents = [doc(f"{n}-nq-tw", f"{n}-NQ/TW", title=f"về {n}") for n in range(1, 320)]
    shelves = Shelf(Catalogue(shelf(documents)))
    register = next(
        Register(shelves, page.address, page.title) for page in shelves.pages.values() if "/so" in page.address
    )
    text = register.source()
    register.forget()
    assert "page" not in vars(shelves.pages[register.address])
    assert register.source() == text
