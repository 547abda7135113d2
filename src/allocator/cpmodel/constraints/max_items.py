"""Nobody is on more items at a time than they may."""

from __future__ import annotations

from allocator.cpmodel.constraints.person_load import intervals_of_people
from allocator.cpmodel.variables import Variables


def add(variables: Variables) -> None:
    """Per person with a limit: a cumulative in which each item takes one place."""
    limits = variables.problem.people_rules.max_items
    for person, stretches in intervals_of_people(variables).items() if limits else ():
        intervals = [interval for interval, _ in stretches]
        if person in limits:
            variables.model.add_cumulative(intervals, [1] * len(intervals), limits[person])
