"""The risks that a scenario lists, by what is at stake."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.analysis.effort import total_person_days
from allocator.domain import Plan, PlanItem, Risk, Scenario
from allocator.domain.needs import ThreePoint


@dataclass(frozen=True, kw_only=True)
class RegisteredRisk:
    """A risk that can still hit something.

    Attributes
    ----------
    risk
        As the scenario has it.
    hits
        The open items that it hits, in its own order.
    delay_days
        Working days of the team by which these start later if it happens: the likely delay.
    added_person_days
        Effort that it adds to what is still to do of them, in person-days.
    """

    risk: Risk
    hits: tuple[PlanItem, ...]
    delay_days: float
    added_person_days: float

    @property
    def exposure_days(self) -> float:
        """Chance x likely delay, in working days."""
        return self.risk.chance * self.delay_days

    @property
    def exposure_person_days(self) -> float:
        """Chance x added effort, in person-days."""
        return self.risk.chance * self.added_person_days


def risk_register(plan: Plan) -> tuple[RegisteredRisk, ...]:
    """Return the listed risks that hit open items, those with the greatest exposure first.

    A day of delay counts as much as a person-day of effort; equal ones keep their order.
    """
    scenario = plan.scenario
    open_entries = {
        entry.id: entry for entry in plan.items if not (entry.is_over or entry.is_left_out)
    }
    found = []
    for risk in scenario.risks:
        hits = tuple(open_entries[name] for name in risk.hits if name in open_entries)
        if hits:
            found.append(_registered(scenario, risk, hits))
    return tuple(sorted(found, key=lambda one: -(one.exposure_days + one.exposure_person_days)))


def _registered(scenario: Scenario, risk: Risk, hits: tuple[PlanItem, ...]) -> RegisteredRisk:
    items = [scenario.item_by_id[entry.id] for entry in hits]
    return RegisteredRisk(
        risk=risk,
        hits=hits,
        delay_days=_delay_days(scenario, risk.delay),
        added_person_days=(risk.effort or 0.0) * float(total_person_days(scenario, items)),
    )


def _delay_days(scenario: Scenario, delay: str | ThreePoint | None) -> float:
    if delay is None:
        return 0.0
    likely = delay.likely if isinstance(delay, ThreePoint) else delay
    return float(scenario.calendar.working_minutes(likely) / scenario.calendar.day_minutes)
