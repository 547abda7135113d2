"""Nothing starts before it may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator.analysis.dates import plan_start
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import RuleId, Scenario, Violation, WorkItem
from allocator.domain.quantities import beginning
from allocator.wording import instant


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all items on which work begins before it may.

    Of an item in progress it is what remains of it that is looked at.
    """
    return [
        Violation(
            rule=RuleId.RELEASE,
            message=f"{planned.item.name} {_verb(planned.item)} {instant(planned.begins)}, "
            f"before {whose}, {instant(release)}",
            items=(item_id,),
        )
        for item_id, planned in checked.scheduled.items()
        if not planned.item.is_started or planned.assignments
        for release, whose in _releases(checked.scenario, planned.item)
        if planned.begins < release
    ]


def _verb(item: WorkItem) -> str:
    return "is taken up again" if item.is_started else "starts"


def _releases(scenario: Scenario, item: WorkItem) -> Iterator[tuple[dt.datetime, str]]:
    if item.is_done:
        return
    yield plan_start(scenario), "the start of the plan"
    if scenario.now is not None:
        yield scenario.present, "now"
    for awaited in item.waits_for:
        if awaited.expected is not None:
            yield beginning(awaited.expected), f'"{awaited.what}" is expected'
    if item.blocked is not None and item.blocked.until is not None:
        by = f' by "{item.blocked.by}"' if item.blocked.by else ""
        yield beginning(item.blocked.until), f"it is no longer blocked{by}"
    if item.is_started:
        return
    if item.not_before is not None:
        yield beginning(item.not_before), "its not_before"
    if item.date is not None:
        yield beginning(item.date), "its date"
    if item.project is not None:
        project = scenario.project_by_id[item.project]
        if project.not_before is not None:
            yield beginning(project.not_before), f"the not_before of project {project.id}"
