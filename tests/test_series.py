from __future__ import annotations

import datetime as dt

from shelves import doc
from vanban.directives import Claim
from vanban.series import find_neighbours, group_series


def test_neighbours_share_type_body_and_term() -> None:
    first = doc("10-kl", "10-KL/TW", date=dt.date(2014, 9, 3))
    second = doc("12-kl", "12-KL/TW", date=dt.date(2014, 9, 22))
    other_term = doc("11-kl", "11-KL/TW", date=dt.date(2010, 3, 4))
    other_type = doc("11-ct", "11-CT/TW", date=dt.date(2014, 9, 10))

    found = find_neighbours([second, other_term, other_type, first])

    assert found["10-kl"].following == second
    assert found["12-kl"].previous == first
    assert found["10-kl"].previous is None
    assert set(found) == {"10-kl", "12-kl"}


def test_state_numbers_restart_each_year() -> None:
    one = doc("10-ct", "10/CT-TTg", date=dt.date(2019, 4, 22))
    two = doc("16-ct", "16/CT-TTg", date=dt.date(2016, 5, 16))
    three = doc("18-ct", "18/CT-TTg", date=dt.date(2019, 7, 9))

    assert set(find_neighbours([one, two, three])) == {"10-ct", "18-ct"}


def test_a_symbol_corrected_by_a_source_is_no_neighbour_but_counts_as_printed_in_the_check() -> None:
    printed = doc("11-qd", "11-QĐ/TW", date=dt.date(2019, 2, 18), sources=(Claim("code", "11-QĐi/TW", "V", "báo"),))
    other = doc("99-qd", "99-QĐ/TW", date=dt.date(2017, 10, 3))

    assert not find_neighbours([printed, other])
    assert len(group_series([printed, other], printed=True)) == 1


def test_documents_without_number_or_time_are_in_no_series() -> None:
    assert not group_series(
        [doc("luat", title="Luật Tiếp công dân"), doc("01-nq", "01-NQ/TW"), doc("731", "731/UBND-VHXH")]
    )
