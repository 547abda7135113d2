"""What a plan costs beside another one: lateness, dates, hands, money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from allocator.analysis.lateness import moved_text
from allocator.analysis.measures import MEASURES, cost, tardiness
from allocator.calendars import Calendars, TeamCalendar
from allocator.domain import Plan, PlanItem
from allocator.explain.gains import days_earlier
from allocator.explain.why_not.least_change import TOLERANCE


@dataclass(frozen=True)
class TierPrice:
    """An objective in both plans.

    Attributes
    ----------
    name, unit
        Of the objective.
    was, now
        Its values; less is better.
    """

    name: str
    unit: str
    was: float
    now: float


@dataclass(frozen=True)
class DateShift:
    """A project, a milestone or an item that ends at another time.

    Attributes
    ----------
    kind, id, title
        What it is.
    was, now
        When it ends without and with what is asked for.
    days
        Working days of the team by which it ends later; negative for earlier.
    text
        The shift in words.
    """

    kind: Literal["project", "milestone", "item"]
    id: str
    title: str
    was: dt.datetime
    now: dt.datetime
    days: float
    text: str


@dataclass(frozen=True)
class ChangedHands:
    """An item that other people do.

    Attributes
    ----------
    id, title
        Of the item.
    was, now
        Ids of its people without and with what is asked for.
    """

    id: str
    title: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class Price:
    """What it costs to have it so.

    Attributes
    ----------
    weighted_hours
        Working hours of the team, weighted by priority, by which everything is later in all.
    tiers
        The objectives, the most important first.
    proved
        Whether both values of the first objective that differs, or of all, are proved to be the
        best, so that the price is exact.
    dates
        What ends at another time, the latest first.
    moved
        Ids of the items that start or end at another time.
    reassigned
        The items that other people do.
    cost
        By how much the people's work costs more; None where nobody has a rate.
    """

    weighted_hours: float
    tiers: tuple[TierPrice, ...]
    proved: bool
    dates: tuple[DateShift, ...]
    moved: tuple[str, ...]
    reassigned: tuple[ChangedHands, ...]
    cost: float | None

    @property
    def is_free(self) -> bool:
        """Whether every objective is as good as without."""
        return all(tier.now <= tier.was + TOLERANCE for tier in self.tiers)


def price_of(was: Plan, now: Plan, *, exact: bool) -> Price:
    """Compare the plan that has what is asked for with the one that has not.

    Parameters
    ----------
    was
        The plan that was asked about.
    now
        The plan that has it, of a scenario with the same items.
    exact
        Whether no other way to have it costs less, see :func:`is_exact`.
    """
    scenario, team = was.scenario, Calendars(was.scenario).team
    before = {entry.id: entry for entry in was.items}
    pairs = [(before[entry.id], entry) for entry in now.items if entry.id in before]
    tiers = tuple(
        TierPrice(
            name,
            MEASURES[name].unit,
            *(float(MEASURES[name].function(scenario, plan.items, team)) for plan in (was, now)),
        )
        for name in scenario.tiers
    )
    rated = any(person.rate for person in scenario.people)
    late = [tardiness.measure(scenario, plan.items, team) for plan in (was, now)]
    costs = [cost.measure(scenario, plan.items, team) for plan in (was, now)]
    shifts = [*_projects(was, now, team), *_items(was, pairs, team)]
    return Price(
        weighted_hours=float(late[1] - late[0]),
        tiers=tiers,
        proved=exact,
        dates=tuple(sorted(shifts, key=lambda shift: -shift.days)),
        moved=tuple(a.id for a, b in pairs if (a.start, a.finish) != (b.start, b.finish)),
        reassigned=tuple(
            ChangedHands(a.id, scenario.item_by_id[a.id].title, _people(a), _people(b))
            for a, b in pairs
            if set(_people(a)) != set(_people(b))
        ),
        cost=float(costs[1] - costs[0]) if rated else None,
    )


def is_exact(was: Plan, now: Plan) -> bool:
    """Return whether the first objective that is worse, or each, is proved to be the best in both.

    An objective that only one of the plans has cannot be otherwise in the other one.
    """
    new = {tier.name: tier for tier in now.solver.tiers}
    for old in was.solver.tiers:
        if old.name not in new:
            if old.value:  # the value of what was left out, and no longer is
                return False
            continue
        if not (old.proved and new[old.name].proved):
            return False
        if new[old.name].value > old.value + TOLERANCE:
            return True
    return True


def _projects(was: Plan, now: Plan, team: TeamCalendar) -> Iterator[DateShift]:
    ends = {project.id: project.finish for project in was.metrics.projects}
    for project in now.metrics.projects:
        old = ends.get(project.id)
        if old is not None and project.finish is not None and old != project.finish:
            name = project.name or project.id
            yield _shift("project", project.id, name, old, project.finish, team)


def _items(
    was: Plan, pairs: list[tuple[PlanItem, PlanItem]], team: TeamCalendar
) -> Iterator[DateShift]:
    for old, new in pairs:
        if old.finish is None or new.finish is None or old.finish == new.finish:
            continue
        item = was.scenario.item_by_id[old.id]
        kind: Literal["milestone", "item"] = "milestone" if item.is_milestone else "item"
        yield _shift(kind, item.id, item.title, old.finish, new.finish, team)


def _shift(
    kind: Literal["project", "milestone", "item"],
    id: str,
    title: str,
    was: dt.datetime,
    now: dt.datetime,
    team: TeamCalendar,
) -> DateShift:
    words = moved_text(team, was, now)
    words = f"{words[1:]} {'later' if now > was else 'earlier'}"
    return DateShift(kind, id, title, was, now, -days_earlier(team, was, now), words)


def _people(entry: PlanItem) -> tuple[str, ...]:
    return tuple(dict.fromkeys(work.person for work in entry.assignments))
