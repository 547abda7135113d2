"""The day on which something ends."""

from __future__ import annotations

import datetime as dt

import pytest

from allocator.domain.quantities import last_day


@pytest.mark.parametrize(
    ("finish", "last"),
    [
        (dt.datetime(2027, 1, 29, 17), dt.date(2027, 1, 29)),
        (dt.datetime(2027, 1, 30, 0), dt.date(2027, 1, 29)),
        (dt.datetime(2027, 1, 30, 0, 30), dt.date(2027, 1, 30)),
    ],
)
def test_work_that_ends_at_midnight_ends_on_the_day_before(
    finish: dt.datetime, last: dt.date
) -> None:
    assert last_day(finish) == last_day(finish, finish - dt.timedelta(hours=1)) == last


def test_what_has_no_length_ends_on_the_day_on_which_it_starts() -> None:
    midnight = dt.datetime(2027, 1, 30)
    assert last_day(midnight, midnight) == dt.date(2027, 1, 30)
