"""What the people of a crowd are needed for at the same time is no more than they are."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from allocator.cpmodel.variables import Variables
from allocator.problem.crowds import Crowd
from allocator.problem.model import Booking


def add_crowd_loads(
    variables: Variables, crowds: Iterable[Crowd], booked: Iterable[Booking]
) -> None:
    """Add a cumulative for each crowd.

    Parameters
    ----------
    variables
        Those of a model of starts.
    crowds, booked
        Of the problem with people; see ``Problem.booked``.
    """
    model, problem = variables.model, variables.problem
    known: dict[tuple[int, int], cp_model.IntervalVar] = {}
    taken = [each for each in booked if each.kind == "person"]
    for crowd in crowds:
        intervals, amounts = [], []
        for work in crowd.work:
            key = work.activity, work.slots
            if key not in known:
                known[key] = model.new_optional_fixed_size_interval_var(
                    variables.start[work.activity],
                    work.slots,
                    variables.present(problem.activities[work.activity]),
                    "work",
                )
            intervals.append(known[key])
            amounts.append(work.amount)
        for booking in taken:
            if booking.index in crowd.people:
                size = booking.end - booking.start
                intervals.append(model.new_fixed_size_interval_var(booking.start, size, "booked"))
                amounts.append(booking.amount)
        model.add_cumulative(intervals, amounts, crowd.capacity)
