"""Scenario to Problem, on an axis of a given length."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from allocator.domain import ElapsedLag, Scenario
from allocator.domain.garbage import no_garbage
from allocator.domain.quantities import elapsed_minutes, exact, reach_of
from allocator.problem.activities import ActivityBuilder
from allocator.problem.baseline import baseline_of
from allocator.problem.costs import assignment_costs, fixed_cost
from allocator.problem.frozen import Frozen
from allocator.problem.history import history, running_holds
from allocator.problem.links import LinkBuilder, topological_order
from allocator.problem.model import Problem
from allocator.problem.terms import TermBuilder, item_values
from allocator.problem.timeline import build_timeline


@no_garbage()
def compile_problem(scenario: Scenario, *, axis_days: int, exact_horizon: bool = False) -> Problem:
    """Turn a scenario into arrays.

    Parameters
    ----------
    scenario
        Validated: ids exist, links have no cycle, every need has candidates.
    axis_days
        Calendar days that the axis covers.
    exact_horizon
        Whether the caller knows that some optimum ends on this axis.
    """
    axis_days = min(axis_days, longest_axis(scenario))
    timeline = build_timeline(scenario, axis_days=axis_days, reach_days=_reach_days(scenario))
    builder = ActivityBuilder(scenario, timeline)
    activities = builder.build()
    order = topological_order(scenario)
    past = history(scenario, timeline)
    frozen = Frozen(scenario, timeline, builder.build_frozen())
    frozen.check(builder.share_scale)
    links = LinkBuilder(scenario, timeline, activities, frozen.past(past), frozen.fixed)
    links.build(order)
    term_builder = TermBuilder(scenario, timeline, links.finish_sources, activities)
    terms, tick, weight_scale = term_builder.terms()
    costs, cost_scale = assignment_costs(scenario, activities, frozen.fixed.values())
    values, value_scale = item_values(scenario)
    position = {item.id: k for k, item in enumerate(scenario.items)}
    return Problem(
        scenario=scenario,
        timeline=timeline,
        activities=activities,
        activity_of={activity.node: activity.index for activity in activities},
        milestones=links.milestones,
        arrows=tuple(links.arrows),
        requires=tuple(
            (k, position[link.item])
            for k, item in enumerate(scenario.items)
            for link in scenario.binding_links(item)
        ),
        order=order,
        limits=(*term_builder.limits(), *links.limits),
        terms=terms,
        tick=tick,
        weight_scale=weight_scale,
        costs=costs,
        cost_scale=cost_scale,
        values=values,
        value_scale=value_scale,
        share_scale=builder.share_scale,
        capacities=tuple(resource.capacity for resource in scenario.resources),
        exact_horizon=exact_horizon,
        booked=(*running_holds(scenario, timeline, past), *frozen.bookings()),
        fixed=frozen.fixed,
        fixed_cost=fixed_cost(scenario, frozen.fixed.values(), cost_scale),
        baseline=baseline_of(scenario, timeline, activities, tick),
        goals=_goals(scenario, tick, weight_scale, cost_scale, value_scale),
    )


def _goals(
    scenario: Scenario,
    tick: int,
    weight_scale: Mapping[str, int],
    cost_scale: int,
    value_scale: int,
) -> dict[str, int]:
    """Return the goals in the integer units of their tiers, rounded down."""
    goals: dict[str, int] = {}
    for tier in scenario.tiers:
        if tier in scenario.goals:
            scales = {"cost": Fraction(cost_scale), "value": Fraction(value_scale)}
            scale = scales.get(tier) or Fraction(60 * weight_scale[tier], tick)
            goals[tier] = math.floor(exact(scenario.goals[tier]) * scale)
    return goals


def longest_axis(scenario: Scenario) -> int:
    """Return the most calendar days that an axis may cover."""
    return max(1, (reach_of(scenario.calendar.start) - scenario.plan_from).days)


def _reach_days(scenario: Scenario) -> int:
    """Return days beyond the axis in which elapsed times and lags can end."""
    minutes = 0.0
    for item in scenario.items:
        if item.elapsed:
            minutes = max(minutes, float(elapsed_minutes(item.elapsed)))
    lags = 0.0
    for item in scenario.items:
        for link in item.after:
            if isinstance(link.lag, ElapsedLag):
                lags += abs(float(elapsed_minutes(link.lag.elapsed)))
            elif link.lag is not None:
                working = abs(float(scenario.calendar.working_minutes(link.lag)))
                day = float(scenario.calendar.day_minutes)
                lags += (working / day + 2) * 2 * 7 / len(scenario.calendar.workdays) * 24 * 60
    return min(3650, math.ceil((minutes + lags) / (24 * 60)) + 40)
