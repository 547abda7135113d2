"""Items that are to have the same people have them."""

from __future__ import annotations

from allocator.checks.checked_plan import CheckedPlan, pairs_naming
from allocator.domain import RuleId, Violation
from allocator.wording import joined


def check(checked: CheckedPlan) -> list[Violation]:
    """Return each pair of items of which the one with fewer people has somebody of its own."""
    found = []
    for one, other in pairs_naming(checked, "same_as"):
        few, many = sorted((one, other), key=lambda planned: len(planned.assignments))
        have = {assignment.person for assignment in many.assignments}
        alone = [a.person for a in few.assignments if a.person not in have]
        if alone:
            are = "is" if len(alone) == 1 else "are"
            who = joined(sorted(have)) or "nobody"
            found.append(
                Violation(
                    rule=RuleId.SAME_AS,
                    message=f"{joined(alone)} {are} on {few.item.name}, and {who} on "
                    f"{many.item.name}, which are to have the same people",
                    items=(one.item.id, other.item.id),
                    people=tuple(alone),
                )
            )
    return found
