"""Nobody works on more than their whole time."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from allocator.analysis.capacity_use import CapacityUse
from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.sweep import overloads
from allocator.domain import RuleId, Violation
from allocator.domain.quantities import exact
from allocator.wording import amount, instant, joined


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all times at which the shares of somebody's items add up to more than 1.

    A person is on an item from its start to their own finish, nights and absences included.
    """
    holds: defaultdict[str, list[CapacityUse]] = defaultdict(list)
    for planned in checked.scheduled.values():
        for assignment in planned.assignments:
            share = exact(assignment.share)
            holds[assignment.person].append(
                CapacityUse(planned.item.id, assignment.start, assignment.finish, share)
            )
    return [
        Violation(
            rule=RuleId.PERSON_LOAD,
            message=f"{person} works on "
            + joined(f"{held.item} ({amount(held.amount)})" for held in over.held)
            + f" between {instant(over.start)} and {instant(over.finish)}: "
            + f"{amount(over.peak)} of their time",
            items=tuple(held.item for held in over.held),
            people=(person,),
        )
        for person, held_by in holds.items()
        for over in overloads(held_by, Fraction(1))
    ]
