"""The shares of what a person works on never add up to more than 1."""

from __future__ import annotations

from ortools.sat.python import cp_model

from allocator.cpmodel.variables import Variables
from allocator.problem.activity import Activity
from allocator.problem.model import Booking


def add(variables: Variables) -> None:
    """Per person: no overlap of whole-time work, else a cumulative over the shares."""
    scale = variables.problem.share_scale
    for stretches in intervals_of_people(variables).values():
        if len(stretches) < 2:
            continue
        intervals = [interval for interval, _ in stretches]
        shares = [share for _, share in stretches]
        if min(shares) * 2 > scale:
            variables.model.add_no_overlap(intervals)
        else:
            variables.model.add_cumulative(intervals, shares, scale)


def intervals_of_people(
    variables: Variables,
) -> dict[int, list[tuple[cp_model.IntervalVar, int]]]:
    """Return by person when they may be on an item, or are booked, and with which share."""
    work: dict[int, list[tuple[cp_model.IntervalVar, int]]] = {}
    for activity in variables.problem.activities:
        for n, staffing in enumerate(activity.staffing):
            for p in staffing.people:
                for interval in _intervals(variables, activity, n, p):
                    work.setdefault(p, []).append((interval, staffing.share))
    for booking in variables.problem.booked:
        if booking.kind == "person" and booking.index in work:
            work[booking.index].append((_booked(variables, booking), booking.amount))
    return work


def _booked(variables: Variables, booking: Booking) -> cp_model.IntervalVar:
    size = booking.end - booking.start
    return variables.model.new_fixed_size_interval_var(booking.start, size, "booked")


def _intervals(
    variables: Variables, activity: Activity, need: int, person: int
) -> list[cp_model.IntervalVar]:
    """Return the person's work as optional intervals: one, or for teams one per duration."""
    model, a = variables.model, activity.index
    pick = variables.pick[a, need, person]
    if len(activity.staffing) == 1 and activity.staffing[0].count == 1:
        return [
            model.new_optional_interval_var(
                variables.start[a], variables.size[a], variables.end[a], pick, "work"
            )
        ]
    return [
        model.new_optional_fixed_size_interval_var(variables.start[a], duration, piece, "work")
        for duration, piece in variables.piece.get((a, need, person), ())
    ]
