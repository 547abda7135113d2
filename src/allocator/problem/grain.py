"""The grain of a problem: the slots that lie between the starts and ends of some best plan.

Where people estimate in days or half days and begin in the morning, no item of a plan that is
shifted left as far as it goes starts or ends between, though a slot is an hour. A search or a bound
that knows has a quarter or an eighth of the starts to look at.

Let the grain be g, and all that an item may wait for, a release, an end of what is before it by the
links, or of what takes its people and resources, lie on multiples of g. Let it have a start at the
last multiple m before any possible start s, and its end then lie on a multiple, too. Links are kept
at m if they are at s, people and resources are free from m on if they are from s on, and the item
ends no later. So, item by item in the order of their starts, any plan can be shifted to multiples.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from allocator.problem.activity import Endpoint
from allocator.problem.durations import are_certain
from allocator.problem.model import Problem
from allocator.problem.objective import TierKind
from allocator.problem.timeline import NEVER, IntArray, Table


def grain(problem: Problem) -> int:
    """Return the greatest g such that some best plan starts and ends all on multiples of g slots.

    It holds for each tier as long as those before it are kept. It is 1 where nothing is known, as
    where earlier is not better.
    """
    if any(tier.kind is TierKind.STABILITY for tier in problem.tiers):
        return 1
    if any(activity.choice for activity in problem.activities):
        return 1
    targets = {endpoint for arrow in problem.arrows for endpoint, _ in arrow.targets}
    if targets - {Endpoint.START} and not are_certain(problem):
        return 1
    found = math.gcd(*_fixed_slots(problem))
    tables, settled = list(_tables(problem)), 0
    while settled < len(tables) and found != 1:
        table = tables[settled]
        kept = _kept(table, found)
        if kept == found:
            settled += 1
        else:
            found, settled = kept, 0
    return max(1, found)


def _fixed_slots(problem: Problem) -> Iterator[int]:
    """Yield the slots at which something begins or ends whatever the plan."""
    yield 0
    for activity in problem.activities:
        yield activity.release
    for booking in problem.booked:
        yield from (booking.start, booking.end)
    for activity in problem.activities:
        if activity.staffing:
            yield max(staffing.fewest_slots for staffing in activity.staffing)


def _tables(problem: Problem) -> Iterator[Table]:
    """Yield the tables by which starts become ends, and these become starts of what waits."""
    found: dict[Table, None] = {}
    for activity in problem.activities:
        for staffing in activity.staffing:
            found.update(dict.fromkeys(staffing.finish))
        if activity.hold is not None:
            found[activity.hold] = None
    for arrow in problem.arrows:
        found.update(dict.fromkeys(table for _, table in arrow.targets))
    yield from found


def _kept(table: Table, grain: int) -> int:
    """Return the greatest divisor of a grain whose multiples a table leads to multiples.

    Between two multiples, where nothing is possible at the first, nothing may be possible at all.
    """
    values = table.values
    while grain > 1:
        first = values[::grain]
        known = first[first < NEVER]
        divisor = math.gcd(grain, int(np.gcd.reduce(known)) if len(known) else 0)
        if divisor == grain and _begins_blocks(values, grain):
            return grain
        grain = divisor if divisor < grain else _next_divisor(grain)
    return 1


def _begins_blocks(values: IntArray, grain: int) -> bool:
    possible = np.zeros(-(-len(values) // grain) * grain, dtype=bool)
    possible[: len(values)] = values < NEVER
    blocks = possible.reshape(-1, grain)
    return not bool((blocks.any(axis=1) & ~blocks[:, 0]).any())


def _next_divisor(number: int) -> int:
    return next(k for k in range(number // 2, 0, -1) if number % k == 0)
