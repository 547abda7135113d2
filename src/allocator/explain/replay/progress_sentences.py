"""Says of differences what was and is; of progress, how it differs from the plan."""

from __future__ import annotations

from functools import cached_property

from allocator.analysis.why.binding import BindingConstraints
from allocator.analysis.why.causes import Causes
from allocator.analysis.why.progress import progress_cause
from allocator.calendars import Calendars
from allocator.domain import Plan
from allocator.explain.replay.differences import Difference


class ProgressSentences:
    """Writes sentences of differences between two plans.

    Parameters
    ----------
    old, new
        The plans.
    """

    def __init__(self, old: Plan, new: Plan) -> None:
        self._old, self._new = old, new
        self._causes = Causes(old.scenario, new.scenario)

    @cached_property
    def _sides(self) -> tuple[BindingConstraints, BindingConstraints]:
        was, now = (
            BindingConstraints(plan, Calendars(plan.scenario)) for plan in (self._old, self._new)
        )
        return was, now

    def of(self, difference: Difference) -> str:
        """Return what was and is, in a sentence."""
        if difference.main.is_stalled or not difference.main.is_progress:
            return difference.sentence
        item = difference.id
        failed = self._causes.of_failure(item)
        if failed is not None:
            return failed.sentence
        before, after = (p.scenario.item_by_id.get(item) for p in (self._old, self._new))
        if before is not None and after is not None and after.failures > before.failures:
            return f"try {after.failures} of {item} failed, and it is tried again"
        told = progress_cause(*self._sides, item)
        return told.sentence if told is not None else f"{item} has not gone as planned"
