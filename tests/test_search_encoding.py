from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.search.encoding import DIGITS, TOP_IMPACT, encode_number, encode_postings, fixed, fnv1a
from vanban.search.lanes import LANE, each, from_lanes, to_lanes
from vanban.search.layout import SLOT_BITS
from vanban.search.postings import encode_ranks

_LAST, _MORE = 70, 22


def decode(text: str) -> list[tuple[int, int]]:
    """Read a posting list by the rule of the module's docstring."""
    rows, unit, place = [], -1, 0
    while place < len(text):
        seventies = 0
        while (digit := DIGITS.index(text[place])) >= _LAST:
            seventies, place = seventies * _MORE + digit - _LAST, place + 1
        unit += seventies * _LAST + digit + 1
        rows.append((unit, DIGITS.index(text[place + 1])))
        place += 2
    return rows


def test_digits_need_no_escape_in_json() -> None:
    assert len(DIGITS) == 92
    assert not set(DIGITS) & set('"\\')
    assert DIGITS.isascii()
    assert DIGITS.isprintable()


@given(st.dictionaries(st.integers(0, 200_000), st.integers(0, TOP_IMPACT), max_size=40))
@settings(max_examples=100)
def test_a_posting_list_is_read_back(rows: dict[int, int]) -> None:
    assert decode(encode_postings(sorted(rows.items()))) == sorted(rows.items())


@given(st.dictionaries(st.integers(0, (1 << SLOT_BITS) - 1), st.integers(0, TOP_IMPACT), max_size=40))
def test_a_list_by_rank_is_written_by_place(rows: dict[int, int]) -> None:
    ranks = sorted((TOP_IMPACT - impact) << SLOT_BITS | slot for slot, impact in rows.items())
    assert encode_ranks(ranks) == encode_postings(sorted(rows.items()))


@given(st.lists(st.integers(0, (1 << LANE - 1) - 1), max_size=9))
def test_lanes_hold_numbers_side_by_side(numbers: list[int]) -> None:
    count, lanes = len(numbers), to_lanes(numbers)
    assert list(from_lanes(lanes, count)) == numbers
    assert list(from_lanes(lanes + each(count, 1), count)) == [number + 1 for number in numbers]
    assert list(from_lanes(lanes >> 3 & each(count, 15), count)) == [number >> 3 & 15 for number in numbers]


def test_numbers_grow_by_one_digit_at_each_power() -> None:
    assert [len(encode_number(value)) for value in (0, 69, 70, 1539, 1540)] == [1, 1, 2, 2, 3]


def test_columns_have_two_digits_and_never_overflow() -> None:
    assert [fixed(value) for value in (0, 91, 92)] == ["!!", "!~", "#!"]
    assert fixed(10**9) == "~~"


def test_the_hash_is_the_published_one() -> None:
    assert [fnv1a(text) for text in ("", "a", "foobar")] == [0x811C9DC5, 0xE40C292C, 0xBF9CF968]
