"""What was kept never shows: after any edits the index is, byte for byte, the one a build from nothing makes."""

from __future__ import annotations

import marshal
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_corpus import other_units
from trees import ROOT
from vanban.search import (
    SearchGroup,
    SearchUnit,
    UnitKind,
    build_index,
    grouped,
    index_files,
    load_state,
    save_state,
    write_index,
)
from vanban.search.groups import content_key, keep_group, texts
from vanban.search.index import Index, _read
from vanban.search.state import IndexState
from vanban.search.tables import shard_bytes

REPORT = (ROOT / "docs" / "bao-cao" / "dan-van-2019" / "ban-goc.txt").read_text("utf-8")
TEXTS = [line for line in REPORT.split("\n") if len(line) > 60]
POOL = list(other_units(60, TEXTS, words=40))
Pages = dict[str, list[SearchUnit]]
ENVIRONMENT = "code"


def paragraph(page: str, text: str) -> SearchUnit:
    return SearchUnit(f"{page}#d", UnitKind.PARAGRAPH, page, text, title_found=False)


def make_pages(count: int, paragraphs: int = 4) -> Pages:
    source = random.Random(3)
    return {
        unit.location: [unit, *(paragraph(unit.location, source.choice(TEXTS)) for _ in range(paragraphs))]
        for unit in other_units(count, TEXTS, words=40)
    }


def groups(pages: Pages) -> Iterable[SearchGroup]:
    return (SearchGroup(name, content_key(*units), partial(tuple, units)) for name, units in pages.items())


def whole(index: Index, before: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index laid over those that a folder holds, which it says to leave."""
    return {path: before[path] if content is None else content for path, content in index.files.items()}


def without(pages: Pages, name: str) -> Pages:
    return {key: units for key, units in pages.items() if key != name}


PAGES: dict[str, Callable[[Pages, str, int], Pages]] = {
    "group added": lambda pages, _, n: pages | {f"van-ban/moi-{n}.html": [POOL[n % 60], paragraph("moi", TEXTS[n])]},
    "many groups added": lambda pages, _, n: pages | {f"van-ban/loat-{i}.html": [POOL[n % 60]] for i in range(n)},
    "group emptied": lambda pages, name, _: pages | {name: []},
    "groups moved": lambda pages, *_: dict(reversed(pages.items())),
    "group removed": lambda pages, name, _: without(pages, name),
    "group renamed": lambda pages, name, _: without(pages, name) | {f"{name}.moi": pages.get(name, [])},
}
UNITS: dict[str, Callable[[list[SearchUnit], int], list[SearchUnit]]] = {
    "unit added": lambda units, n: [*units[: n % 5], paragraph("them", TEXTS[n]), *units[n % 5 :]],
    "unit removed": lambda units, n: units[: n % 5] + units[n % 5 + 1 :],
    "units moved": lambda units, _: units[::-1],
}
FIELDS: dict[str, Callable[[SearchUnit, int], SearchUnit]] = {
    "text changed": lambda one, n: replace(one, text=TEXTS[n]),
    "one word changed": lambda one, n: replace(one, text=f"{one.text} {TEXTS[n].split()[0]}"),
    "address changed": lambda one, _: replace(one, location=f"{one.location}2"),
    "title found": lambda one, _: replace(one, title_found=not one.title_found),
    "other number": lambda one, n: replace(one, number=n, code=POOL[n % 60].code, type_name=POOL[n % 60].type_name),
    "new issuer": lambda one, n: replace(one, issuer=TEXTS[n][:20], year=None),
    "kind changed": lambda one, _: replace(one, kind=UnitKind.PAGE),
}
EDITS = (*PAGES, *UNITS, *FIELDS)
LOCAL = ("unit added", "text changed", "one word changed", "address changed", "new issuer")


def edit(pages: Pages, how: str, place: int, n: int) -> Pages:
    name = list(pages)[place % len(pages)] if pages else "van-ban/dau.html"
    units = pages.get(name, [])
    if how in PAGES:
        return PAGES[how](pages, name, n)
    return pages | {name: UNITS[how](units, n) if how in UNITS else [FIELDS[how](unit, n) for unit in units]}


@given(
    st.integers(0, 25),
    st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=6),
)
@settings(max_examples=15)
def test_after_any_edits_every_file_is_as_from_nothing(count: int, edits: list[tuple[str, int, int]]) -> None:
    pages = make_pages(count)
    index = build_index(groups(pages))
    files = whole(index, {})
    for how, place, other in edits:
        pages = edit(pages, how, place, other)
        index = build_index(groups(pages), index.state)
        files = whole(index, files)
        fresh = build_index(groups(pages))
        assert list(files.items()) == list(whole(fresh, {}).items()), how
        assert index.state.digests == fresh.state.digests
        assert index.state.groups == fresh.state.groups
        assert (index.state.words.sizes, index.state.heads) == (fresh.state.words.sizes, fresh.state.heads)


@pytest.mark.parametrize("how", EDITS)
def test_each_edit_of_a_larger_site_is_as_from_nothing(how: str, tmp_path: Path) -> None:
    pages = make_pages(150, 2)
    index = build_index(groups(pages))
    save_state(tmp_path / "state", index.state, ENVIRONMENT)
    after = edit(pages, how, 7, 42)
    again = build_index(groups(after), load_state(tmp_path / "state", ENVIRONMENT))
    fresh = build_index(groups(after))
    assert list(whole(again, whole(index, {})).items()) == list(whole(fresh, {}).items())
    if how in LOCAL:
        assert sum(content is not None for content in again.files.values()) < 0.7 * len(again.files)


def text_places(units: list[SearchUnit]) -> dict[str, int]:
    group = keep_group(SearchGroup("a", "1", partial(tuple, units)))
    return {texts(line, found)[0]: slot for (slot, line), found in zip(group.shown(0), group.found, strict=True)}


@pytest.mark.parametrize("how", ["on top", "corrected"])
def test_a_paragraph_put_on_top_or_corrected_leaves_the_others_in_their_places(how: str) -> None:
    found = [paragraph("a", text) for text in sorted(set(TEXTS[:30]))]
    words = found[9].text.split()
    fixed = replace(found[9], text=" ".join([*words[:8], "sửa", *words[9:]]))
    after = [found[0], paragraph("a", "Một đoạn mới thêm vào đầu trang."), *found[1:]]
    if how == "corrected":
        after = [*found[:9], fixed, *found[10:]]
    old, new = text_places(found), text_places(after)
    moved = [text for text in old.keys() & new.keys() if old[text] != new[text]]
    assert len(moved) <= (6 if how == "on top" else 0)
    if how == "corrected":
        assert new[fixed.text] == old[found[9].text]


def test_a_group_is_read_only_when_it_is_new_or_its_key_is_another() -> None:
    read: list[str] = []

    def units(name: str) -> list[SearchUnit]:
        read.append(name)
        return [paragraph(name, TEXTS[0])]

    def keyed(**keys: str) -> list[SearchGroup]:
        return [SearchGroup(name, key, partial(units, name)) for name, key in keys.items()]

    kept = build_index(keyed(a="1", b="1", c="1")).state
    read.clear()
    build_index(keyed(c="1", b="2", d="1"), kept)
    assert read == ["b", "d"]


def test_without_a_change_nothing_is_made_but_the_manifest() -> None:
    pages = make_pages(30)
    first = build_index(groups(pages))
    second = build_index(groups(pages), first.state)
    assert {path: content for path, content in second.files.items() if content is not None} == {
        "search/index/manifest.js": first.files["search/index/manifest.js"]
    }


def test_each_file_is_handed_over_before_the_next_is_made() -> None:
    """An index of many files is never held whole by who makes it."""
    pages, made, waiting = make_pages(150, 2), build_index(groups(make_pages(150, 2))).files, Counter[str]()

    def put(path: str, content: bytes | None) -> None:
        assert content == made[path]
        waiting["most"] = max(waiting["most"], waiting["now"])
        waiting["now"] = 0
        waiting["put"] += 1

    def counted(name: str, data: bytes) -> bytes:
        waiting["now"] += 1
        return shard_bytes(name, data)

    with patch("vanban.search.index.shard_bytes", counted), patch("vanban.search.tables.shard_bytes", counted):
        write_index(groups(pages), None, put)
    assert waiting["put"] == len(made)
    assert waiting["most"] == 1


def test_two_groups_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two groups"):
        build_index([SearchGroup("a", "1", tuple), SearchGroup("a", "2", tuple)])


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    save_state(tmp_path / "a" / "state", build_index(groups(make_pages(5))).state, ENVIRONMENT)
    return tmp_path / "a" / "state"


def test_a_state_is_read_back(kept: Path) -> None:
    assert load_state(kept, ENVIRONMENT) == build_index(groups(make_pages(5))).state
    assert [path.name for path in kept.parent.iterdir()] == ["state"]


@pytest.mark.parametrize("damage", ["cut", "empty", "flipped", "long part", "longer", "gone", "folder"])
def test_a_damaged_state_is_none(kept: Path, damage: str) -> None:
    data = kept.read_bytes()
    kept.unlink()
    if damage == "folder":
        kept.mkdir()
    elif damage != "gone":
        flipped = data[:-99] + bytes([data[-99] ^ 1]) + data[-98:]
        boundless = data[:-12] + b"\x7f" + data[-11:]
        harmed = {"cut": data[:-9], "empty": b"", "flipped": flipped, "long part": boundless, "longer": data + b"x"}
        kept.write_bytes(harmed[damage])
    assert load_state(kept, ENVIRONMENT) is None


def said(state: IndexState | None) -> list[object]:
    """Return what a state says; equal shards may be written in several ways."""
    assert state is not None
    tables = (state.words, state.pairs)
    shards = [marshal.loads(bytes(shard)) for table in tables for shard in table.shards]  # noqa: S302 (our own bytes)
    return [state.layout, state.groups, shards, state.words.sizes, state.heads, state.cuts, state.digests]


def behind(kept: Path, pages: Pages) -> None:
    """Load the state, build the index of these pages and save the state again."""
    save_state(kept, build_index(groups(pages), load_state(kept, ENVIRONMENT)).state, ENVIRONMENT)


def test_what_is_new_is_written_behind_what_is_there(kept: Path) -> None:
    before = kept.read_bytes()
    pages = edit(make_pages(5), "text changed", 2, 7)
    behind(kept, pages)
    after = kept.read_bytes()
    assert after.startswith(before)
    assert said(load_state(kept, ENVIRONMENT)) == said(build_index(groups(pages)).state)


def test_a_file_that_has_grown_too_long_is_written_anew(kept: Path) -> None:
    pages, sizes = make_pages(5), [kept.stat().st_size]
    for number in range(12):
        pages = edit(pages, "text changed", number, number)
        behind(kept, pages)
        sizes.append(kept.stat().st_size)
        assert said(load_state(kept, ENVIRONMENT)) == said(build_index(groups(pages)).state)
    assert sizes != sorted(sizes)
    assert max(sizes) < 4 * sizes[0]
    assert [path.name for path in kept.parent.iterdir()] == ["state"]


def test_a_file_that_another_build_wrote_meanwhile_is_not_added_to(kept: Path) -> None:
    """What mine rests on is not there any more: the next build makes everything anew."""
    mine = build_index(groups(edit(make_pages(5), "text changed", 2, 7)), load_state(kept, ENVIRONMENT)).state
    save_state(kept, build_index(groups(make_pages(9))).state, ENVIRONMENT)
    save_state(kept, mine, ENVIRONMENT)
    assert load_state(kept, ENVIRONMENT) is None


def flip(path: Path, place: int) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


def blank(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("harm", [blank, Path.unlink], ids=["blank", "gone"])
def test_a_part_that_is_damaged_makes_the_index_anew(kept: Path, harm: Callable[[Path], object]) -> None:
    state, before = load_state(kept, ENVIRONMENT), whole(build_index(groups(make_pages(5))), {})
    pages = edit(make_pages(5), "text changed", 2, 7)
    harm(kept)
    with patch("vanban.search.index._read", wraps=_read) as reading:
        again = build_index(groups(pages), state)
    assert reading.call_count == 2
    assert whole(again, before) == whole(build_index(groups(pages)), {})


@pytest.mark.parametrize("harm", [lambda path: flip(path, 900), Path.unlink], ids=["flipped", "gone"])
def test_a_damaged_part_that_nobody_asked_for_ends_with_the_file(kept: Path, harm: Callable[[Path], object]) -> None:
    """The state is not written with what it cannot say; what is kept may be deleted at any time, also meanwhile."""
    state = load_state(kept, ENVIRONMENT)
    assert state is not None
    harm(kept)
    save_state(kept, replace(state, origin=None), ENVIRONMENT)
    assert not list(kept.parent.iterdir())


def test_a_state_of_other_code_is_none(kept: Path) -> None:
    assert load_state(kept, "other code") is None


def test_the_plain_way_gives_the_same_bytes() -> None:
    units = [unit for units in make_pages(20).values() for unit in units]
    pages: Pages = {}
    for unit in units:
        pages.setdefault(unit.location.partition("#")[0], []).append(unit)
    assert {file.path: file.content for file in index_files(grouped(units))} == whole(build_index(groups(pages)), {})


def test_an_empty_state_is_as_good_as_none() -> None:
    pages = make_pages(3)
    assert build_index(groups(pages), IndexState()).files == build_index(groups(pages)).files
