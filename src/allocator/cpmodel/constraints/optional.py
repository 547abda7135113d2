"""Only optional items are dropped, and an item is planned only if all it comes after is."""

from __future__ import annotations

from allocator.cpmodel.variables import Variables


def add(variables: Variables) -> None:
    """For every link from b to a: planned[a] implies planned[b]; mandatory items are constants."""
    for a, b in variables.problem.requires:
        if variables.droppable(a) and variables.droppable(b):
            variables.model.add_implication(variables.planned[a], variables.planned[b])
