"""The objectives, in hours, cost and value, as exact numbers (paragraphs 18 to 22, 35 and 88)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from allocator.domain import BudgetLimit, Scenario, WorkItem
from support.oracle.amounts import Minutes, effort_of, exact, needs_of, working
from support.oracle.clock import Clock
from support.oracle.rules import last_minute
from support.oracle.staffing import Staffing, candidates


def measure(
    scenario: Scenario,
    clock: Clock,
    teams: Mapping[str, Staffing],
    finish: Mapping[str, Minutes],
    begins: Mapping[str, Minutes] | None = None,
) -> tuple[Fraction, ...]:
    """Return the value of every tier of the scenario, in order.

    Parameters
    ----------
    teams
        People of every planned item; the others are dropped.
    finish
        Finish of every planned item, in minutes.
    begins
        When each is started, or taken up again; for the upheaval.
    """
    values = {
        "tardiness": lambda: _tardiness(scenario, clock, finish) / 60,
        "flow": lambda: _flow(scenario, clock, finish) / 60,
        "makespan": lambda: _makespan(clock, finish) / 60,
        "cost": lambda: _cost(scenario, teams),
        "budget": lambda: _over_budget(scenario, teams),
        "value": lambda: _value(scenario, teams),
        "preference": lambda: _preference(scenario, teams),
        "stability": lambda: _stability(scenario, clock, teams, begins or {}) / 60,
    }
    return tuple(Fraction(values[name]()) for name in scenario.tiers)


def _priority(scenario: Scenario, item: WorkItem) -> Fraction:
    if item.priority is not None:
        return exact(item.priority)
    if item.project is not None:
        return exact(scenario.project_by_id[item.project].priority)
    return Fraction(1)


def _project_finishes(scenario: Scenario, finish: Mapping[str, Minutes]) -> dict[str, Minutes]:
    latest: dict[str, Minutes] = {}
    for item in scenario.items:
        if item.project is not None and item.id in finish:
            done = finish[item.id]
            latest[item.project] = max(latest.get(item.project, done), done)
    return latest


def _tardiness(scenario: Scenario, clock: Clock, finish: Mapping[str, Minutes]) -> Fraction:
    total = Fraction(0)
    for item in scenario.items:
        if item.due is not None and item.id in finish:
            due = last_minute(scenario, clock, item.due, [item])
            late = _lateness(clock, due, finish[item.id])
            total += _priority(scenario, item) * late
    for name, done in _project_finishes(scenario, finish).items():
        project = scenario.project_by_id[name]
        if project.due is not None:
            due = last_minute(
                scenario, clock, project.due, [i for i in scenario.items if i.project == name]
            )
            late = _lateness(clock, due, done)
            total += exact(project.priority) * late
    return total


def _lateness(clock: Clock, due: Minutes, done: Minutes) -> Minutes:
    """Return L of paragraph 18 in minutes."""
    return max(1, clock.worked(done) - clock.worked(due)) if done > due else 0


def _flow(scenario: Scenario, clock: Clock, finish: Mapping[str, Minutes]) -> Fraction:
    start = clock.worked(clock.plan_start)
    total = Fraction(0)
    for name, done in _project_finishes(scenario, finish).items():
        priority = exact(scenario.project_by_id[name].priority)
        total += priority * max(0, clock.worked(done) - start)
    for item in scenario.items:
        if item.project is None and item.id in finish:
            total += _priority(scenario, item) * max(0, clock.worked(finish[item.id]) - start)
    return total


def _makespan(clock: Clock, finish: Mapping[str, Minutes]) -> Fraction:
    if not finish:
        return Fraction(0)
    hours = clock.worked(max(finish.values())) - clock.worked(clock.plan_start)
    return Fraction(max(0, hours))


def keeps_limits(scenario: Scenario, teams: Mapping[str, Staffing]) -> bool:
    """Return whether no project costs more than its limit (paragraph 89)."""
    return all(
        project_cost(scenario, teams, project.id) <= exact(project.budget.limit)
        for project in scenario.projects
        if isinstance(project.budget, BudgetLimit)
    )


def project_cost(scenario: Scenario, teams: Mapping[str, Staffing], name: str) -> Fraction:
    """Return what a project costs (paragraph 86)."""
    own = {item.id: item for item in scenario.items if item.project == name}
    total = _cost(scenario, {item: team for item, team in teams.items() if item in own})
    for item in own.values():
        if item.spent is not None and item.people:
            hours = Fraction(working(item.spent, scenario.calendar)) / 60
            rates = [exact(scenario.person_by_id[person].rate) for person in item.people]
            total += hours * sum(rates) / len(rates)
    return total


def _over_budget(scenario: Scenario, teams: Mapping[str, Staffing]) -> Fraction:
    total = Fraction(0)
    for project in scenario.projects:
        if isinstance(project.budget, (int, float)):
            excess = project_cost(scenario, teams, project.id) - exact(project.budget)
            total += max(Fraction(0), excess)
    return total


def _cost(scenario: Scenario, teams: Mapping[str, Staffing]) -> Fraction:
    total = Fraction(0)
    for name, team in teams.items():
        item = scenario.item_by_id[name]
        for need, people in zip(needs_of(item) if team else [], team, strict=True):
            hours = Fraction(effort_of(scenario, item, need, len(people))) / 60
            total += sum((exact(scenario.person_by_id[p].rate) * hours for p in people), Fraction())
    return total


def _preference(scenario: Scenario, teams: Mapping[str, Staffing]) -> Fraction:
    """Return the effort of others on needs that somebody preferred may fill (paragraph 76)."""
    total = Fraction(0)
    for name, team in teams.items():
        item = scenario.item_by_id[name]
        for need, people in zip(needs_of(item) if team else [], team, strict=True):
            named = set(item.prefer) & set(candidates(scenario, item, need))
            others = sum(person not in named for person in people) if named else 0
            total += others * Fraction(effort_of(scenario, item, need, len(people))) / 60
    return total


def _value(scenario: Scenario, teams: Mapping[str, Staffing]) -> Fraction:
    total = Fraction(0)
    for item in scenario.items:
        if item.id not in teams:
            total += 1 if item.value is None else exact(item.value)
    return total


def _stability(
    scenario: Scenario,
    clock: Clock,
    teams: Mapping[str, Staffing],
    begins: Mapping[str, Minutes],
) -> Fraction:
    total = Fraction(0)
    for entry in scenario.baseline:
        if entry.frozen or scenario.item_by_id[entry.item].state == "done":
            continue
        at = clock.first(entry.start)
        weight = 4 if at - clock.now < 7 * 1440 else 2 if at - clock.now < 28 * 1440 else 1
        person = 20 * clock.day_length
        if entry.item not in teams:
            total += weight * person
            continue
        start = begins[entry.item]
        moved = max(int(start != at), abs(clock.worked(start) - clock.worked(at)))
        new = {p for part in teams[entry.item] for p in part} - set(entry.people)
        total += weight * (moved + person * len(new))
    return total
