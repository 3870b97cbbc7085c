"""A bundle ends where a name says so by itself, so files that come or go leave the other bundles as they are."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from vanban.bundles import bundles

names = st.lists(st.text("abc0123456789-", min_size=1, max_size=6), max_size=200, unique=True).map(sorted)


@given(names)
def test_each_name_is_in_one_bundle_in_order(found: list[str]) -> None:
    assert list(chain.from_iterable(bundles(found))) == found
    assert all(bundles(found))


@given(names, st.text("abc0123456789-", min_size=1, max_size=6))
def test_a_new_name_changes_the_bundle_it_falls_into_and_no_other(found: list[str], name: str) -> None:
    before = {tuple(bundle) for bundle in bundles(found)}
    after = {tuple(bundle) for bundle in bundles(sorted({*found, name}))}
    assert len(before - after) <= 1
    assert len(after - before) <= 2


def test_many_names_make_bundles_of_some_thirty() -> None:
    sizes = [len(bundle) for bundle in bundles(f"{number:05}-nq-tw" for number in range(10_000))]
    assert 20 < sum(sizes) / len(sizes) < 45
