"""A known solution as a warm start."""

from __future__ import annotations

from allocator.cpmodel.variables import Variables
from allocator.problem.model import Solution


def set_hints(variables: Variables, solution: Solution) -> None:
    """Give the solver the value of every variable that a solution determines."""
    variables.model.clear_hints()  # type: ignore[no-untyped-call]
    known = (solution, variables.evaluator.evaluate(solution))
    given = [(variable.index, hint(known)) for variable, hint in variables.hints.values()]
    hints = variables.model.proto.solution_hint
    hints.vars.extend([index for index, value in given if value is not None])
    hints.values.extend([value for _, value in given if value is not None])
