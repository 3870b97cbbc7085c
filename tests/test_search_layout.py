from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.search.layout import SLOT_BITS, Arrangement, Layout, TooManyUnitsError, arrange, lay_out, step_from

COUNTS = st.dictionaries(st.text(max_size=6), st.integers(0, 40), max_size=60)
SITE = {f"van-ban/{n}.html": 1 + n % 9 for n in range(2000)}


@given(COUNTS)
@settings(max_examples=100)
def test_no_two_units_share_a_place(counts: dict[str, int]) -> None:
    layout = lay_out(counts)
    used = [layout.starts[name] + offset for name, count in counts.items() for offset in range(count)]
    assert len(set(used)) == len(used)
    assert all(0 <= place < layout.end for place in used)
    assert list(layout.starts.values()) == sorted(layout.starts.values())


@given(COUNTS, st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_of_groups_says_nothing(counts: dict[str, int], source: object) -> None:
    names = list(counts)
    source.shuffle(names)  # type: ignore[attr-defined]  # a random.Random
    assert lay_out({name: counts[name] for name in names}) == lay_out(counts)


def moved(one: Layout, other: Layout) -> int:
    return sum(other.starts.get(name, start) != start for name, start in one.starts.items())


@pytest.mark.parametrize(
    ("changed", "most"),
    [
        ({"van-ban/3.html": 5}, 40),
        ({"van-ban/moi.html": 6}, 40),
        ({"van-ban/moi.html": 300}, 300),
    ],
)
def test_what_changes_moves_only_its_neighbours(changed: dict[str, int], most: int) -> None:
    before, after = lay_out(SITE), lay_out(SITE | changed)
    assert before.span == after.span
    assert moved(before, after) <= most


def test_the_row_is_about_twice_as_long_as_the_rooms_of_all_groups() -> None:
    lengths = [lay_out(dict(list(SITE.items())[:count])) for count in range(100, 2000, 100)]
    units = [sum(list(SITE.values())[:count]) for count in range(100, 2000, 100)]
    assert all(1.9 * count <= layout.end <= 2.6 * count for layout, count in zip(lengths, units, strict=True))
    assert len({layout.span for layout in lengths}) < len(lengths), "the row grows in steps"


@given(st.lists(st.text(max_size=3), max_size=60))
@settings(max_examples=100)
def test_units_of_a_group_have_places_of_their_own_in_its_room(words: list[str]) -> None:
    found = arrange(words)
    assert len(found.places) == len(words)
    assert len(set(found.places)) == len(words)
    assert all(0 <= place < found.room for place in found.places)
    assert not words or found.places[0] == 0


SENTENCES = [f"câu {n} của mục" for n in range(40)]


def by_words(arrangement: Arrangement, words: list[str]) -> dict[str, int]:
    return dict(zip(words, arrangement.places, strict=True))


@pytest.mark.parametrize("count", [5, 12, 25, 40])
@pytest.mark.parametrize("where", [1, 3, -1])
def test_a_paragraph_more_leaves_most_others_in_their_places(count: int, where: int) -> None:
    words = SENTENCES[:count]
    more = [*words[:where], "một câu mới", *words[where:]]
    before, after = arrange(words), arrange(more)
    old, new = by_words(before, words), by_words(after, more)
    if before.room == after.room:
        assert sum(new[text] != place for text, place in old.items()) <= 8


def test_the_room_of_a_group_grows_in_steps_and_not_much_faster_than_its_units() -> None:
    rooms = [arrange([f"{n}" for n in range(count)]).room for count in range(4, 400)]
    assert len(set(rooms)) < 60
    assert all(room <= 2 * count for count, room in enumerate(rooms, 4))


def test_steps_are_a_quarter_apart_and_start_at_the_least() -> None:
    assert [step_from(16, wanted) for wanted in (0, 16, 16.1, 20, 21)] == [16, 16, 20, 20, 25]


def test_too_many_units_are_said_to_be_so() -> None:
    with pytest.raises(TooManyUnitsError):
        lay_out({"a": 1 << SLOT_BITS})
