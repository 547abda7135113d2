"""On random changed scenarios every item that moved or changed hands has a reason that is true."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from allocator.analysis.compare import compare
from allocator.analysis.dates import taken_up
from allocator.analysis.why.reason import Reason, Why
from allocator.calendars import Calendars
from allocator.domain import Plan, PlanItem
from allocator.domain.quantities import beginning
from allocator.planner import SolveOptions, solve
from support.strategies import as_scenario, medium_scenarios, settled, tightened, tracked_scenarios

Data = dict[str, Any]


def planned(data: Data) -> Plan | None:
    """A plan that is quickly found; the tightened scenario may have none."""
    from allocator.errors import AllocatorError

    try:
        options = SolveOptions(time_limit=0.5, workers=1, seed=0)
        return solve(as_scenario(data), options).plan
    except AllocatorError:
        return None


def of(plan: Plan, item: str | None) -> PlanItem:
    return next(entry for entry in plan.items if entry.id == item)


def span(plan: Plan, item: str) -> tuple[dt.datetime, dt.datetime]:
    """When the plan's work on an item begins, and its finish."""
    entry = of(plan, item)
    assert entry.start is not None and entry.finish is not None
    return taken_up(entry, entry.start), entry.finish


@settled(10, quick=5)
@given(st.data(), medium_scenarios() | tracked_scenarios("medium"))
def test_every_change_has_a_reason_that_holds(more: st.DataObject, data: Data) -> None:
    """What a reason says of a plan is read off that plan: dates, people, calendars, links."""
    changed = more.draw(tightened(data))
    old, new = planned(data), planned(changed)
    if old is None or new is None:
        return
    for was, now in ((old, new), (new, old)):
        found = compare(was, now)
        assert compare(now, now).same
        for move in found.moved:
            about(was, now, move.id, move.why, hands=False)
        for change in found.reassigned:
            about(was, now, change.id, change.why, hands=True)
        for date in found.dates:
            if date.changed and date.days is not None:
                assert date.why is not None
                if date.kind == "project":
                    about_project(was, now, date.id, date.why)
                else:
                    about(was, now, date.id, date.why, hands=False)


def about(was: Plan, now: Plan, item: str, why: Why, *, hands: bool) -> None:
    """Assert what a reason says, and that the cause is a difference of the scenarios."""
    reason = why.reason
    assert why.sentence.startswith(reason.sentence)
    if why.cause is not None:
        _caused(was, now, item, why)
        if why.cause.section == "items" and why.cause.kind == "changed":
            sides = [plan.scenario.item_by_id[why.cause.id] for plan in (was, now)]
            assert sides[0] != sides[1]
    side = was if reason.former else now
    if reason.kind in ("link", "busy", "resource"):
        _named(side, item, reason)
        if not hands:
            _holds(side, item, reason)
    elif reason.kind == "away":
        assert reason.person is not None and reason.until is not None
        person = side.scenario.person_by_id[reason.person]
        assert Calendars(side.scenario).of(person).capacity_at(reason.until) == 0
    elif reason.kind == "now":
        assert reason.until == side.scenario.plan_from
    elif reason.kind in ("release", "expected"):
        _released(side, item, reason)
    elif reason.kind == "sprint":
        assert reason.person is not None
        sprints = side.scenario.sprints_of(side.scenario.person_by_id[reason.person].team)
        assert reason.until in {sprint.begins for sprint in sprints} | {sprints[-1].ends}
        assert side.scenario.fits(side.scenario.item_by_id[item])
    elif reason.kind in ("done", "length"):
        assert reason.until == span(now, item)[1]


def about_project(was: Plan, now: Plan, project: str, why: Why) -> None:
    """Assert that the item named ends last in one of the plans, when it is said to."""
    reason = why.reason
    side = was if reason.former else now
    ends = {
        entry.id: entry.finish
        for entry in side.items
        if entry.finish is not None and side.scenario.item_by_id[entry.id].project == project
    }
    assert reason.kind == "last" and reason.item is not None
    assert ends[reason.item] == max(ends.values())
    if reason.until is not None:
        assert of(now, reason.item).finish == reason.until
    if reason.origin is not None:
        assert span(was, reason.origin)[1] < span(now, reason.origin)[1]
    _caused(was, now, reason.item, why)


def _caused(was: Plan, now: Plan, item: str, why: Why) -> None:
    """The cause is told, and it is a difference of the scenarios; so are the items on the way."""
    cause = why.cause
    if cause is None:
        return
    assert was.scenario != now.scenario
    said = cause.sentence in why.sentence or why.sentence.endswith(
        (", which is new", "; that link is new")
    )
    assert said or why.reason.former, "the reason itself may tell of a link that is gone"
    known = {*was.scenario.item_by_id, *now.scenario.item_by_id}
    assert known.issuperset(cause.through)
    assert item not in cause.through


def _named(side: Plan, item: str, reason: Reason) -> None:
    """The item named is linked, works with the person, or holds the resource, until then."""
    assert reason.until is not None
    if reason.kind == "link":
        entry = of(side, reason.item)
        assert any(link.item == reason.item for link in side.scenario.item_by_id[item].after)
        assert reason.until in (entry.start, entry.finish)
    elif reason.kind == "busy":
        mine = [w for w in of(side, reason.item).assignments if w.person == reason.person]
        assert reason.until in [work.finish for work in mine]
    else:
        assert reason.item is not None and reason.resource is not None
        assert reason.resource in side.scenario.item_by_id[reason.item].resources
        assert reason.resource in side.scenario.item_by_id[item].resources
        assert reason.until == span(side, reason.item)[1]


def _holds(side: Plan, item: str, reason: Reason) -> None:
    """What holds is over when the item ends, and people and resources are free by its start."""
    begins, finish = span(side, item)
    assert reason.until is not None
    if reason.kind == "link":
        link = next(k for k in side.scenario.item_by_id[item].after if k.item == reason.item)
        if link.lag is None:
            assert reason.until <= (begins if link.type in ("FS", "SS") else finish)
    if reason.kind == "busy":
        mine = next(w for w in of(side, item).assignments if w.person == reason.person)
        if mine.share == 1:
            assert reason.until <= begins


def _released(side: Plan, item: str, reason: Reason) -> None:
    scenario = side.scenario
    subject = scenario.item_by_id[item]
    project = scenario.project_by_id.get(subject.project or "")
    dates = [subject.not_before, project.not_before if project else None]
    dates += [awaited.expected for awaited in subject.waits_for]
    assert reason.until in [beginning(date) for date in dates if date is not None]
