"""An item starts or finishes no earlier than each of its links, with its lag, allows."""

from __future__ import annotations

from allocator.cpmodel.step_functions import at_least_table, beyond_axis
from allocator.cpmodel.variables import Literal, Variables
from allocator.problem.activity import Endpoint
from allocator.problem.precedence import Arrow
from allocator.problem.timeline import Table


def add(variables: Variables) -> None:
    """For every arrow: one of its targets is at least what the source's value asks for."""
    for arrow in variables.problem.arrows:
        activity = variables.problem.activities[arrow.succ]
        enforced = [variables.present(activity)] if variables.droppable(activity.node) else []
        if len(arrow.targets) == 1:
            endpoint, least = arrow.targets[0]
            _add(variables, arrow, endpoint, least, enforced)
            continue
        chosen = [variables.literal("which", lambda _known: None) for _ in arrow.targets]
        variables.model.add_bool_or(chosen)
        for literal, (endpoint, least) in zip(chosen, arrow.targets, strict=True):
            _add(variables, arrow, endpoint, least, [*enforced, literal])


def _add(
    variables: Variables, arrow: Arrow, endpoint: Endpoint, least: Table, enforced: list[Literal]
) -> None:
    target = (variables.end if endpoint is Endpoint.WORK_END else variables.start)[arrow.succ]
    table = beyond_axis(least, variables.problem.horizon)
    source = variables.of(arrow.source)
    if source is None:
        variables.model.add(target >= int(table[0])).only_enforce_if(*enforced)
        return
    low, high = variables.low(arrow.source), variables.high(arrow.source)
    at_least_table(variables, target, source, table, low, high, enforced=enforced)
