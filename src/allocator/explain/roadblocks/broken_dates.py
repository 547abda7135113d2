"""Hard dates that a plan on trial does not keep."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.analysis.dates import Deadline, deadlines, planned, tightest
from allocator.domain import Scenario
from allocator.errors import ScenarioError
from allocator.explain.trials import TrialOutcome


def broken_dates(outcome: TrialOutcome) -> Iterator[str]:
    """Yield each hard date that an outcome does not keep, in words and once."""
    if not outcome.excess:
        return
    found: dict[str, None] = {}
    for entry, _, finish in planned(outcome.items):
        item = outcome.scenario.item_by_id[entry.id]
        if not item.is_done:
            missed = [one for one in deadlines(outcome.scenario, item) if finish > one.instant]
            found |= dict.fromkeys(_named(outcome.scenario, one) for one in missed)
    yield from found


def refused_dates(scenario: Scenario, error: ScenarioError) -> Iterator[str]:
    """Yield the hard dates for which a delay leaves no time, in words and once.

    Parameters
    ----------
    scenario
        Without the delay.
    error
        With it: what leaves items no time. What is about no dates is told as it stands.
    """
    found: dict[str, None] = {}
    for finding in error.findings:
        items = (scenario.item_by_id.get(name) for name in finding.subjects)
        ends = [tightest(deadlines(scenario, item)) for item in items if item is not None]
        dates = [_named(scenario, end) for end in ends if end is not None]
        if finding.severity == "error":
            found |= dict.fromkeys(dates or [finding.message])
    yield from found


def _named(scenario: Scenario, deadline: Deadline) -> str:
    when = wording.when(deadline.when)
    if deadline.kind == "calendar" or deadline.id is None:
        return f"the end of the calendar ({when})"
    if deadline.kind == "project":
        project = scenario.project_by_id[deadline.id]
        return f"the deadline of project {wording.label(project.name or project.id)} ({when})"
    item = scenario.item_by_id[deadline.id]
    date = "fixed date" if item.date is not None else "deadline"
    return f"the {date} of {wording.label(item.id, item.title)} ({when})"
