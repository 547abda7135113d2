"""The road map begins with the work and ends with it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.analysis.roadmap import Track
from allocator.domain.quantities import last_day
from allocator.exports.pictures.roadmap_axis import LEFT_MARGIN, RIGHT_MARGIN, WIDTH, RoadmapAxis

FIRST = dt.datetime(2026, 12, 1, 9)


def track(
    start: dt.datetime,
    finish: dt.datetime,
    due: dt.datetime | None = None,
    was: tuple[dt.datetime, dt.datetime] | None = None,
) -> Track:
    return Track(
        id="p",
        name="P",
        start=start,
        finish=finish,
        days=(start.date(), last_day(finish, start)),
        was=was,
        due=due,
        items=1,
        done=0,
        marks=(),
        **LATE,
    )


LATE = {
    name: "" if name.endswith("text") else 0.0
    for name in ("late_text", "late_days")
    if name in Track.__dataclass_fields__
}


def days(count: float) -> dt.timedelta:
    return dt.timedelta(days=count)


def test_it_does_not_begin_with_the_quarter() -> None:
    """Work from 1 December began at a third of the picture, after two empty months."""
    axis = RoadmapAxis([track(FIRST, FIRST + days(80))])
    assert axis.start == dt.datetime(2026, 12, 1)
    assert [column.name for column in axis.columns()] == ["Dec 2026", "Jan 2027", "Feb 2027"]


def test_a_short_one_has_weeks() -> None:
    names = [column.name for column in RoadmapAxis([track(FIRST, FIRST + days(20))]).columns()]
    assert names == ["1 Dec 2026", "7 Dec 2026", "14 Dec 2026", ""]  # the last: one day


def test_a_long_one_has_quarters() -> None:
    names = [column.name for column in RoadmapAxis([track(FIRST, FIRST + days(500))]).columns()]
    assert names[1:3] == ["Q1 2027", "Q2 2027"]


def test_a_due_date_far_from_the_work_leaves_no_empty_half() -> None:
    far = FIRST + days(400)
    axis = RoadmapAxis([track(FIRST, FIRST + days(40), due=far)])
    assert axis.end <= FIRST + days(41)
    assert not axis.shows(far)
    near = FIRST + days(45)
    assert RoadmapAxis([track(FIRST, FIRST + days(40), due=near)]).shows(near)


@pytest.mark.parametrize("finish", [dt.datetime(2026, 12, 1), dt.datetime(2026, 12, 1, 9)])
def test_a_single_instant_has_a_day(finish: dt.datetime) -> None:
    axis = RoadmapAxis([track(finish, finish)])
    assert axis.end > axis.start
    assert len(list(axis.columns())) == 1


@given(
    st.lists(st.tuples(st.integers(-400, 900), st.integers(0, 700)), min_size=1, max_size=5),
    st.none() | st.integers(-900, 1800),
)
def test_its_columns_cover_the_work_and_nothing_before_it(
    spans: list[tuple[int, int]], due: int | None
) -> None:
    tracks = [
        track(FIRST + days(a), FIRST + days(a + n), due=None if due is None else FIRST + days(due))
        for a, n in spans
    ]
    axis = RoadmapAxis(tracks)
    first, last = min(t.start for t in tracks), max(t.finish for t in tracks)
    room = max(0.25 * (last - first), days(7)) + days(1)
    assert first - room <= axis.start <= first
    assert last <= axis.end <= last + room
    columns = list(axis.columns())
    assert columns[0].x == LEFT_MARGIN
    assert columns[-1].x + columns[-1].width == pytest.approx(WIDTH - RIGHT_MARGIN, abs=0.2)
    for one, after in pairwise(columns):
        assert one.x + one.width == pytest.approx(after.x, abs=0.2)
    assert all(len(column.name) * 8 <= column.width for column in columns)
