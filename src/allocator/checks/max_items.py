"""Nobody is on more items at a time than they may."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from allocator.analysis.capacity_use import CapacityUse
from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.sweep import overloads
from allocator.domain import RuleId, Violation
from allocator.wording import instant, joined


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all times at which somebody is on more items than their max_items.

    They are on an item from its start to their own finish, nights and absences included; what is
    done is history.
    """
    scenario = checked.scenario
    held: defaultdict[str, list[CapacityUse]] = defaultdict(list)
    for planned in checked.scheduled.values():
        for each in planned.assignments if not planned.item.is_done else ():
            held[each.person].append(
                CapacityUse(planned.item.id, each.start, each.finish, Fraction(1))
            )
    found = []
    for name, uses in held.items():
        person = scenario.person_by_id.get(name)
        most = None if person is None else scenario.max_items_of(person)
        for over in overloads(uses, Fraction(most)) if most is not None else ():
            items = tuple(use.item for use in over.held)
            found.append(
                Violation(
                    rule=RuleId.MAX_ITEMS,
                    message=f"{name} is on {int(over.peak)} items at a time ({joined(items)}) "
                    f"between {instant(over.start)} and {instant(over.finish)}; "
                    f"max_items is {most}",
                    items=items,
                    people=(name,),
                )
            )
    return found
