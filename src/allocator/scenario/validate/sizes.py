"""Finds numbers and dates that are out of range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator.domain import (
    Awaited,
    DateRange,
    ElapsedLag,
    Holidays,
    Project,
    SprintCalendar,
    ThreePoint,
    WorkItem,
)
from allocator.domain.needs import Effort
from allocator.domain.quantities import elapsed_minutes
from allocator.errors import Finding
from allocator.scenario import limits
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context
from allocator.wording import shorten

_YEARS = limits.MAX_AMOUNT // (365 * 24 * 60)

_BEGINNINGS: tuple[tuple[Step, ...], ...] = (("calendar", "start"), ("now",))
"""Dates from which on there must be room for all the work."""


def out_of_range(context: Context) -> Iterator[Finding]:
    """Yield numbers above a billion, times of many centuries, and years far from ours."""
    for path, value in _numbers(context):
        if value > limits.MAX_AMOUNT:
            yield context.parts.finding(
                f"{path[-1]}: {shorten(str(value))} is too large to plan with",
                path,
                f"use at most {limits.MAX_AMOUNT:,}, in larger units if need be",
                code="number-too-large",
            )
    for path, span in _spans(context):
        # A working day is at most a day, so this holds for effort and working lags as well.
        if abs(elapsed_minutes(span)) > limits.MAX_AMOUNT:
            yield context.parts.finding(
                f"{path[-1]}: {shorten(span)} is longer than {_YEARS:,} years",
                path,
                "check the number and its unit: m, h, d or w",
                code="amount-too-large",
            )
    for path, when in _dates(context):
        begins = path in _BEGINNINGS
        years = limits.START_YEARS if begins else limits.YEARS
        if when.year not in years:
            room = "leaves a plan no room" if begins and when.year in limits.YEARS else ""
            yield context.parts.finding(
                f"{path[-1]}: {when} {room or 'lies too far from today'}",
                path,
                f"use a year from {years[0]} to {years[-1]}",
                code="year-out-of-range",
            )


def _dates(context: Context) -> Iterator[tuple[tuple[Step, ...], dt.date]]:
    if "calendar" in context.parts.sound:
        calendar = context.scenario.calendar
        yield from _dates_of(("calendar",), start=calendar.start, end=calendar.end)
        yield from _holidays(("calendar",), calendar.holidays)
    for path, person in context.parts.people():
        yield from _dates_of(path, **{"from": person.joins, "to": person.leaves})
        yield from _holidays(path, person.holidays)
        for field in ("time_off", "availability"):
            for number, time in enumerate(getattr(person, field)):
                place = (*path, field, number)
                yield from _dates_of(place, **{"from": time.start, "to": time.end})
    dated: list[tuple[tuple[Step, ...], Project | WorkItem]] = [
        *context.parts.projects(),
        *context.parts.items(),
    ]
    for path, entry in dated:
        yield from _dates_of(
            path, not_before=entry.not_before, due=entry.due, deadline=entry.deadline
        )
        if isinstance(entry, WorkItem):
            yield from _dates_of(path, date=entry.date)
    yield from _dates_of((), now=context.scenario.now)
    for path, item in context.parts.items():
        yield from _dates_of(path, started=item.started, finished=item.finished)
        for number, awaited in enumerate(item.waits_for):
            yield from _arrivals((*path, "waits_for", number), awaited)
        if item.blocked is not None:
            block = item.blocked
            yield from _dates_of((*path, "blocked"), since=block.since, until=block.until)
    for path, promise in context.parts.promises():
        yield from _dates_of(path, by=promise.by)
    if context.scenario.sprints is not None:
        yield from _sprints(("sprints",), context.scenario.sprints)


def _arrivals(
    path: tuple[Step, ...], awaited: Awaited
) -> Iterator[tuple[tuple[Step, ...], dt.date]]:
    yield from _dates_of(path, since=awaited.since, promised=awaited.promised)
    dates = awaited.arrival
    if isinstance(dates, DateRange):
        ends = {"low": dates.low, "likely": dates.likely, "high": dates.high}
        yield from _dates_of((*path, "expected"), **ends)
    else:
        yield from _dates_of(path, expected=dates)


def _sprints(
    path: tuple[Step, ...], sprints: SprintCalendar
) -> Iterator[tuple[tuple[Step, ...], dt.date]]:
    yield from _dates_of(path, first=sprints.first)
    for number, sprint in enumerate(sprints.listed):
        yield from _dates_of((*path, "list", number), **{"from": sprint.start, "to": sprint.end})
    for team, calendar in sprints.teams.items():
        yield from _sprints((*path, "teams", team), calendar)


def _dates_of(
    path: tuple[Step, ...], **dates: dt.date | None
) -> Iterator[tuple[tuple[Step, ...], dt.date]]:
    for field, when in dates.items():
        if when is not None:
            yield (*path, field), when


def _holidays(
    path: tuple[Step, ...], holidays: Holidays | None
) -> Iterator[tuple[tuple[Step, ...], dt.date]]:
    for number, when in enumerate(holidays.dates if holidays is not None else ()):
        yield (*path, "holidays", "dates", number), when


def _numbers(context: Context) -> Iterator[tuple[tuple[Step, ...], float]]:
    for path, person in context.parts.people():
        yield (*path, "rate"), person.rate
    for path, resource in context.parts.resources():
        yield (*path, "capacity"), resource.capacity
    for path, project in context.parts.projects():
        yield (*path, "priority"), project.priority
        yield (*path, "budget"), project.budget_amount or 0
    for path, item in context.parts.items():
        yield (*path, "priority"), item.priority or 0
        yield (*path, "value"), item.value or 0
        for name, amount in item.resources.items():
            yield (*path, "resources", name), amount
        for number, need in enumerate(item.needs):
            yield (*path, "needs", number, "people"), need.numbers[-1]


def _spans(context: Context) -> Iterator[tuple[tuple[Step, ...], str]]:
    for path, item in context.parts.items():
        if item.effort is not None:
            yield from _efforts((*path, "effort"), item.effort)
        if isinstance(item.remaining, dict):
            for person, span in item.remaining.items():
                yield (*path, "remaining", person), span
        elif item.remaining is not None:
            yield from _efforts((*path, "remaining"), item.remaining)
        for number, need in enumerate(item.needs):
            if need.effort is not None:
                yield from _efforts((*path, "needs", number, "effort"), need.effort)
        if item.elapsed is not None:
            yield (*path, "elapsed"), item.elapsed
        if item.spent is not None:
            yield (*path, "spent"), item.spent
        yield from _lags(path, item)
    for path, risk in context.parts.risks():
        if risk.delay is not None:
            yield from _efforts((*path, "delay"), risk.delay)


def _efforts(path: tuple[Step, ...], effort: Effort) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(effort, ThreePoint):
        for name in ("low", "likely", "high"):
            yield (*path, name), getattr(effort, name)
    else:
        yield path, effort


def _lags(path: tuple[Step, ...], item: WorkItem) -> Iterator[tuple[tuple[Step, ...], str]]:
    for number, link in enumerate(item.after):
        if isinstance(link.lag, ElapsedLag):
            yield (*path, "after", number, "lag", "elapsed"), link.lag.elapsed
        elif link.lag is not None:
            yield (*path, "after", number, "lag"), link.lag
