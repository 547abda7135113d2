"""Nothing starts before it may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator.analysis.dates import plan_start
from allocator.checks.facts import scheduled
from allocator.checks.words import at
from allocator.domain import Plan, RuleId, Scenario, Violation, WorkItem
from allocator.domain.quantities import beginning


def check(scenario: Scenario, plan: Plan) -> list[Violation]:
    """Return all items that start before the plan does, or before a not_before."""
    return [
        Violation(
            rule=RuleId.RELEASE,
            message=f"{planned.item.name} starts {at(planned.start)}, before {whose}, "
            f"{at(release)}",
            items=(item_id,),
        )
        for item_id, planned in scheduled(scenario, plan).items()
        for release, whose in _releases(scenario, planned.item)
        if planned.start < release
    ]


def _releases(scenario: Scenario, item: WorkItem) -> Iterator[tuple[dt.datetime, str]]:
    yield plan_start(scenario), "the start of the plan"
    if item.not_before is not None:
        yield beginning(item.not_before), "its not_before"
    if item.project is not None:
        project = scenario.project_by_id[item.project]
        if project.not_before is not None:
            yield beginning(project.not_before), f"the not_before of project {project.id}"
