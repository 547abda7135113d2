"""The same optimum without short cuts, for the smallest scenarios."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from allocator.domain import BaselineItem, Scenario, WorkItem
from support.oracle.amounts import exact
from support.oracle.clock import DAY, Clock
from support.oracle.experiments import ordinary
from support.oracle.past import binding, fixed_runs, is_fixed, over, started
from support.oracle.rules import (
    deadline,
    handed_over,
    in_link_order,
    link_holds,
    loads_hold,
    milestone_instant,
    people_agree,
    planned_sets,
    release,
)
from support.oracle.staffing import Crew, Run, Staffing, crew, staffings
from support.oracle.tiers import keeps_limits, measure


def exhaustive(scenario: Scenario, days: int) -> dict[str, Fraction] | None:
    """Return the best values of all tiers over every plan that ends within the days.

    A tier that meets its goal has the goal's value.

    Every start of every item is combined with every other, and what breaks a rule is thrown
    away; None if nothing is left. About three items and twelve slots.
    """
    scenario = ordinary(scenario)
    goals = [exact(scenario.goals.get(tier, 0)) for tier in scenario.tiers]
    found = [tuple(map(max, values, goals)) for values, _ in _all_plans(scenario, days)]
    return dict(zip(scenario.tiers, min(found), strict=True)) if found else None


def least_parked(scenario: Scenario, days: int) -> tuple[tuple[Fraction, ...], Fraction] | None:
    """Return the best values, without goals, and the least wait of what is in progress with them.

    The wait is the sum, over the items in progress, of the minutes from the first day's midnight
    until they are taken up.
    """
    under_way = [item.id for item in scenario.items if item.state == "in_progress"]
    return min(
        (
            (values, sum((exact(runs[name].start) for name in under_way), Fraction(0)))
            for values, runs in _all_plans(scenario, days)
        ),
        default=None,
    )


def _all_plans(
    scenario: Scenario, days: int
) -> Iterator[tuple[tuple[Fraction, ...], dict[str, Run]]]:
    """Yield every plan that ends within the days: its values of the tiers, and its runs."""
    clock = Clock(scenario)
    standing, fixed = fixed_runs(scenario, clock)
    for kept in planned_sets(scenario):
        items = [item for item in in_link_order(kept) if not is_fixed(item)]
        ways = [
            [_crew(scenario, clock, item, team, days * DAY) for team in staffings(scenario, item)]
            for item in items
        ]
        for chosen in itertools.product(*ways):
            crews = (*standing, *chosen)
            frozen = {entry.item: entry for entry in scenario.baseline if entry.frozen}
            if not frozen.keys() <= {one.item.id for one in crews}:
                continue
            teams = {one.item.id: one.staffing for one in crews}
            open_teams = {one.item.id: one.staffing for one in chosen}
            if not (people_agree(scenario, open_teams) and keeps_limits(scenario, teams)):
                continue
            for runs in _plans(scenario, clock, crews, fixed):
                finish = {name: run.finish for name, run in runs.items()}
                begins = {name: run.start for name, run in runs.items()}
                yield tuple(measure(scenario, clock, teams, finish, begins)), runs


def _stands(clock: Clock, entry: BaselineItem, one: Crew, run: Run) -> bool:
    """Return whether a frozen item is where it was (paragraph 36)."""
    people = sorted(person for part in one.staffing for person in part)
    return run.start == clock.first(entry.start) and people == sorted(entry.people)


def _crew(scenario: Scenario, clock: Clock, item: WorkItem, team: Staffing, until: int) -> Crew:
    runs = item.state == "in_progress"
    since, end = (started(clock, item), over(clock, item)) if runs else (None, None)
    return crew(scenario, clock, item, team, until, since=since, over=end)


def _plans(
    scenario: Scenario, clock: Clock, crews: tuple[Crew, ...], fixed: dict[str, Run]
) -> Iterator[dict[str, Run]]:
    tasks = [one for one in crews if not one.item.is_milestone and one.item.id not in fixed]
    choices = [[run for run in map(one.run, one.starts) if run is not None] for one in tasks]
    for chosen in itertools.product(*choices):
        runs = fixed | {one.item.id: run for one, run in zip(tasks, chosen, strict=True)}
        for one in crews:
            if one.item.is_milestone and one.item.id not in fixed:
                earliest = release(scenario, clock, one.item)
                runs[one.item.id] = milestone_instant(clock, one.item, earliest, runs)
        if _allowed(scenario, clock, crews, runs):
            yield runs


def _allowed(
    scenario: Scenario, clock: Clock, crews: tuple[Crew, ...], runs: dict[str, Run]
) -> bool:
    frozen = {entry.item: entry for entry in scenario.baseline if entry.frozen}
    for one in crews:
        name = one.item.id
        if name in frozen and not _stands(clock, frozen[name], one, runs[name]):
            return False
        run, limit = runs[one.item.id], deadline(scenario, clock, one.item)
        if one.item.state == "done":
            continue
        if run.start < release(scenario, clock, one.item) and not is_fixed(one.item):
            return False
        if limit is not None and run.finish > limit:
            return False
        if not all(
            link_holds(clock, link, runs[link.item], run)
            and handed_over(scenario, clock, link, runs[link.item], run)
            for link in binding(one.item)
        ):
            return False
    return loads_hold(scenario, [(one, runs[one.item.id]) for one in crews])
