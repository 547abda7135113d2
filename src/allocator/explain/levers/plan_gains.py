"""What plans with a lever gain beyond plans of the same search without it."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Sequence

from allocator.analysis.measures import tardiness
from allocator.calendars import TeamCalendar
from allocator.domain import Plan, Scenario
from allocator.domain.answers import MovedDate
from allocator.explain.gains import TrialGain, days_earlier
from allocator.explain.subjects import Subject, subjects

MIN_PAID_DAYS = 0.5
"""Working days by which something ends later, with every seed, to be told as paying."""


def plan_gain(
    subject: Subject,
    scenario: Scenario,
    without: Sequence[Plan],
    plans: Sequence[Plan],
    team: TeamCalendar,
) -> TrialGain:
    """Compare plans with a change with plans without it, seed by seed.

    Lateness is that by the due dates and priorities as they were, whatever the change makes of
    them.

    Parameters
    ----------
    subject
        Whose finish counts.
    scenario
        Without the change.
    without, plans
        Planned without and with it, by seed.
    team
        The calendar whose days are counted.
    """
    days, hours = [], []
    for before, after in zip(without, plans, strict=True):
        was, now = subject.finish(before.items), subject.finish(after.items)
        if was is None or now is None:
            return TrialGain(())
        days.append(days_earlier(team, was, now))
        hours.append(_lateness(scenario, before, team) - _lateness(scenario, after, team))
    return TrialGain(tuple(days), statistics.fmean(hours) if hours else 0.0)


def who_pays(
    subject: Subject, without: Sequence[Plan], plans: Sequence[Plan], team: TeamCalendar
) -> tuple[MovedDate, ...]:
    """Return the projects, milestones and items with a due date that end later, most first."""
    found = []
    for each in _dated(without[0], subject):
        later = [
            -days_earlier(team, was, now)
            for before, after in zip(without, plans, strict=True)
            for was, now in [(each.finish(before.items), each.finish(after.items))]
            if was is not None and now is not None
        ]
        if later and min(later) > 0 and statistics.fmean(later) >= MIN_PAID_DAYS:
            kind = "task" if each.kind == "item" else each.kind
            found.append(
                MovedDate.model_validate(
                    {
                        "kind": kind,
                        "id": each.id,
                        "title": each.title,
                        "days": round(statistics.fmean(later), 3),
                    }
                )
            )
    return tuple(sorted(found, key=lambda one: -one.days))


def finishes(subject: Subject, plans: Sequence[Plan]) -> tuple[dt.datetime, ...]:
    """Return when it ends in each of some plans; without those in which it is not planned."""
    return tuple(end for plan in plans for end in [subject.finish(plan.items)] if end is not None)


def _dated(plan: Plan, subject: Subject) -> list[Subject]:
    """Return what has a date to keep, besides what is asked about and what that is part of."""
    mine, scenario = set(subject.items), plan.scenario
    return [
        each
        for each in subjects(plan)
        if not mine & set(each.items)
        and (
            each.kind in ("milestone", "project")
            or (each.kind == "item" and scenario.item_by_id[each.id].due is not None)
        )
    ]


def _lateness(scenario: Scenario, plan: Plan, team: TeamCalendar) -> float:
    known = [entry for entry in plan.items if entry.id in scenario.item_by_id]
    return float(tardiness.measure(scenario, known, team))
