"""Frozen items stand where the baseline has them."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.analysis.scheduled import ScheduledItem
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import BaselineItem, RuleId, Violation
from allocator.wording import instant, joined


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all frozen items that have other dates or people, or are dropped."""
    found = []
    known, entries = checked.scheduled, checked.entries
    for item_id, baseline_item in checked.scenario.baseline_by_item.items():
        if not baseline_item.frozen:
            continue
        name = checked.scenario.item_by_id[item_id].name
        if item_id in known:
            problems = list(_problems(known[item_id], baseline_item))
        elif item_id in entries and entries[item_id].state == "dropped":
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


def _problems(planned: ScheduledItem, baseline_item: BaselineItem) -> Iterator[str]:
    if planned.begins != baseline_item.start:
        word = "is taken up" if planned.item.is_started else "starts"
        yield f"{word} {instant(planned.begins)}, in the baseline {instant(baseline_item.start)}"
    people = sorted(assignment.person for assignment in planned.assignments)
    if people != sorted(baseline_item.people):
        yield f"is with {_names(people)}, in the baseline with {_names(baseline_item.people)}"


def _names(people: list[str] | tuple[str, ...]) -> str:
    return joined(people) if people else "nobody"
