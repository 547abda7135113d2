"""No item finishes after its own deadline, its project's, or the end of the calendar."""

from __future__ import annotations

from allocator.cpmodel.variables import Variables
from allocator.problem.objective import Limit
from allocator.problem.time_windows import latest_value


def add(variables: Variables) -> None:
    """For every deadline: no source of its finish has a value beyond it."""
    for limit in variables.problem.limits:
        add_limit(variables, limit)


def add_limit(variables: Variables, limit: Limit) -> None:
    """Keep one deadline."""
    for node, source in limit.finish.sources:
        latest = latest_value(limit, source)
        variable = variables.of(source)
        planned = [variables.planned[node]] if variables.droppable(node) else []
        if variable is not None:
            if latest < len(source.instants) - 1:
                variables.model.add(variable <= latest).only_enforce_if(*planned)
        elif latest < 0:
            variables.model.add_bool_or([]).only_enforce_if(*planned)
