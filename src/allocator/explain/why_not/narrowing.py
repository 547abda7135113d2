"""Parts of a scenario that may have no plan by themselves, so that the whole has none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from allocator.domain import Scenario
from allocator.explain.why_not.wish import Wish
from allocator.problem.compile import compile_problem
from allocator.problem.time_windows import time_windows


def narrowed(scenario: Scenario, wishes: Sequence[Wish], axis_days: int) -> Iterator[Scenario]:
    """Yield ever larger parts of a scenario: the chains that hold the wishes, all they wait for.

    Parameters
    ----------
    scenario
        With what is asked for.
    wishes
        Of its items and projects.
    axis_days
        Calendar days in which what is asked for can be done.
    """
    scope = scenario.scope
    there = {item.id for item in scope.items}
    asked = {name for wish in wishes for name in wish.subject.items} & there
    everything = scope.with_predecessors(asked)
    waited_for = _only(scope, everything)
    chains = _longest_chains(waited_for, asked, axis_days)
    if len(chains) < len(everything):
        yield _only(scope, chains)
    if len(everything) < len(there):
        yield waited_for


def _only(scenario: Scenario, ids: Collection[str]) -> Scenario:
    """Return a scenario with some of its items, and the links between them."""
    kept = (item for item in scenario.items if item.id in ids)
    items = tuple(
        item.model_copy(update={"after": tuple(link for link in item.after if link.item in ids)})
        for item in kept
    )
    return scenario.model_copy(update={"items": items})


def _longest_chains(scenario: Scenario, asked: Collection[str], axis_days: int) -> set[str]:
    """Return what lies on the chains that end last if everybody were free, back to a beginning."""
    ends = _earliest_ends(scenario, axis_days)
    found: set[str] = set()
    for name in asked:
        before: str | None = name
        while before is not None and before not in found:
            found.add(before)
            links = scenario.binding_links(scenario.item_by_id[before])
            known = [link.item for link in links if link.item in ends]
            before = max(known, key=lambda each: ends[each], default=None)
    return found


def _earliest_ends(scenario: Scenario, axis_days: int) -> dict[str, int]:
    """Return the slot by which each item can be done if everybody were free; -1 if it is done."""
    problem = compile_problem(scenario, axis_days=axis_days)
    windows = time_windows(problem)
    ends: dict[str, int] = {}
    for node in problem.order:
        item = scenario.items[node]
        index = problem.activity_of.get(node)
        before = (ends.get(link.item, -1) for link in scenario.binding_links(item))
        latest = max(before, default=-1)
        own = -1 if index is None else max(windows.earliest[index], windows.earliest_end[index])
        ends[item.id] = max(latest, int(own)) if item.is_milestone else int(own)
    return ends
