"""Warnings of a scenario that hold with the progress that a re-planning assumes."""

from __future__ import annotations

from allocator import domain
from allocator.domain import Scenario
from allocator.errors import Finding
from allocator.replanning.assumed_progress import Mode, assume_progress, unreported_items
from allocator.scenario.load import Loaded
from allocator.scenario.validate.progress import went_ahead

_TOO_LITTLE_TIME = frozenset({"no-time", "never-late", "always-late", "too-much-work"})
"""Codes of warnings about the dates of an item, which no longer matter once it has begun."""


def warnings_with_progress(loaded: Loaded, baseline: domain.Plan, mode: Mode) -> list[Finding]:
    """Return the warnings of a scenario that hold with the progress that is assumed.

    An item that has begun no longer needs the time that there is too little of, and what is
    assumed to have happened in time was waited for.

    Parameters
    ----------
    loaded
        The scenario as of now.
    baseline
        The plan that people go by.
    mode
        What is assumed of items whose state is not reported.
    """
    scenario = loaded.scenario
    begun = (
        set(unreported_items(scenario, baseline, loaded.reported)) if mode == "on-plan" else set()
    )
    today = scenario
    if any(finding.ahead_of is not None for finding in loaded.warnings):
        today, _ = assume_progress(scenario, baseline, loaded.reported, mode)
    return [
        each
        for each in loaded.warnings
        if not (each.code in _TOO_LITTLE_TIME and each.subjects[0] in begun) and _holds(each, today)
    ]


def _holds(finding: Finding, today: Scenario) -> bool:
    """Whether a finding about what went ahead of its predecessors holds as of today."""
    if finding.ahead_of is None:
        return True
    name, number = finding.ahead_of
    return went_ahead(today, today.item_by_id[name], number)
