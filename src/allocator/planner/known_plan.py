"""Starts of a search at a plan that is known: as it is, else adapted to the scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator.domain import PlanItem, Scenario
from allocator.domain.baseline import BaselineItem
from allocator.heuristics.candidate import Candidate
from allocator.heuristics.construct import Constructor
from allocator.heuristics.repair import known_plan
from allocator.problem.baseline import baseline_of


def known_candidates(
    constructor: Constructor, scenario: Scenario, known: Sequence[PlanItem]
) -> list[Candidate]:
    """Return what a known plan is in a problem, moved left.

    Parameters
    ----------
    constructor
        Of the problem.
    scenario
        That it was compiled from.
    known
        Items with dates and people. Where they are no plan of the problem, what is new is put in
        and what has lost its people is handed over.

    Returns
    -------
    list of Candidate
        Empty where nothing came of it.
    """
    same = known_plan(constructor.problem, known, constructor.decoder)
    return [same] if same is not None else list(_adapted(constructor, scenario, known))


def _adapted(
    constructor: Constructor, scenario: Scenario, known: Sequence[PlanItem]
) -> Iterator[Candidate]:
    entries = tuple(
        BaselineItem(
            item=entry.id,
            start=entry.start,
            people=tuple(work.person for work in entry.assignments),
        )
        for entry in known
        if entry.start is not None and entry.state == "planned" and _is_open(scenario, entry.id)
    )
    problem, agreed = constructor.problem, scenario.scope.model_copy(update={"baseline": entries})
    axis = problem.timeline, problem.activities, problem.tick
    yield from constructor.adapted(baseline_of(agreed, *axis))


def _is_open(scenario: Scenario, item_id: str) -> bool:
    item = scenario.item_by_id.get(item_id)
    return item is not None and not item.is_milestone and not item.is_done
