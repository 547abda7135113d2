"""What projects cost month by month: what is known to be spent, and what is still to be done."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from allocator.analysis.project_costs import ProjectCost, project_costs, total_cost
from allocator.analysis.rounding import rounded
from allocator.calendars import Calendars
from allocator.calendars.instants import midnight
from allocator.domain import Need, Person, Plan, PlanAssignment, PlanItem, Scenario, WorkItem
from allocator.domain.quantities import exact
from allocator.domain.spending import spent_on

Months = dict[dt.date, float]
"""The first day of each month, with what it costs."""


@dataclass(frozen=True, kw_only=True)
class MonthlyCosts:
    """The costs of a project, of work without a project, or of everything.

    Attributes
    ----------
    name
        Of the project, or its id; empty for work without one, and for everything.
    cost
        All of it together, against the budget.
    months
        Its months in order, without gaps from the first month of the plan's costs to the last.
    spent
        What of it is known to be spent.
    """

    name: str
    cost: ProjectCost
    months: Months
    spent: float


@dataclass(frozen=True)
class CostTable:
    """What a plan costs by project and month.

    Attributes
    ----------
    currency
        What the amounts are in; empty where nobody has said so.
    projects
        In the scenario's order, work without a project last; who costs nothing is left out, but
        for projects with a budget.
    everything
        The sum.
    """

    currency: str
    projects: tuple[MonthlyCosts, ...]
    everything: MonthlyCosts

    @property
    def months(self) -> tuple[dt.date, ...]:
        """The first days of the months from the first with a cost to the last."""
        return tuple(self.everything.months)

    @property
    def exceeded(self) -> tuple[MonthlyCosts, ...]:
        """The projects that cost more than their budgets, in their order."""
        return tuple(one for one in self.projects if one.cost.excess > 0)


def cost_table(plan: Plan, calendars: Calendars | None = None) -> CostTable | None:
    """Return what a plan costs by project and month; None where nobody has a rate."""
    total = total_cost(plan)
    if total is None:
        return None
    by_project = _by_project(plan, calendars or Calendars(plan.scenario))
    everything = _sum(by_project.values())
    names = {project.id: project.name or project.id for project in plan.scenario.projects}
    months = _without_gaps(everything.months)
    rows = tuple(
        by_project[cost.project].shown(names.get(cost.project or "", ""), cost, months)
        for cost in _costs(plan, total, has_loose=bool(by_project[None].months))
    )
    return CostTable(plan.scenario.currency or "", rows, everything.shown("", total, months))


def _costs(plan: Plan, total: ProjectCost, *, has_loose: bool) -> Iterator[ProjectCost]:
    """Yield the costs of projects that cost anything or have a budget, then of loose items."""
    projects = project_costs(plan)
    yield from (cost for cost in projects if cost.planned or cost.budget is not None)
    if has_loose:
        loose = total.planned - sum(cost.planned for cost in projects)
        yield ProjectCost(project=None, planned=loose, budget=None, unrecorded=0)


@dataclass
class _ExactCosts:
    """Costs by month, and what of them is known to be spent."""

    months: defaultdict[dt.date, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    spent: Fraction = Fraction(0)

    def shown(self, name: str, cost: ProjectCost, months: Iterable[dt.date]) -> MonthlyCosts:
        """Return what each of some months costs, rounded."""
        by_month = {month: rounded(self.months[month]) for month in months}
        return MonthlyCosts(name=name, cost=cost, months=by_month, spent=rounded(self.spent))


def _by_project(plan: Plan, calendars: Calendars) -> defaultdict[str | None, _ExactCosts]:
    """Return the costs of each project; those of loose items by None."""
    spread = _Spread(plan.scenario, calendars)
    found: defaultdict[str | None, _ExactCosts] = defaultdict(_ExactCosts)
    for entry in plan.items:
        item = plan.scenario.item_by_id[entry.id]
        for month, cost in spread.spent(item):
            found[item.project].months[month] += cost
            found[item.project].spent += cost
        for month, cost in spread.to_do(entry):
            found[item.project].months[month] += cost
    return found


def _sum(parts: Iterable[_ExactCosts]) -> _ExactCosts:
    """Return the costs of all parts together."""
    total = _ExactCosts()
    for part in parts:
        total.spent += part.spent
        for month, cost in part.months.items():
            total.months[month] += cost
    return total


def _without_gaps(months: Collection[dt.date]) -> list[dt.date]:
    """Return all months from the first to the last of some."""
    found = [min(months)] if months else []
    while found and found[-1] < max(months):
        found.append(_next(found[-1]))
    return found


def _month(day: dt.date) -> dt.date:
    return dt.date(day.year, day.month, 1)


def _next(month: dt.date) -> dt.date:
    return _month(month + dt.timedelta(days=31))


class _Spread:
    """Spreads costs over months, as docs/semantics.md has it."""

    def __init__(self, scenario: Scenario, calendars: Calendars) -> None:
        self._scenario, self._calendars = scenario, calendars

    def spent(self, item: WorkItem) -> Iterator[tuple[dt.date, Fraction]]:
        """Yield what is spent on an item by month, evenly over the team's working time."""
        cost = spent_on(self._scenario, item)
        if not cost:
            return
        start = self._scenario.started_at(item)
        end = self._scenario.finished_at(item) if item.is_done else self._scenario.present
        whole = self._calendars.team.micros_between(start, end)
        if whole <= 0:
            yield _month(max(start, end).date()), cost
            return
        month = _month(start.date())
        while midnight(month) < end:
            since, until = max(start, midnight(month)), min(end, midnight(_next(month)))
            worked = self._calendars.team.micros_between(since, until)
            if worked:
                yield month, cost * worked / whole
            month = _next(month)

    def to_do(self, entry: PlanItem) -> Iterator[tuple[dt.date, Fraction]]:
        """Yield what the people of an entry still cost by month."""
        if entry.state not in ("planned", "in_progress"):
            return
        for work in entry.assignments:
            person = self._scenario.person_by_id[work.person]
            if person.rate and work.effort_hours:
                for month, hours in self._effort(person, work):
                    yield month, exact(person.rate) * hours

    def _effort(self, person: Person, work: PlanAssignment) -> Iterator[tuple[dt.date, Fraction]]:
        """Yield the effort hours of somebody on an item by the months in which slots begin."""
        left, month = exact(work.effort_hours), _month(work.start.date())
        if midnight(_next(month)) >= work.finish:
            yield month, left
            return
        need = Need(skills=dict.fromkeys(work.skills, 0))
        pace = exact(work.share) * self._scenario.speed(person, need)
        calendar = self._calendars.of(person)
        by_month: defaultdict[dt.date, int] = defaultdict(int)
        for day, worked in calendar.work_by_day(work.start, work.finish):
            by_month[_month(day)] += worked
        for month in list(by_month)[:-1]:
            hours = min(left, calendar.hours(by_month[month]) * pace)
            left -= hours
            yield month, hours
        yield list(by_month)[-1], left
