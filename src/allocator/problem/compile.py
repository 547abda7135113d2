"""Scenario to Problem, on an axis of a given length."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from allocator.calendars.calendars import Calendars
from allocator.domain import ElapsedLag, Link, LinkType, Scenario
from allocator.domain.garbage_collection import without_garbage_collection
from allocator.domain.quantities import elapsed_minutes, reach_of
from allocator.problem.activity_builder import ActivityBuilder, project_group
from allocator.problem.arrow_builder import ArrowBuilder, topological_order
from allocator.problem.baseline import baseline_of
from allocator.problem.budgets import budgets_of, rooms
from allocator.problem.costs import assignment_costs, fixed_cost
from allocator.problem.frozen_items import FrozenItems
from allocator.problem.handover_builder import build_handovers
from allocator.problem.model import Problem
from allocator.problem.people_pairs import PairBuilder
from allocator.problem.preferences import preferences_of
from allocator.problem.staffing_builder import StaffingBuilders
from allocator.problem.started import running_bookings, started_dates
from allocator.problem.term_builder import TermBuilder, item_values
from allocator.problem.tiers import tiers_of
from allocator.problem.timeline import build_timeline


@without_garbage_collection()
def compile_problem(
    scenario: Scenario,
    *,
    axis_days: int,
    exact_horizon: bool = False,
    staffings: StaffingBuilders | None = None,
) -> Problem:
    """Turn a scenario into arrays.

    Parameters
    ----------
    scenario
        Validated: ids exist, links have no cycle, every need has candidates. What is left out of
        the plan (contingent, given up) is left out here.
    axis_days
        Calendar days that the axis covers.
    exact_horizon
        Whether the caller knows that some optimum ends on this axis.
    staffings
        What fills needs in scenarios that were compiled before and differ a little; made for this
        one alone where it is None. The problem is the same with and without it.
    """
    scenario = scenario.scope
    axis_days = min(axis_days, longest_axis(scenario))
    calendars = Calendars(scenario)
    timeline = build_timeline(
        scenario, calendars, axis_days=axis_days, reach_days=_reach_days(scenario)
    )
    needs = (staffings or StaffingBuilders()).of(scenario, calendars, timeline)
    pairs = PairBuilder(scenario)
    builder = ActivityBuilder(scenario, timeline, needs, pairs)
    activities = builder.build()
    order = topological_order(scenario)
    past = started_dates(scenario, timeline)
    frozen = FrozenItems(scenario, timeline, builder.build_frozen())
    frozen.check(needs.share_scale)
    pairs.check()
    links = ArrowBuilder(scenario, timeline, activities, frozen.past(past), frozen.fixed)
    links.build(order)
    term_builder = TermBuilder(scenario, timeline, links.finish_sources, activities)
    terms, tick, weight_scale = term_builder.terms()
    left = rooms(scenario, frozen.fixed.values())
    costs, cost_scale = assignment_costs(scenario, activities, frozen.fixed.values(), left.values())
    preferences, fixed_preference, effort_scale = preferences_of(
        scenario, activities, frozen.fixed.values()
    )
    values, value_scale = item_values(scenario)
    units = {name: Fraction(tick, 60 * scale) for name, scale in weight_scale.items()}
    units |= dict.fromkeys(("cost", "budget"), Fraction(1, cost_scale))
    units |= {"value": Fraction(1, value_scale), "preference": Fraction(1, effort_scale)}
    return Problem(
        items=tuple(item.id for item in scenario.items),
        people=tuple(person.id for person in scenario.people),
        optional=frozenset(k for k, item in enumerate(scenario.items) if item.is_droppable),
        timeline=timeline,
        activities=activities,
        activity_of={activity.node: activity.index for activity in activities},
        milestones=links.milestones,
        arrows=tuple(links.arrows),
        requires=_pairs(scenario, lambda _link: True),
        follows=_pairs(scenario, lambda link: link.type is LinkType.FS and link.lag is None),
        order=order,
        limits=(*term_builder.limits(), *links.limits),
        tiers=tiers_of(scenario, terms, units),
        tick=tick,
        costs=costs,
        values=values,
        share_scale=needs.share_scale,
        capacities=tuple(resource.capacity for resource in scenario.resources),
        working_time=builder.working_time(activities),
        group_weights={project_group(one.id): one.priority for one in scenario.projects},
        exact_horizon=exact_horizon,
        booked=(*running_bookings(scenario, timeline, past), *frozen.bookings()),
        fixed=frozen.fixed,
        fixed_cost=fixed_cost(scenario, frozen.fixed.values(), cost_scale),
        preferences=preferences,
        fixed_preference=fixed_preference,
        budgets=budgets_of(scenario, activities, left, cost_scale),
        cost_unit=units["cost"],
        handovers=build_handovers(scenario, calendars, timeline, activities, frozen.fixed),
        baseline=baseline_of(scenario, timeline, activities, tick),
        people_rules=pairs.build(activities, needs.share_scale),
    )


def _pairs(scenario: Scenario, wanted: Callable[[Link], bool]) -> tuple[tuple[int, int], ...]:
    """Return the positions of successor and predecessor of the binding links of one kind."""
    position = {item.id: k for k, item in enumerate(scenario.items)}
    return tuple(
        (k, position[link.item])
        for k, item in enumerate(scenario.items)
        for link in scenario.binding_links(item)
        if wanted(link)
    )


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
