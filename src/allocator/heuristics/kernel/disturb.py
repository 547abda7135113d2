"""Disturbed orders: the places of activities in an order, some of them moved at random.

Places are whole numbers from 0 to about ``ORDER_SPAN``. ``heuristics/disturb.py`` does the same
for places from 0 to 1, for the first plan, with the parameters of the same class.
"""

from __future__ import annotations

from allocator.heuristics.kernel.chains import causes, chain_end, draw_stretch
from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    ALL_DEVIATION,
    FEW_DEVIATION,
    FEW_TENTHS,
    GROUP,
    GROUP_LIST,
    GROUP_PTR,
    GROUPS,
    MAX_CHAIN,
    MAX_FEW,
    MAX_FEW_RESOURCES,
    MIN_ORDER_DEVIATION,
    ORDER_DEVIATIONS,
    PROJECT_ODDS,
    RESOURCE_DEVIATION,
    RESOURCE_DEVIATIONS,
    WHOLE_PROJECT_TENTHS,
)
from allocator.heuristics.kernel.random_numbers import draw, draw_normal
from allocator.problem.timeline import IntArray

ORDER_SPAN = 1 << 20
"""Distance from the first place of an order to the last."""


@kernel
def disturb_order(
    flat: IntArray,
    settings: IntArray,
    order: IntArray,
    priority: IntArray,
    shift: IntArray,
    seeds: IntArray,
) -> None:
    """Write an order with some projects, or all single activities, at other places."""
    width, groups = (
        settings[MIN_ORDER_DEVIATION] + draw(seeds, settings[ORDER_DEVIATIONS]),
        flat[GROUPS],
    )
    whole = groups > 1 and draw(seeds, 10) < settings[WHOLE_PROJECT_TENTHS]
    odds = settings[PROJECT_ODDS + draw(seeds, 3)]
    for g in range(groups):
        shift[g] = draw_normal(seeds, width) if draw(seeds, odds) == 0 else 0
    for a in range(flat[ACTIVITIES]):
        moved = shift[flat[flat[GROUP] + a]] if whole else draw_normal(seeds, width)
        priority[a] = order[a] + moved


@kernel
def take_starts(flat: IntArray, schedule: IntArray, priority: IntArray) -> None:
    """Write the starts of a schedule as places; what has none goes last."""
    last = 1
    for a in range(flat[ACTIVITIES]):
        last = max(last, schedule[a])
    for a in range(flat[ACTIVITIES]):
        late = ORDER_SPAN + ORDER_SPAN // 5
        priority[a] = schedule[a] * ORDER_SPAN // last if schedule[a] >= 0 else late


@kernel
def disturb_starts(
    flat: IntArray, settings: IntArray, schedule: IntArray, priority: IntArray, seeds: IntArray
) -> None:
    """Write the starts of a schedule as places, a few of them moved or all of them a little."""
    few = draw(seeds, 10) < settings[FEW_TENTHS]
    take_starts(flat, schedule, priority)
    if few:
        many = 1 + draw(seeds, settings[MAX_FEW])
        move_few(flat, priority, many, settings[FEW_DEVIATION], seeds)
    else:
        for a in range(flat[ACTIVITIES]):
            priority[a] += draw_normal(seeds, settings[ALL_DEVIATION])


@kernel
def disturb_few(
    flat: IntArray, settings: IntArray, schedule: IntArray, priority: IntArray, seeds: IntArray
) -> None:
    """Write the starts of a schedule as places, very few of them moved, near or far."""
    take_starts(flat, schedule, priority)
    width = ORDER_SPAN // (
        settings[RESOURCE_DEVIATION] + draw(seeds, settings[RESOURCE_DEVIATIONS])
    )
    move_few(flat, priority, 1 + draw(seeds, settings[MAX_FEW_RESOURCES]), width, seeds)


@kernel
def move_few(flat: IntArray, priority: IntArray, many: int, width: int, seeds: IntArray) -> None:
    """Move so many activities, drawn at random, by a normal deviate."""
    for _ in range(many):
        priority[draw(seeds, flat[ACTIVITIES])] += draw_normal(seeds, width)


@kernel
def pull_chain(
    flat: IntArray,
    values: IntArray,
    state: IntArray,
    settings: IntArray,
    order: IntArray,
    priority: IntArray,
    focus: int,
    seeds: IntArray,
) -> None:
    """Write an order with a stretch of the chain before a late finish, or its project, earlier."""
    for a in range(flat[ACTIVITIES]):
        priority[a] = order[a]
    a = chain_end(flat, values, state, focus, seeds)
    if a < 0:
        return
    width = ORDER_SPAN >> (2 + draw(seeds, 6))
    delta = abs(draw_normal(seeds, width))
    if draw(seeds, 3) == 0:
        group = flat[flat[GROUP] + a]
        for k in range(flat[flat[GROUP_PTR] + group], flat[flat[GROUP_PTR] + group + 1]):
            priority[flat[flat[GROUP_LIST] + k]] -= delta
        return
    by_capacity = draw(seeds, 2)
    skipped, many = draw_stretch(seeds, settings[MAX_CHAIN])
    while a >= 0 and many > 0:
        if skipped > 0:
            skipped -= 1
        else:
            many -= 1
            priority[a] -= delta
        pred, other = causes(flat, state, a, by_capacity)
        if other >= 0 and draw(seeds, 2):
            if draw(seeds, 2):
                priority[other] += delta
                a = pred
            else:
                a = other
        else:
            a = pred
