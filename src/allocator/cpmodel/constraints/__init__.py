"""One rule, one module; each has its twin in checks. They are added in this order."""

from allocator.cpmodel.constraints import (
    budget,
    deadline,
    handover,
    max_items,
    not_same_as,
    optional,
    overlap,
    person_load,
    precedence,
    release,
    resource_load,
    same_as,
    staffing,
    working_time,
)

CONSTRAINTS = {
    "optional": optional.add,
    "staffing": staffing.add,
    "not_same_as": not_same_as.add,
    "same_as": same_as.add,
    "release": release.add,
    "working_time": working_time.add,  # makes the pieces that person_load turns into intervals
    "precedence": precedence.add,
    "overlap": overlap.add,
    "handover": handover.add,
    "person_load": person_load.add,
    "max_items": max_items.add,
    "resource_load": resource_load.add,
    "deadline": deadline.add,
    "budget": budget.add,
}
"""Rule name -> function that adds it to the model."""
