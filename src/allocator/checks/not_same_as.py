"""Items that are to have different people have them."""

from __future__ import annotations

from allocator.analysis.scheduled import ScheduledItem
from allocator.checks.checked_plan import CheckedPlan, pairs_naming
from allocator.domain import RuleId, Violation
from allocator.wording import joined


def check(checked: CheckedPlan) -> list[Violation]:
    """Return each pair of items with somebody whom the plan puts on one, and who is on the other.

    Who has been on an item that has begun counts there, whoever goes on with it.
    """
    found = []
    for one, other in pairs_naming(checked, "not_same_as"):
        twice = _put_on(one) & _ever_on(other) | _put_on(other) & _ever_on(one)
        if twice:
            are = "is" if len(twice) == 1 else "are"
            message = f"{joined(sorted(twice))} {are} on {one.item.name} and on {other.item.name}"
            rule, items = RuleId.NOT_SAME_AS, (one.item.id, other.item.id)
            text = f"{message}, which are to have different people"
            people = tuple(sorted(twice))
            found.append(Violation(rule=rule, message=text, items=items, people=people))
    return found


def _put_on(planned: ScheduledItem) -> set[str]:
    """Return whom the plan has chosen for an item: not those who go on with it."""
    people = {assignment.person for assignment in planned.assignments}
    return people - set(planned.item.crew)


def _ever_on(planned: ScheduledItem) -> set[str]:
    """Return who is on an item in the plan, or has been on it."""
    return {assignment.person for assignment in planned.assignments} | set(planned.item.people)
