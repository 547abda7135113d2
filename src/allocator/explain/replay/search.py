"""Plans a re-planning again without a difference, with fixed effort."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from allocator.domain import PlanItem, TierName
from allocator.explain.params import TrialParams
from allocator.explain.trials.outcome import TrialOutcome, outcome_of
from allocator.explain.trials.start import start_of
from allocator.planner.counted_steps import climbed
from allocator.replanning import Keep
from allocator.replanning.prepare import PreparedReplan
from allocator.replanning.stability_tier import goal_value, leading_tier, tiers_with_stability


def replayed(
    asked: PreparedReplan,
    keep: Keep,
    known: Sequence[PlanItem],
    *,
    seed: int,
    steps: int,
    params: TrialParams,
    stopped: Callable[[], bool],
) -> TrialOutcome | None:
    """Return what a search by the kernel makes of a re-planning.

    It ranks stability as ``replan`` does: with ``keep="medium"`` the first objective is searched
    before, and good enough where it is near the best.
    """
    scenario = asked.scenario
    order = tiers_with_stability(scenario, keep)
    lead = leading_tier(scenario)
    goals: dict[TierName, float] = {}

    def search(tiers: Sequence[TierName], start: Sequence[PlanItem]) -> TrialOutcome | None:
        ranked = scenario.model_copy(update={"objectives": tuple(tiers), "goals": goals})
        at = start_of(ranked, start, params)
        if at is None:
            return None
        decoder, first = at.constructor.decoder, at.candidates[0]
        best = climbed(at.problem, decoder, first, seed=seed, steps=steps, stopped=stopped)
        return outcome_of(at.problem, ranked, best)

    if keep == "medium" and lead is not None and scenario.baseline:
        best = search(order[: order.index("stability") + 1], known)
        if best is None:
            return None
        goals[lead] = goal_value(scenario, lead, best.tiers[lead])
        known = best.items
    return search(order, known)
