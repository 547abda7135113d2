"""Whether work takes equally long whenever it starts and whoever does it."""

from __future__ import annotations

from allocator.problem.model import Problem


def are_certain(problem: Problem) -> bool:
    """Return whether all work takes equally long whenever it starts and whoever does it.

    Where it does, models need no finish tables: CP-SAT loads them in a moment.
    """
    return not any(activity.choice for activity in problem.activities) and all(
        table.fewest_slots == table.most_slots == staffing.fewest_slots
        for activity in problem.activities
        for staffing in activity.staffing
        for table in set(staffing.finish)
        if table.most_slots
    )
