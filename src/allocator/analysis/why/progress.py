"""Compares the reported progress of an item with the old plan."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from allocator import wording
from allocator.analysis.why.binding import BindingConstraints, workers
from allocator.analysis.why.reason import Cause


def progress_cause(was: BindingConstraints, now: BindingConstraints, item_id: str) -> Cause | None:
    """Return how an item's progress differs from the old plan; None where it went as planned.

    Parameters
    ----------
    was, now
        The old plan and the new one.
    item_id
        Id of an item; those whose state has not changed go as planned.
    """
    before, after = (side.scenario.item_by_id.get(item_id) for side in (was, now))
    if before is None or after is None or before.state == after.state:
        return None
    if item_id not in was.dates or item_id not in now.dates:
        return None
    text = _done(was, now, item_id) if after.is_done else _running(was, now, item_id)
    if text is None:
        return None
    field = "finished" if after.is_done else "remaining"
    return Cause(
        kind="changed", section="items", id=item_id, field=field, sentence=f"{item_id} {text}"
    )


def _done(was: BindingConstraints, now: BindingConstraints, item_id: str) -> str | None:
    planned, real = was.dates[item_id][1], now.dates[item_id][1]
    if planned != real:
        return f"was done {_sooner(real, planned)} than planned"
    if was.dates[item_id] != now.dates[item_id]:
        return f"was started {_sooner(now.dates[item_id][0], was.dates[item_id][0])} than planned"
    people = [{w.person for w in side.entries[item_id].assignments} for side in (was, now)]
    return None if people[0] == people[1] else "was done by others than planned"


def _running(was: BindingConstraints, now: BindingConstraints, item_id: str) -> str | None:
    """Return why an item in progress ends earlier or later, in words; None without a reason."""
    later = now.dates[item_id][1] > was.dates[item_id][1]
    planned, real = _left(was, now, item_id), _left(now, now, item_id)
    if abs(real - planned) > Fraction(now.scenario.calendar.slot_minutes, 60):
        if (real > planned) != later:
            return None
        more = "more" if later else "less"
        hours = [f"{wording.number(float(amount))} h" for amount in (real, planned)]
        return f"has {more} left than planned, {hours[0]} rather than {hours[1]}"
    begins = [side.dates[item_id][0] for side in (now, was)]
    if begins[0] == begins[1] or (begins[0] > begins[1]) != later:
        return None
    return f"was started {_sooner(*begins)} than planned"


def _left(side: BindingConstraints, now: BindingConstraints, item_id: str) -> Fraction:
    """Return the hours that one of the plans has for an item from now on: capacity, or clock."""
    present = now.scenario.plan_from
    finish = side.dates[item_id][1]
    work = workers(side.entries[item_id])
    if not work:
        since = max(present, side.begins(item_id))
        return max(Fraction(0), Fraction((finish - since) / dt.timedelta(hours=1)))
    return sum(
        (
            side.calendars.of(side.scenario.person_by_id[one.person]).hours_between(
                max(present, one.start), one.finish
            )
            for one in work
            if max(present, one.start) < one.finish
        ),
        Fraction(0),
    )


def _sooner(real: dt.datetime, planned: dt.datetime) -> str:
    return "earlier" if real < planned else "later"
