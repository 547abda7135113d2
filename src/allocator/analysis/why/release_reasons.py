"""The dates before which an item may not begin, as reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.analysis.why.reason import Reason
from allocator.domain import Scenario, WorkItem
from allocator.domain.quantities import When, beginning


def date_reasons(scenario: Scenario, item: WorkItem, before: dt.datetime) -> Iterator[Reason]:
    """Yield the dates that an item would break if it began in a slot.

    Parameters
    ----------
    scenario, item
        The item, and the scenario that has it.
    before
        The beginning of the slot.
    """
    for kind, when, text in _releases(scenario, item):
        if before < beginning(when):
            sentence = text.format(wording.work_start(beginning(when), scenario.calendar))
            yield Reason.model_validate(
                {"kind": kind, "sentence": sentence, "until": beginning(when)}
            )


def _releases(scenario: Scenario, item: WorkItem) -> Iterator[tuple[str, When, str]]:
    for awaited in item.waits_for:
        if awaited.expected is not None:
            what = awaited.what.replace("{", "(").replace("}", ")")
            yield "expected", awaited.expected, f"{what} is expected {{}}"
    if item.blocked is not None and item.blocked.until is not None:
        what = item.blocked.by.replace("{", "(").replace("}", ")")
        by = f" by {what}" if what else ""
        yield "blocked", item.blocked.until, f"it is blocked{by} until {{}}"
    if not item.is_started:
        project = scenario.project_by_id.get(item.project or "")
        if item.not_before is not None:
            yield "release", item.not_before, "it may not start before {}"
        if item.date is not None:
            yield "release", item.date, "it is fixed to {}"
        if item.fixed is not None:
            yield "release", item.fixed, "it is fixed to {}"
        if project is not None and project.not_before is not None:
            yield "release", project.not_before, "its project may not start before {}"
    said = "nothing is planned before now," if scenario.now is not None else "the plan starts"
    yield "now", scenario.plan_from, f"{said} {{}}"
