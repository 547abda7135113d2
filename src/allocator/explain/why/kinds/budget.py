"""A cause that is a limit of costs: who would be quicker, or there sooner, costs too much."""

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
    """``budget``: with somebody else on an item its project would exceed its limit.

    Taken away by lifting the limit. Those who are quicker are named first. Where nobody is, one
    item of the project is told with somebody who could do it too: who is dearer may be there, or
    free, sooner.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the items of the graph that somebody dearer could do."""
        told: set[str] = set()
        slower: dict[str, CauseCandidate] = {}
        for item_id in graph.depths:
            item = graph.item(item_id)
            project = graph.scenario.project_by_id.get(item.project or "")
            if item.is_done or project is None or not project.is_budget_hard:
                continue
            for work in graph.work(item_id):
                need = graph.need_of(item_id, work)
                found = None if need is None else _too_dear(graph, project, item_id, work, need)
                if need is None or found is None:
                    continue
                person, cost = found
                is_quicker = _pace(graph, person, need) > _pace(graph, _now(graph, work), need)
                candidate = _candidate(graph, project, item_id, person, cost, is_quicker=is_quicker)
                if is_quicker:
                    told.add(project.id)
                    yield candidate
                else:
                    slower.setdefault(project.id, candidate)
        yield from (one for name, one in slower.items() if name not in told)


def _too_dear(
    graph: BindingGraph, project: Project, item_id: str, work: PlanAssignment, need: Need
) -> tuple[Person, Fraction] | None:
    """Return who would be quickest of those who cost too much, and what the project costs then."""
    scenario, limit = graph.scenario, project.budget_amount
    now = _now(graph, work)
    here = {one.person for one in graph.work(item_id)}
    planned = cost_of(scenario, graph.plan.items, project.id)
    found: tuple[Fraction, Person, Fraction] | None = None
    for person in graph.candidates(item_id, need):
        pace = _pace(graph, person, need)
        cost = planned + (exact(person.rate) - exact(now.rate)) * exact(work.effort_hours)
        if person.id in here or limit is None or cost <= exact(limit):
            continue
        if found is None or pace > found[0]:
            found = pace, person, cost
    return None if found is None else found[1:]


def _now(graph: BindingGraph, work: PlanAssignment) -> Person:
    return graph.scenario.person_by_id[work.person]


def _pace(graph: BindingGraph, person: Person, need: Need) -> Fraction:
    """Return the effort per hour that somebody yields for a need, of their usual capacity."""
    return graph.scenario.speed(person, need) * exact(person.capacity)


def _candidate(
    graph: BindingGraph,
    project: Project,
    item_id: str,
    person: Person,
    cost: Fraction,
    *,
    is_quicker: bool,
) -> CauseCandidate:
    who = "who is quicker" if is_quicker else "who could do it too"
    name = f"project {project.name or project.id}"
    currency = graph.scenario.currency
    text = (
        f"with {graph.who(person.id)}, {who}, on {graph.called(item_id)} {name} would "
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
