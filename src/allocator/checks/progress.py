"""Done items keep their dates, items in progress keep their start, the rest is planned."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.analysis.scheduled import ScheduledItem
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import RuleId, Scenario, Violation
from allocator.wording import instant, joined

_STATES = {"todo": "planned", "in_progress": "in_progress", "done": "done", "failed": "failed"}


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all items whose state, dates or people in the plan are not what has happened."""
    return [
        Violation(rule=RuleId.PROGRESS, message=f"{planned.item.name} {problem}", items=(item_id,))
        for item_id, planned in checked.scheduled.items()
        for problem in _problems(checked.scenario, planned)
    ]


def _problems(scenario: Scenario, planned: ScheduledItem) -> Iterator[str]:
    item, state = planned.item, planned.entry.state
    if state != _STATES[item.state]:
        yield f"is {state} by plan; it is {_STATES[item.state]}"
    if item.state == "todo":
        return
    started = scenario.started_at(item)
    if planned.start != started:
        yield f"starts {instant(planned.start)} by plan; it was started {instant(started)}"
    if item.is_done:
        yield from _done(scenario, planned)


def _done(scenario: Scenario, planned: ScheduledItem) -> Iterator[str]:
    finished = scenario.finished_at(planned.item)
    if planned.finish != finished:
        yield f"finishes {instant(planned.finish)} by plan; it was finished {instant(finished)}"
    by_plan, really = [a.person for a in planned.assignments], planned.item.people
    if sorted(by_plan) != sorted(really):
        yield f"was done by {_names(by_plan)} by plan; it was done by {_names(really)}"
    for one in planned.assignments:
        if one.share or one.effort_hours:
            yield f"is done, but takes time of {one.person} by plan"
        if (one.start, one.finish) != (planned.start, planned.finish):
            yield f"has other dates for {one.person} than for itself"


def _names(people: list[str] | tuple[str, ...]) -> str:
    return joined(people) if people else "nobody named"
