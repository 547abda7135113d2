"""What items hold of a resource never adds up to more than its capacity."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from allocator.cpmodel.step_functions import at_least_table
from allocator.cpmodel.variables import HintOf, KnownSolution, Variables
from allocator.problem.activity import Activity
from allocator.problem.timeline import NEVER


def add(variables: Variables) -> None:
    """Per resource: a cumulative over the items that hold it, from start to finish."""
    held: dict[int, list[tuple[cp_model.IntervalVar, int]]] = {}
    for activity in variables.problem.activities:
        if activity.demands:
            interval = _interval(variables, activity)
            for resource, amount in activity.demands:
                held.setdefault(resource, []).append((interval, amount))
    for booking in variables.problem.booked:
        if booking.kind == "resource" and booking.index in held:
            size = booking.end - booking.start
            interval = variables.model.new_fixed_size_interval_var(booking.start, size, "booked")
            held[booking.index].append((interval, booking.amount))
    for resource, stretches in held.items():
        intervals = [interval for interval, _ in stretches]
        amounts = [amount for _, amount in stretches]
        capacity = variables.problem.capacities[resource]
        variables.model.add_cumulative(intervals, amounts, capacity)


def _interval(variables: Variables, activity: Activity) -> cp_model.IntervalVar:
    """Return the time from start to finish, elapsed time included, as an interval."""
    model, a = variables.model, activity.index
    start, end = variables.start[a], variables.end[a]
    present = variables.present(activity)
    slots = _constant_slots(activity, variables.problem.horizon)
    if slots is not None:
        return model.new_optional_fixed_size_interval_var(start, slots, present, "holds")
    if activity.hold is None:
        size = variables.size[a]
    else:
        hold = activity.hold.values
        horizon = variables.problem.horizon

        def hint(known: KnownSolution) -> int | None:
            at = known[0].starts[a]
            if at is None:
                return None
            worked = known[1].ends[a]
            return max(int(min(hold[at], horizon)), at if worked is None else worked)

        allowed = np.flatnonzero(hold < NEVER)
        finish = np.append(np.where(hold < NEVER, hold, horizon), horizon)
        if len(allowed):
            shift = np.interp(np.arange(len(hold)), allowed, hold[allowed] - allowed)
            finish[:-1] = np.where(hold < NEVER, hold, np.arange(len(hold)) + shift.astype(int))
        last = int(finish.max())
        end = variables.int_var(0, last, f"held[{a}]", hint)
        low = int(variables.windows.earliest[a]) if variables.tight else 0
        high = int(variables.windows.latest[a]) if variables.tight else horizon
        at_least_table(variables, end, start, finish, low, high)
        if activity.staffing:
            model.add(end >= variables.end[a])
        size = variables.int_var(0, last, f"holding[{a}]", _difference(hint, variables.hint(start)))
    return model.new_optional_interval_var(start, size, end, present, "holds")


def _constant_slots(activity: Activity, horizon: int) -> int | None:
    """Return how many slots an elapsed time without people covers, if that never differs.

    What ends after the axis may be taken to cover as many: nothing starts there.
    """
    if activity.staffing or activity.hold is None:
        return None
    hold = activity.hold.values
    starts = np.flatnonzero(hold < horizon)
    covered = np.unique(hold[starts] - starts)
    return int(covered[0]) if len(covered) == 1 else None


def _difference(end: HintOf, start: HintOf) -> HintOf:
    def value(known: KnownSolution) -> int | None:
        later, earlier = end(known), start(known)
        return None if later is None or earlier is None else later - earlier

    return value
