"""What a trial comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from allocator.analysis.measures import tardiness
from allocator.calendars import Calendars
from allocator.domain import PlanItem, Scenario
from allocator.heuristics.candidate import Candidate
from allocator.problem.model import Problem
from allocator.problem.plan_items import plan_items


@dataclass(frozen=True)
class TrialOutcome:
    """The best plan that a trial found.

    Attributes
    ----------
    scenario
        What was planned.
    items
        Its items with dates and people, bare: without lateness and slack.
    score
        The excess, then the tiers, in ticks; less is better.
    tiers
        Values of the tiers, in the units of a plan file.
    """

    scenario: Scenario
    items: tuple[PlanItem, ...]
    score: tuple[int, ...]
    tiers: Mapping[str, float]

    @property
    def excess(self) -> int:
        """What it is past hard deadlines, in ticks of the problem; 0 where all are kept."""
        return self.score[0]

    @cached_property
    def entries(self) -> dict[str, PlanItem]:
        """The items by id."""
        return {entry.id: entry for entry in self.items}

    @cached_property
    def weighted_hours(self) -> float:
        """Lateness of everything, weighted by priority, in working hours of the team."""
        team = Calendars(self.scenario).team
        return float(tardiness.measure(self.scenario, self.items, team))

    def finish(self, item_id: str) -> dt.datetime | None:
        """Return when an item ends; None where it is not there, or left out."""
        entry = self.entries.get(item_id)
        return None if entry is None else entry.finish

    def people(self, item_id: str) -> tuple[str, ...]:
        """Return who is on an item."""
        entry = self.entries.get(item_id)
        return () if entry is None else tuple(work.person for work in entry.assignments)


def outcome_of(problem: Problem, scenario: Scenario, found: Candidate) -> TrialOutcome:
    """Return a candidate with dates.

    Parameters
    ----------
    problem, scenario
        What was planned, compiled and as it was.
    found
        Of the problem.
    """
    values = zip(problem.tier_names, found.score[1:], strict=True)
    return TrialOutcome(
        scenario=scenario,
        items=plan_items(problem, scenario, found.solution),
        score=found.score,
        tiers={name: float(value * problem.tier(name).unit) for name, value in values},
    )
