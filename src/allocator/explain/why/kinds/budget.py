"""A cause that is a limit of costs: who would be quicker costs too much."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from allocator import wording
from allocator.analysis.project_costs import cost_of
from allocator.domain import Need, Person, PlanAssignment, Project
from allocator.domain.quantities import exact
from allocator.explain.counterfactuals.budgets import without_limit
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph


class BudgetLimitReached:
    """``budget``: with somebody who is quicker on an item its project would exceed its limit.

    Taken away by lifting the limit.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the items of the graph that somebody dearer would do in less time."""
        for item_id in graph.depths:
            item = graph.item(item_id)
            project = graph.scenario.project_by_id.get(item.project or "")
            if item.is_done or project is None or not project.is_budget_hard:
                continue
            for work in graph.work(item_id):
                need = graph.need_of(item_id, work)
                found = None if need is None else _too_dear(graph, project, item_id, work, need)
                if found is not None:
                    yield _candidate(graph, project, item_id, *found)


def _too_dear(
    graph: BindingGraph, project: Project, item_id: str, work: PlanAssignment, need: Need
) -> tuple[Person, Fraction] | None:
    """Return who would be quickest of those who cost too much, and what the project costs then."""
    scenario, limit = graph.scenario, project.budget_amount
    now = scenario.person_by_id[work.person]
    here = {one.person for one in graph.work(item_id)}
    planned = cost_of(scenario, graph.plan.items, project.id)
    found: tuple[Fraction, Person, Fraction] | None = None
    for person in graph.candidates(item_id, need):
        speed = scenario.speed(person, need)
        cost = planned + (exact(person.rate) - exact(now.rate)) * exact(work.effort_hours)
        if person.id in here or limit is None or cost <= exact(limit):
            continue
        if speed > scenario.speed(now, need) and (found is None or speed > found[0]):
            found = speed, person, cost
    return None if found is None else found[1:]


def _candidate(
    graph: BindingGraph, project: Project, item_id: str, person: Person, cost: Fraction
) -> CauseCandidate:
    name = f"project {project.name or project.id}"
    currency = graph.scenario.currency
    text = (
        f"with {graph.who(person.id)}, who is quicker, on {graph.called(item_id)} {name} would "
        f"cost {wording.money(float(cost), currency)}, more than its limit of "
        f"{wording.money(project.budget_amount or 0, currency)}"
    )
    return CauseCandidate(
        kind="budget",
        text=text,
        remedy=f"lifting the limit for {name}",
        change=without_limit(project),
        item=item_id,
        depth=graph.depths[item_id],
    )
