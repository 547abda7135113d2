"""Work that must fit into a sprint does not cross a sprint border."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator.analysis.scheduled import ScheduledItem
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Person, PlanAssignment, RuleId, Scenario, Violation, WorkItem
from allocator.wording import instant


def check(checked: CheckedPlan) -> list[Violation]:
    """Return everybody whose work on an item that must fit lies within no sprint of theirs.

    Before the first and after the last sprint there are no borders.
    """
    return [
        violation
        for planned in checked.scheduled.values()
        if _must_fit(checked.scenario, planned.item)
        for violation in _breaches(checked.scenario, planned)
    ]


def _must_fit(scenario: Scenario, item: WorkItem) -> bool:
    if item.is_done or scenario.sprints is None:
        return False
    return bool(scenario.sprints.fit if item.fit is None else item.fit)


def _breaches(scenario: Scenario, planned: ScheduledItem) -> Iterator[Violation]:
    for assignment in planned.assignments:
        person = scenario.person_by_id.get(assignment.person)
        if person is None or assignment.share <= 0:
            continue
        where = _crossed(scenario, person, planned.begins, assignment)
        if where is not None:
            yield Violation(
                rule=RuleId.SPRINT_FIT,
                message=f"{person.id} works on {planned.item.name} from "
                f"{instant(planned.begins)} to {instant(assignment.finish)}, {where}; "
                "it must fit into one sprint",
                items=(planned.item.id,),
                people=(person.id,),
            )


def _crossed(
    scenario: Scenario, person: Person, start: dt.datetime, assignment: PlanAssignment
) -> str | None:
    """Say which border somebody's work crosses; None where it fits."""
    sprints = scenario.sprints_of(person.team)
    if not sprints or assignment.finish <= sprints[0].begins or start >= sprints[-1].ends:
        return None
    if any(sprint.begins <= start and assignment.finish <= sprint.ends for sprint in sprints):
        return None
    for sprint in sprints:
        if start < sprint.begins < assignment.finish:
            return f"across the beginning of {sprint.name}, {instant(sprint.begins)}"
        if start < sprint.ends < assignment.finish:
            return f"across the end of {sprint.name}, {instant(sprint.ends)}"
    return "outside of every sprint"
