"""Two people of an item are put together only where they have enough working time in common."""

from __future__ import annotations

from allocator.cpmodel.ranges import domain, ranges_of
from allocator.cpmodel.variables import Variables


def add(variables: Variables) -> None:
    """For every two people of which time in common is asked: both are on it from some starts."""
    model = variables.model
    for activity in variables.problem.activities:
        if activity.common is None:
            continue
        first, last = variables.start_window(activity)
        a = activity.index
        for (n, m), (p, q), possible in activity.common.pairs(activity.staffing):
            inside = possible[first : last + 1]
            if inside.all():
                continue
            both = [variables.pick[a, n, p], variables.pick[a, m, q]]
            if not inside.any():
                model.add_bool_or(pick.negated() for pick in both)
                continue
            model.add_linear_expression_in_domain(
                variables.start[a], domain(ranges_of(inside, first))
            ).only_enforce_if(both)
