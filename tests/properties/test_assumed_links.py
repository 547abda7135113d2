"""Whatever random progress is said: what is assumed of other items keeps every link of theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import assume as given_that
from hypothesis import given, note
from hypothesis import strategies as st

from allocator.calendars.days_off import days_off
from allocator.domain import Plan, Scenario, WorkItem
from allocator.errors import AllocatorError
from allocator.planner import SolveOptions, solve
from allocator.replanning.assumed_progress import assume_progress
from allocator.replanning.replan import replan
from support.strategies import as_scenario, settled, tiny_scenarios

Data = dict[str, Any]
Draw = st.DrawFn

QUICK = SolveOptions(time_limit=1, workers=1, seed=0)
MINUTE = dt.timedelta(minutes=1)
TYPES = ("FS", "SS", "FF", "SF")
LAGS = (None, "0d", "0.5d", "2d", "-1d", "-3d", {"elapsed": "1d"}, {"elapsed": "-36h"})


def minutes_of_work(scenario: Scenario, a: dt.datetime, b: dt.datetime) -> int:
    """Count the team's minutes from a to b day by day, negative where b is earlier."""
    if b < a:
        return -minutes_of_work(scenario, b, a)
    calendar, count = scenario.calendar, 0
    for number in range((b.date() - a.date()).days + 1):
        day = a.date() + dt.timedelta(days=number)
        name = day.strftime("%a").lower()
        if name not in calendar.workdays or day in days_off(calendar.holidays, (day.year,)):
            continue
        hour, minute = map(int, str(calendar.day_start).split(":")[:2])
        opens = dt.datetime.combine(day, dt.time(hour, minute))
        closes = opens + dt.timedelta(hours=float(calendar.day_hours))
        count += max(0, (min(b, closes) - max(a, opens)) // MINUTE)
    return count


def span_minutes(scenario: Scenario, text: str, *, clock: bool) -> Fraction:
    """Read a span as it is written: a number and a unit."""
    hours = {"m": Fraction(1, 60), "h": Fraction(1), "d": Fraction(24), "w": Fraction(168)}
    if not clock:
        day = Fraction(str(scenario.calendar.day_hours))
        hours |= {"d": day, "w": day * len(scenario.calendar.workdays)}
    return Fraction(text[:-1]) * hours[text[-1]] * 60


def is_kept(scenario: Scenario, link: Any, a: dt.datetime, b: dt.datetime) -> bool:
    """Whether b comes as long after a as the lag says."""
    if link.lag is None:
        return b >= a
    if not isinstance(link.lag, str):
        lag = span_minutes(scenario, link.lag.elapsed, clock=True)
        return (b - a) >= dt.timedelta(minutes=float(lag))
    lag = span_minutes(scenario, link.lag, clock=False)
    return b >= a if lag == 0 else minutes_of_work(scenario, a, b) >= lag


def breaches(scenario: Scenario, facts: set[str]) -> Iterator[str]:
    """Yield the links that what is assumed does not keep.

    What has not happened by now happens now at the earliest.
    """
    known = scenario.item_by_id
    for item in scenario.items:
        if item.id in facts or item.state == "todo":
            continue
        for link in item.after:
            b = _instant(scenario, item, start=link.type in ("FS", "SS"))
            a = _instant(scenario, known[link.item], start=link.type in ("SS", "SF"))
            if b is None:
                continue
            if not is_kept(scenario, link, a or scenario.present, b):
                yield f"{item.id} at {b} {link}: {a}"


def _instant(scenario: Scenario, item: WorkItem, *, start: bool) -> dt.datetime | None:
    """Return when an item was started or finished; None where it has not been."""
    if item.state == "todo" or (not start and item.state != "done"):
        return None
    return scenario.started_at(item) if start else scenario.finished_at(item)


@st.composite
def linked(draw: Draw) -> Data:
    """Return a scenario whose items, some of them milestones, come after one another."""
    data = draw(tiny_scenarios())
    items = [item for item in data["items"] if "state" not in item]
    for number, item in enumerate(items):
        item.pop("deadline", None)
        item["after"] = [
            {
                "item": items[other]["id"],
                "type": draw(st.sampled_from(TYPES)),
                **({} if (lag := draw(st.sampled_from(LAGS))) is None else {"lag": lag}),
            }
            for other in draw(st.sets(st.sampled_from(range(number or 1)), max_size=2))
            if number
        ]
        if number and draw(st.integers(0, 3)) == 0:
            kept = {k: item[k] for k in ("id", "after")}
            item.clear()
            item.update({**kept, "kind": "milestone"})
    return {**data, "items": items}


def _said(draw: Draw, item: WorkItem, plan: Plan, now: dt.datetime) -> dict[str, Any]:
    """Draw what is said of an item: dates near those of the plan, none after now."""
    entry = next(each for each in plan.items if each.id == item.id)
    state = draw(st.sampled_from(["todo", "in_progress", "done"]))
    if state == "todo" or entry.start is None or entry.finish is None:
        return {}
    shift = dt.timedelta(days=draw(st.integers(-2, 4)))
    first, last = (min(at + shift, now) for at in (entry.start, entry.finish))
    whole = draw(st.booleans())
    started, finished = (at.date() if whole else at for at in (first, last))
    if item.is_milestone:
        return {"state": "done", "finished": finished}
    if state == "in_progress":
        return {"state": state, "started": started}
    return {"state": state, "started": started, "finished": finished}


def _today(drawn: st.DataObject, scenario: Scenario, plan: Plan) -> tuple[Scenario, set[str]]:
    """Draw a later now, and what is said of some items."""
    first = plan.scenario.present
    last = max((entry.finish for entry in plan.items if entry.finish), default=first)
    now = first + dt.timedelta(days=drawn.draw(st.integers(0, max(0, (last - first).days) + 2)))
    told = drawn.draw(st.sets(st.sampled_from([item.id for item in scenario.items])))
    items = tuple(
        item.model_copy(update=_said(drawn.draw, item, plan, now)) if item.id in told else item
        for item in scenario.items
    )
    return scenario.model_copy(update={"now": now, "items": items}), told


@settled(120, quick=25)
@given(linked(), st.data())
def test_what_is_assumed_contradicts_no_link(data: Data, drawn: st.DataObject) -> None:
    """Twice, the second time on the plan that was made of the first."""
    scenario, facts = as_scenario(data), set[str]()
    given_that(scenario.items)
    try:
        baseline = solve(scenario, QUICK).plan
        for _ in range(2):
            today, told = _today(drawn, scenario, baseline)
            facts |= told
            note(str([(e.id, e.state, e.start, e.finish) for e in baseline.items]))
            note(f"now {today.now}, told {told}")
            found, _ = assume_progress(today, baseline, told, "on-plan")
            assert list(breaches(found, facts)) == []
            baseline = replan(today, baseline, reported=told, keep="high", options=QUICK).plan
            assert list(breaches(baseline.scenario, facts)) == []
    except AllocatorError:
        given_that(False)
