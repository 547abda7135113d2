"""How good a plan is, in words: what it makes small, and how much any plan could still gain."""

from __future__ import annotations

from dataclasses import dataclass

from allocator import wording
from allocator.domain import Plan, TierReport


@dataclass(frozen=True, kw_only=True)
class TierQuality:
    """How good a plan is in one objective.

    Attributes
    ----------
    name, meaning
        Of the objective.
    reached
        Its value; hours as working days.
    to_gain
        What any plan could still gain at most that keeps the objectives before it as they are.
    settled
        Whether nothing better was asked for.
    """

    name: str
    meaning: str
    reached: str
    to_gain: str
    settled: bool


def tier_qualities(plan: Plan) -> tuple[TierQuality, ...]:
    """Return how good a plan is in each objective, the most important first."""
    day_hours = float(plan.scenario.calendar.day_hours)
    return tuple(
        TierQuality(
            name=tier.name,
            meaning=wording.OBJECTIVE_MEANINGS[tier.name],
            reached=_amount(tier, tier.value, day_hours),
            to_gain=_to_gain(tier, day_hours),
            settled=tier.settled,
        )
        for tier in plan.solver.tiers
    )


def verdict(plan: Plan) -> tuple[str, str]:
    """Return how good a plan is in a few words, and a line that says what that rests on."""
    tiers = plan.solver.tiers
    first = next((tier for tier in tiers if not tier.settled), None)
    if first is not None:
        gain = _gain(first, float(plan.scenario.calendar.day_hours))
        of = wording.OBJECTIVE_MEANINGS[first.name]
        return "may not be the best", f"{of}: at most {gain} could still be gained"
    if not all(tier.proved for tier in tiers):
        return "good enough", "it reaches the goals that were set"
    within = any(item.frozen for item in plan.scenario.baseline_by_item.values())
    return "the best", "proved: no plan is better" + (
        " that keeps what is frozen" if within else ""
    )


def _to_gain(tier: TierReport, day_hours: float) -> str:
    if tier.proved:
        return "nothing, proved"
    if tier.settled and tier.goal is not None:
        return f"good enough: the goal is {_amount(tier, tier.goal, day_hours)}"
    return f"at most {_gain(tier, day_hours)} could still be gained"


def _gain(tier: TierReport, day_hours: float) -> str:
    return _amount(tier, abs(tier.value - tier.bound), day_hours)


def _amount(tier: TierReport, value: float, day_hours: float) -> str:
    """Write an objective's value; hours as working days."""
    return wording.days(value / day_hours) if tier.unit == "h" else wording.number(value)
