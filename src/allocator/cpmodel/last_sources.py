"""Which instants of a finish can be its latest: those that nothing else must come after."""

from __future__ import annotations

import numpy as np

from allocator.cpmodel.variables import Variables
from allocator.problem.activity import Endpoint
from allocator.problem.objective import Finish
from allocator.problem.precedence import Arrow, Source
from allocator.problem.timeline import NEVER, IntArray


def last_sources(variables: Variables, finish: Finish) -> list[tuple[int, Source]]:
    """Return the sources of a finish without those that are never later than another one.

    The other one is of an activity that every plan has and that waits for the source.
    """
    if not variables.tight:
        return list(finish.sources)
    later: dict[int, list[Source]] = {}
    for node, source in finish.sources:
        if source.activity is not None and not variables.droppable(node):
            later.setdefault(source.activity, []).append(source)
    return [
        (node, source)
        for node, source in finish.sources
        if source.backward
        or not any(
            _is_never_later(variables, source, arrow, other)
            for arrow in variables.arrows_from(source)
            for other in later.get(arrow.succ, ())
        )
    ]


def _is_never_later(variables: Variables, source: Source, arrow: Arrow, other: Source) -> bool:
    """Return whether an arrow from a source lets another source never be before it."""
    if len(arrow.targets) != 1 or other.backward:
        return False
    endpoint, least = arrow.targets[0]
    low, high = variables.low(source), variables.high(source)
    values = least.values[low : high + 1]
    reached = source.instants.values[low : low + len(values)]
    is_end = other.endpoint is Endpoint.WORK_END
    if (endpoint is Endpoint.WORK_END) != is_end:
        if not is_end:
            return False
        succ = variables.problem.activities[arrow.succ]
        values = values + max(staffing.fewest_slots for staffing in succ.least)
    return bool(np.all(_looked_up(other.instants.values, values) >= reached))


def _looked_up(table: IntArray, at: IntArray) -> IntArray:
    """Return a table's values; NEVER where it ends before."""
    return np.where(at < len(table), table[np.minimum(at, len(table) - 1)], NEVER)
