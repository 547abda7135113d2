"""Searches for a plan that differs from a known one in what is asked for, and in little else.

A search of its own would find a plan that is as good, and quite another one: who asks what
something costs would see the luck of the search. Therefore the objectives are pushed no further
than where the known plan has them, and then the change against it is the least, as in a re-plan. Of
a plan that is proved to be the best nothing is lost by that, as no plan with more asked of it is
better; of others an objective may be a little worse, within what a re-plan takes for as good.
"""

from __future__ import annotations

from collections.abc import Sequence

from allocator.analysis.dates import planned, taken_up
from allocator.domain import BaselineItem, Plan, PlanItem, Scenario, TierReport
from allocator.replanning.stability_tier import goal_value
from allocator.scenario import fingerprint

TOLERANCE = 1e-6
"""By how much values of an objective may differ that are equal but for rounding."""


def near_scenario(scenario: Scenario, known: Plan) -> Scenario:
    """Return a scenario whose best plan is as good as a known one where possible, and near it.

    Parameters
    ----------
    scenario
        With what is asked for. If it has a baseline, its plans stay near to that.
    known
        The plan that is asked about, of the scenario without it.
    """
    given = {name: getattr(scenario, name) for name in Scenario.model_fields}
    goals = {
        tier.name: max(_good_enough(known.scenario, tier), scenario.goals.get(tier.name, 0.0))
        for tier in known.solver.tiers
        if tier.name in scenario.tiers
    }
    given |= {"goals": goals, "objectives": scenario.tiers}
    if not scenario.baseline and "stability" not in scenario.tiers:
        given["baseline"] = tuple(_baseline(scenario, known.items))
        given["objectives"] = (*scenario.tiers, "stability")
    return Scenario.model_construct(**given)


def _good_enough(scenario: Scenario, tier: TierReport) -> float:
    if tier.proved or tier.name == "value":
        return tier.value + TOLERANCE
    return goal_value(scenario, tier.name, tier.value)


def _baseline(scenario: Scenario, items: Sequence[PlanItem]) -> list[BaselineItem]:
    return [
        BaselineItem(
            item=entry.id,
            start=taken_up(entry, start),
            people=tuple(work.person for work in entry.assignments if work.share > 0),
        )
        for entry, start, _ in planned(items)
        if not scenario.item_by_id[entry.id].is_milestone and not entry.is_over
    ]


def as_plan_of(scenario: Scenario, near: Plan, known: Plan) -> Plan:
    """Return a plan of a near scenario as one of the scenario with what is asked for.

    Parameters
    ----------
    scenario
        What it is a plan of.
    near
        The plan found.
    known
        The plan that is asked about: what is proved of it holds for plans with more asked of them.
    """
    reports = [tier for tier in near.solver.tiers if tier.name in scenario.tiers]
    tiers = tuple(
        tier.model_copy(update={"goal": scenario.goals.get(tier.name)})
        for tier in _with_known_bounds(reports, {tier.name: tier for tier in known.solver.tiers})
    )
    best = all(tier.settled for tier in tiers)
    solver = near.solver.model_copy(
        update={"tiers": tiers, "status": "optimal" if best else "feasible"}
    )
    return near.model_copy(
        update={
            "scenario": scenario,
            "scenario_sha256": fingerprint(scenario),
            "solver": solver,
        }
    )


def _with_known_bounds(
    reports: Sequence[TierReport], known: dict[str, TierReport]
) -> list[TierReport]:
    """Return the tiers; as long as they are as in the known plan, what is proved there holds."""
    found, same = list(reports), True
    for k, tier in enumerate(reports):
        old = known.get(tier.name)
        if old is None:
            continue
        same = same and abs(tier.value - old.value) <= 2 * TOLERANCE
        if not same:
            break
        if old.proved and not tier.proved:
            proof = {"bound": old.bound, "gap": old.gap, "proved": True, "bound_by": old.bound_by}
            found[k] = tier.model_copy(update=proof)
    return found
