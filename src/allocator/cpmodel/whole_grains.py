"""Everything starts on a multiple of the problem's grain; see ``problem/grain.py``."""

from __future__ import annotations

from allocator.cpmodel.variables import KnownSolution, Variables
from allocator.problem.grain import grain


def keep_to_grain(variables: Variables) -> None:
    """Make each start a multiple of the grain.

    The least value of each tier stays what it is, but not every plan is a solution any longer.
    """
    slots = grain(variables.problem)
    if slots == 1:
        return
    for activity in variables.problem.activities:
        a = activity.index

        def hint(known: KnownSolution, a: int = a) -> int | None:
            start = known[0].starts[a]
            return None if start is None else start // slots

        number = variables.int_var(0, variables.problem.horizon // slots, f"grains[{a}]", hint)
        variables.model.add(variables.start[a] == slots * number)
