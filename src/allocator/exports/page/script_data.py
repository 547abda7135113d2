"""The data that the page's script draws: items, people and calendars as JSON.

Instants are whole minutes since the beginning of ``base``, days are whole days since then. People,
projects and items refer to each other by their position in the lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from allocator import wording
from allocator.analysis.dates import deadlines, planned, tightest
from allocator.analysis.days import PlanDays, plan_days
from allocator.analysis.effort import shared_effort
from allocator.analysis.lateness import deadline_text, overdue_text
from allocator.analysis.left_out import left_out_text
from allocator.analysis.outside import awaited_text, block_text
from allocator.analysis.reader_clock import ReaderClock
from allocator.analysis.risks import ItemRisk
from allocator.calendars import Calendars, TeamCalendar
from allocator.calendars.instants import following_days
from allocator.domain import ElapsedLag, Link, Person, Plan, PlanItem, Scenario
from allocator.domain.links import has_lag
from allocator.domain.quantities import end_of, exact, last_day
from allocator.exports.forecasts.ranges import FinishRange, Ranges

_MINUTE = dt.timedelta(minutes=1)
_AXIS_MARGIN = dt.timedelta(days=7)
"""Days that the time axis shows before and after the plan."""


def script_data(
    plan: Plan,
    baseline: Plan | None,
    risks: Sequence[ItemRisk],
    reader: ReaderClock,
    ranges: Ranges | None = None,
) -> dict[str, Any]:
    """Return the document that the script reads.

    Parameters
    ----------
    plan
        The plan.
    baseline
        An earlier plan to compare with.
    risks
        The items at risk.
    reader
        Whose clock items are shown on.
    ranges
        The forecast's ranges of finishes by item; None without a forecast.
    """
    scenario, calendars = plan.scenario, Calendars(plan.scenario)
    clock = _MinuteCounter(plan, baseline, ranges or {}, reader)
    found: dict[str, Any] = {
        "base": clock.base.isoformat(),
        "days": clock.days,
        "now": clock.minute(scenario.plan_from),
        "hasNow": scenario.now is not None,
        "off": _ranges(
            clock.of(day) for day in clock.all_days if not calendars.team.is_workday(day)
        ),
        "projects": [{"id": p.id, "name": p.name or p.id} for p in scenario.projects],
        "people": [_person(person, calendars, clock) for person in scenario.people],
        "sprints": list(_sprints(scenario, clock)),
        "items": _items(plan, baseline, calendars, clock, risks),
        "hasBaseline": baseline is not None,
    }
    return found if ranges is None else {**found, "ranges": _finish_ranges(ranges, clock)}


def _finish_ranges(ranges: Ranges, clock: _MinuteCounter) -> dict[str, list[Any]]:
    return {
        item: [clock.minute(one.low), clock.minute(one.high), one.open, clock.range_text(one)]
        for item, one in ranges.items()
    }


class _MinuteCounter:
    """Counts minutes and days from the Monday before the plan, on the reader's clock."""

    def __init__(
        self, plan: Plan, baseline: Plan | None, ranges: Ranges, reader: ReaderClock
    ) -> None:
        self.reader = reader
        dates = [plan.scenario.plan_from, *_instants(plan)]
        dates += [] if baseline is None else list(_instants(baseline))
        dates += [at for one in ranges.values() for at in (one.low, one.high)]
        first, last = min(dates) - _AXIS_MARGIN, max(dates) + _AXIS_MARGIN
        self.base = first.date() - dt.timedelta(days=first.weekday())
        self.days = (last.date() - self.base).days + 7 - last.weekday()
        self.all_days = list(
            following_days(self.base, self.base + dt.timedelta(days=self.days - 1))
        )

    def minute(self, instant: dt.datetime) -> int:
        return (self.reader.there(instant) - dt.datetime.combine(self.base, dt.time())) // _MINUTE

    def of(self, day: dt.date) -> int:
        return (day - self.base).days

    def range_text(self, found: FinishRange) -> str:
        if self.reader.is_the_plans:
            return found.text
        low, high = self.reader.there(found.low), self.reader.there(found.high)
        return replace(found, days=(last_day(low), last_day(high))).text

    def days_of(self, entry: PlanItem, shown: PlanDays) -> tuple[dt.date, dt.date] | None:
        """Return the days on which an item begins and ends; None if it has no dates."""
        begins, ends = shown.begins(entry.id), shown.ends(entry.id)
        if begins is None or ends is None or entry.start is None or entry.finish is None:
            return None
        if self.reader.is_the_plans:
            return begins, ends
        return self.reader.days(entry.start, entry.finish)


def _instants(plan: Plan) -> Iterator[dt.datetime]:
    for _, start, finish in planned(plan.items):
        yield from (start, finish)


def _ranges(days: Iterable[int]) -> list[list[int]]:
    """Return ascending days as runs, each by its first and last day."""
    found: list[list[int]] = []
    for day in days:
        if found and found[-1][1] == day - 1:
            found[-1][1] = day
        else:
            found.append([day, day])
    return found


def _person(person: Person, calendars: Calendars, clock: _MinuteCounter) -> dict[str, Any]:
    calendar = calendars.of(person)
    away = (clock.of(day) for day in clock.all_days if not calendar.day_units(day))
    return {
        "id": person.id,
        "name": person.name or person.id,
        "role": person.role,
        "team": person.team or "",
        "off": _ranges(away),
    }


def _sprints(scenario: Scenario, clock: _MinuteCounter) -> Iterator[dict[str, Any]]:
    """Yield the sprints; sprints that several teams share come once."""
    teams = dict.fromkeys([None, *(person.team or None for person in scenario.people)])
    seen = set()
    for team in teams:
        for sprint in scenario.sprints_of(team):
            key = (sprint.name, sprint.start, sprint.end)
            if key not in seen:
                seen.add(key)
                yield {
                    "name": sprint.name,
                    "start": clock.of(sprint.start),
                    "end": clock.of(sprint.end),
                }


def _items(
    plan: Plan,
    baseline: Plan | None,
    calendars: Calendars,
    clock: _MinuteCounter,
    risks: Sequence[ItemRisk],
) -> list[dict[str, Any]]:
    scenario = plan.scenario
    was = {} if baseline is None else _dates_of(baseline, clock)
    shown = plan_days(plan, calendars)
    kinds = {risk.id: [reason.kind for reason in risk.reasons] for risk in risks}
    places = _Positions(scenario, plan)
    return [
        {
            **_of_scenario(scenario, entry, places),
            **_of_plan(scenario, calendars.team, entry, clock, places),
            "risks": kinds.get(entry.id, []),
            **_days_of(entry, shown, clock),
            **was.get(entry.id, {}),
        }
        for entry in plan.items
    ]


def _deadline_text(
    scenario: Scenario, team: TeamCalendar, entry: PlanItem, reader: ReaderClock
) -> str:
    """Write the tightest deadline of the item or its project, or one that the item breaks.

    The end of the calendar is no promise, and a fixed date is shown on its own.
    """
    item = scenario.item_by_id[entry.id]
    if item.date is None and deadline_text(scenario, team, entry):
        return wording.when(reader.limit(entry.deadline))
    given = [one for one in deadlines(scenario, item) if one.kind != "calendar"]
    limit = tightest(one for one in given if one.kind == "project" or item.date is None)
    return "" if limit is None else wording.when(reader.limit(limit.when))


def _days_of(entry: PlanItem, shown: PlanDays, clock: _MinuteCounter) -> dict[str, int]:
    """Return the days on which an item begins and ends; empty if it has no dates."""
    days = clock.days_of(entry, shown)
    if days is None:
        return {}
    return {"startDay": clock.of(days[0]), "finishDay": clock.of(days[1])}


def _dates_of(baseline: Plan, clock: _MinuteCounter) -> dict[str, dict[str, list[int]]]:
    """Return start and finish of each item of the baseline, in minutes and in days."""
    shown = plan_days(baseline)
    return {
        entry.id: {
            "was": [clock.minute(start), clock.minute(finish)],
            "wasDays": list(_days_of(entry, shown, clock).values()),
        }
        for entry, start, finish in planned(baseline.items)
    }


class _Positions:
    """The positions of people, projects and items in their lists."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.people = {person.id: place for place, person in enumerate(scenario.people)}
        self.projects = {project.id: place for place, project in enumerate(scenario.projects)}
        self.items = {entry.id: place for place, entry in enumerate(plan.items)}


def _of_scenario(scenario: Scenario, entry: PlanItem, places: _Positions) -> dict[str, Any]:
    item = scenario.item_by_id[entry.id]
    group = scenario.item_by_id.get(item.group) if item.group is not None else None
    return {
        "id": item.id,
        "title": item.title,
        "project": places.projects.get(item.project or "", -1),
        "group": (item.group or "") if group is None else f"{group.id} {group.title}".strip(),
        "type": item.type or item.kind,
        "milestone": item.is_milestone,
        "guessed": item.guessed,
        "together": shared_effort(scenario, item),
        "frozen": scenario.is_frozen(item),
        "labels": list(item.labels),
        "waits": [awaited_text(awaited) for awaited in item.waits_for],
        "blocked": "" if item.block is None else block_text(item.block),
        "after": [
            [places.items[link.item], link.type.value, _lag(link)]
            for link in scenario.links_of(item)
            if link.item in places.items
        ],
    }


def _lag(link: Link) -> str:
    if link.lag is None or not has_lag(link):
        return ""
    elapsed = isinstance(link.lag, ElapsedLag)
    text = link.lag.elapsed if isinstance(link.lag, ElapsedLag) else str(link.lag)
    return f"{'' if text.startswith('-') else '+'}{text}{' elapsed' if elapsed else ''}"


def _of_plan(
    scenario: Scenario,
    team: TeamCalendar,
    entry: PlanItem,
    clock: _MinuteCounter,
    places: _Positions,
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "state": entry.state,
        "out": left_out_text(scenario, entry),
        "late": entry.late_days,
        "past": entry.past_deadline_days,
        "lateText": overdue_text(scenario, team, entry),
        "slack": entry.slack_days,
        "critical": entry.critical,
        "due": None if entry.due is None else clock.minute(end_of(entry.due)),
        "deadline": None if entry.deadline is None else clock.minute(end_of(entry.deadline)),
        "dueText": wording.when(clock.reader.limit(entry.due)),
        "deadlineText": _deadline_text(scenario, team, entry, clock.reader),
        "fixedText": wording.when(clock.reader.limit(scenario.item_by_id[entry.id].date)),
        "people": [
            [
                places.people[work.person],
                clock.minute(work.start),
                clock.minute(work.finish),
                work.share,
                work.effort_hours,
            ]
            for work in entry.assignments
            if work.person in places.people
        ],
    }
    if entry.start is not None and entry.finish is not None:
        found["start"], found["finish"] = clock.minute(entry.start), clock.minute(entry.finish)
        if entry.slack_days:
            hours = Fraction(exact(entry.slack_days)) * team.day_hours
            found["slackEnd"] = clock.minute(team.after_hours(entry.finish, hours))
    return found
