"""Sums over a plan: tier values, metrics, project dates, people's totals."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from allocator.analysis.annotate import dated, plan_metrics
from allocator.analysis.load import person_totals
from allocator.analysis.measures import MEASURES
from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.claimed_values import agree, claim, stated
from allocator.domain import PlanItem, TierReport, Violation
from allocator.domain.base import Model
from allocator.domain.quantities import exact
from allocator.wording import amount, joined

_TOLERANCE = Fraction(1, 10**6)


def check(checked: CheckedPlan) -> list[Violation]:
    """Return the sums that are not what the plan's items come to; the plan must be complete."""
    team = checked.calendars.team
    items = [dated(checked.scenario, team, entry) for entry in checked.plan.items]
    return [*_tiers(checked, items), *_metrics(checked, items), *_people(checked, items)]


def _near(one: Fraction, two: Fraction) -> bool:
    """Whether two numbers are the same up to the printing of a float."""
    return abs(one - two) <= _TOLERANCE * max(Fraction(1), abs(two))


def _tiers(checked: CheckedPlan, items: list[PlanItem]) -> Iterator[Violation]:
    scenario, plan = checked.scenario, checked.plan
    names = tuple(tier.name for tier in plan.solver.tiers)
    if names != scenario.tiers:
        yield claim(
            f"the plan reports the objectives {joined(names) if names else 'none'}; "
            f"the scenario has {joined(scenario.tiers)}"
        )
    for tier in plan.solver.tiers:
        yield from _tier(
            tier, MEASURES[tier.name].function(scenario, items, checked.calendars.team)
        )
        if tier.goal != scenario.goals.get(tier.name):
            yield claim(
                f"tier {tier.name} has a goal of {stated(tier.goal)} by plan; "
                f"the scenario has {stated(scenario.goals.get(tier.name))}"
            )
    if plan.solver.status == "optimal" and not all(tier.settled for tier in plan.solver.tiers):
        yield claim("the plan says that it is optimal, but not all of its tiers are proved")


def _tier(tier: TierReport, actual: Fraction) -> Iterator[Violation]:
    value, bound = exact(tier.value), exact(tier.bound)
    unit = MEASURES[tier.name].unit
    if not _near(value, actual):
        yield claim(
            f"tier {tier.name} is {amount(tier.value)} by plan; its items come to {amount(actual)}"
        )
    if tier.unit != unit:
        yield claim(f"tier {tier.name} is in {tier.unit} by plan; its unit is {unit}")
    if bound > value and not _near(bound, value):
        yield claim(
            f"tier {tier.name} has a bound of {amount(bound)}, above its value of {amount(value)}; "
            "no plan can be better than a proved bound"
        )
    if tier.proved and bound < value and not _near(bound, value):
        yield claim(
            f"tier {tier.name} is proved by plan, but its bound {amount(bound)} lies below its "
            f"value {amount(value)}"
        )
    gap = abs(value - bound) / max(Fraction(1), abs(value))
    if not _near(exact(tier.gap), gap):
        yield claim(
            f"tier {tier.name} has a gap of {amount(tier.gap)} by plan; "
            f"value and bound come to {amount(gap)}"
        )


def _metrics(checked: CheckedPlan, items: list[PlanItem]) -> Iterator[Violation]:
    scenario, plan = checked.scenario, checked.plan
    actual = plan_metrics(scenario, checked.calendars.team, items)
    yield from _differences("the plan", plan.metrics, actual, leave_out={"projects"})
    claimed = {project.id: project for project in plan.metrics.projects}
    for project in actual.projects:
        if project.id not in claimed:
            yield claim(f"the dates of project {project.id} are missing from the plan's metrics")
        else:
            name = f"project {project.id}"
            yield from _differences(name, claimed[project.id], project, leave_out={"name"})
    for project_id in claimed:
        if project_id not in scenario.project_by_id:
            yield claim(f'the plan has dates of project "{project_id}", which does not exist')


def _people(checked: CheckedPlan, items: list[PlanItem]) -> Iterator[Violation]:
    totals = person_totals(checked.scenario, items, checked.calendars)
    actual = {each.id: each for each in totals}
    for claimed in checked.plan.people:
        yield from _differences(claimed.id, claimed, actual[claimed.id], leave_out={"name"})


def _differences(
    whose: str, reported: Model, actual: Model, *, leave_out: set[str]
) -> Iterator[Violation]:
    """Compare two reports of the same kind, field by field."""
    for field in type(reported).model_fields:
        claimed, real = getattr(reported, field), getattr(actual, field)
        if field not in leave_out and not agree(claimed, real):
            what = field.replace("_", " ")
            yield claim(f"{whose} has {what} {stated(claimed)} by plan; it is {stated(real)}")
