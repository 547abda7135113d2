"""Which instants of a finish can be its latest: those that nothing else must come after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
    later = _later(variables, finish)
    return [
        (node, source)
        for node, source in finish.sources
        if next(_never_before(variables, source, later), None) is None
    ]


def worked_before(variables: Variables, finish: Finish, ends: Iterable[int]) -> frozenset[int]:
    """Return the activities of a finish whose work never ends after that of all these.

    Parameters
    ----------
    ends
        Activities; they are returned too. What ends before an instant that is none of theirs
        alone, such as the end of elapsed time, may end after them.
    """
    later = _later(variables, finish)
    before: dict[int, list[Source]] = {}
    for _, source in finish.sources:
        for other in _never_before(variables, source, later):
            before.setdefault(id(other), []).append(source)
    boundaries, last = variables.problem.timeline.boundary_instants, set(ends)
    found = {
        id(source): source
        for _, source in finish.sources
        if source.activity in last and source.instants is boundaries
    }
    waiting = list(found)
    while waiting:
        new = {id(each): each for each in before.get(waiting.pop(), ()) if id(each) not in found}
        found |= new
        waiting += new
    ended = (source.activity for source in found.values() if source.instants is boundaries)
    return frozenset(activity for activity in ended if activity is not None)


def _later(variables: Variables, finish: Finish) -> dict[int, list[Source]]:
    """Return the sources of activities that every plan has, by activity."""
    later: dict[int, list[Source]] = {}
    for node, source in finish.sources:
        if source.activity is not None and not variables.droppable(node):
            later.setdefault(source.activity, []).append(source)
    return later


def _never_before(
    variables: Variables, source: Source, later: Mapping[int, list[Source]]
) -> Iterator[Source]:
    """Yield the other sources that are never before one."""
    if source.backward:
        return
    for arrow in variables.arrows_from(source):
        for other in later.get(arrow.succ, ()):
            if _is_never_later(variables, source, arrow, other):
                yield other


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
