"""What the effort of people who are not preferred weighs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from allocator.domain import Scenario
from allocator.problem.activity import Activity, FixedItem
from allocator.problem.scaling import scale_to_integers


def preferences_of(
    scenario: Scenario, activities: Sequence[Activity], fixed: Iterable[FixedItem]
) -> tuple[Mapping[tuple[int, int, int], int], int, int]:
    """Return the scaled effort hours of people who are not preferred, and the scale.

    Parameters
    ----------
    scenario
        Says who is preferred.
    activities
        The problem's activities.
    fixed
        Items about which nothing is decided.

    Returns
    -------
    tuple
        (activity, need, person) -> hours x scale, of needs that somebody preferred may fill; the
        sum over the people of fixed items; the scale.
    """
    if "preference" not in scenario.tiers:
        return {}, 0, 1
    hours = {
        (activity.index, need, person): effort
        for activity in activities
        for need, person, effort in _of_others(scenario, activity)
    }
    fixed_hours = [
        effort
        for each in fixed
        for need, person, effort in _of_others(scenario, each.activity)
        if person in each.people[need]
    ]
    scaled, scale = scale_to_integers([*hours.values(), *fixed_hours], "efforts")
    return dict(zip(hours, scaled, strict=False)), sum(scaled[len(hours) :]), scale


def _of_others(scenario: Scenario, activity: Activity) -> Iterator[tuple[int, int, Fraction]]:
    """Yield need, person and effort of each candidate who is not preferred where somebody is."""
    item = scenario.items[activity.node]
    if not item.prefer:
        return
    for need, staffing in enumerate(activity.staffing):
        named = scenario.preferred(item, item.planned_needs[need])
        if named:
            for person in staffing.people:
                if scenario.people[person].id not in named:
                    yield need, person, staffing.effort_hours
