"""Frozen items stand where the baseline has them."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.analysis.scheduled import ScheduledItem
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import RuleId, Standing, Violation
from allocator.wording import instant, joined


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all frozen items that have moved, changed hands or been dropped."""
    found = []
    known, said = checked.scheduled, checked.entries
    for item_id, standing in checked.scenario.standing.items():
        if not standing.frozen:
            continue
        name = checked.scenario.item_by_id[item_id].name
        if item_id in known:
            problems = list(_problems(known[item_id], standing))
        elif item_id in said and said[item_id].state == "dropped":
            problems = ["is dropped"]
        else:
            problems = []  # completeness says what is wrong with it
        found += [
            Violation(
                rule=RuleId.FREEZE, message=f"{name} is frozen, but {problem}", items=(item_id,)
            )
            for problem in problems
        ]
    return found


def _problems(planned: ScheduledItem, standing: Standing) -> Iterator[str]:
    if planned.begins != standing.start:
        word = "is taken up" if planned.item.is_started else "starts"
        yield f"{word} {instant(planned.begins)}, in the baseline {instant(standing.start)}"
    people = sorted(said.person for said in planned.assignments)
    if people != sorted(standing.people):
        yield f"is with {_names(people)}, in the baseline with {_names(standing.people)}"


def _names(people: list[str] | tuple[str, ...]) -> str:
    return joined(people) if people else "nobody"
