"""What the solver found, as a solution of the problem."""

from __future__ import annotations

from collections.abc import Callable

from ortools.sat.python import cp_model

from allocator.cpmodel.variables import Variables
from allocator.problem.model import Solution

Value = Callable[[cp_model.IntVar], int]


def extract(variables: Variables, value: Value) -> Solution:
    """Read starts, people and planned items out of a solver or a solution callback."""
    problem = variables.problem
    planned = tuple(
        not variables.droppable(k) or bool(value(literal))
        for k, literal in enumerate(variables.planned)
    )
    starts, people = [], []
    for activity in problem.activities:
        a = activity.index
        there = planned[activity.node]
        starts.append(value(variables.start[a]) if there else None)
        people.append(
            tuple(
                tuple(p for p in staffing.people if there and value(variables.pick[a, n, p]))
                for n, staffing in enumerate(activity.staffing if variables.with_people else ())
            )
        )
    return Solution(tuple(starts), tuple(people), planned)
