"""No item starts before the start of the plan, its own not_before or its project's."""

from __future__ import annotations

from allocator.cpmodel.variables import Variables


def add(variables: Variables) -> None:
    """For every activity: start >= release."""
    for activity in variables.problem.activities:
        if activity.release > 0:
            variables.model.add(variables.start[activity.index] >= activity.release)
