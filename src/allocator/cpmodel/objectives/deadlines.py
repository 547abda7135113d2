"""By how much deadlines are broken, for plans that may break them (``--relax``).

Each deadline counts the team's working minutes beyond it, and one slot more for being broken.
"""

from __future__ import annotations

import numpy as np

from allocator.cpmodel.constraints.deadline import add_limit
from allocator.cpmodel.objectives.finishes import at_least_part, by_variable
from allocator.cpmodel.variables import KnownSolution, Linear, Variables
from allocator.problem.objective import Limit
from allocator.problem.precedence import Source
from allocator.problem.timeline import IntArray


def expression(variables: Variables) -> Linear:
    """Return the sum of all excesses in team minutes, to be minimised."""
    total: Linear = 0
    for limit in variables.problem.limits:
        if limit.kind == "freeze":  # no deadline, though it works like one
            add_limit(variables, limit)
        else:
            total = total + excess(variables, limit)
    return total


def excess(variables: Variables, limit: Limit) -> Linear:
    """Return a variable that is at least the minutes by which a deadline is broken."""
    problem = variables.problem

    def hint(known: KnownSolution) -> int:
        return known[1].excess(limit)

    most = max((int(_table(variables, limit, s).max()) for _, s in limit.finish.sources), default=0)
    over = variables.int_var(0, max(0, most), "excess", hint)
    slope = problem.timeline.slot_minutes
    for part in by_variable(variables, limit.finish):
        at_least_part(variables, over, part, _table(variables, limit, part.source), slope=slope)
    return over


def _table(variables: Variables, limit: Limit, source: Source) -> IntArray:
    """Return the excess by the value of the source's variable; far below 0 where it is met.

    Where the deadline is met the table goes on downward in step with the axis, so that it stays
    one straight line there.
    """
    timeline = variables.problem.timeline
    allowed = int(timeline.team_minutes(np.array([limit.instant]))[0])
    late = timeline.team_minutes(source.instants.values) - allowed
    broken = source.instants.values > limit.instant
    return np.where(broken, late + timeline.slot_minutes, np.minimum(late, 0)).astype(np.int64)
