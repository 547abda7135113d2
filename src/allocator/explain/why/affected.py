"""Who else is concerned: what waits for a subject, and whom its first remedy would cost."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from allocator.explain.subjects import Subject, subjects
from allocator.explain.trials import TrialOutcome
from allocator.explain.why.attempts import Attempts
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.models import AffectedItem

MAX_NAMED = 12
"""Things that are named at most."""


def waiting_for(graph: BindingGraph) -> tuple[str, ...]:
    """Return the milestones that wait for a subject, directly or not; without any, the items."""
    ours = set(graph.subject.items) | set(graph.last)
    scope = graph.scenario.scope
    found: dict[str, None] = {}
    before = {name for name in ours if name in scope.item_by_id}
    while before:
        new = {
            item.id
            for item in scope.items
            if item.id not in ours
            and item.id not in found
            and any(link.item in before for link in item.after)
        }
        found |= dict.fromkeys(item.id for item in scope.items if item.id in new)
        before = new
    planned = [name for name in found if name in graph.binding.dates]
    milestones = [name for name in planned if graph.item(name).is_milestone]
    return tuple((milestones or planned)[:MAX_NAMED])


def affected_by(
    attempts: Attempts, subject: Subject, found: Sequence[TrialOutcome | None]
) -> tuple[AffectedItem, ...]:
    """Return the projects and milestones that a change makes later, the most first.

    With every seed, and by more than they differ between the seeds without a change.
    """
    later = list(_later(attempts, subject, found))
    return tuple(sorted(later, key=lambda one: -one.days)[:MAX_NAMED])


def _later(
    attempts: Attempts, subject: Subject, found: Sequence[TrialOutcome | None]
) -> Iterator[AffectedItem]:
    for each in subjects(attempts.trials.plan):
        if each.kind not in ("milestone", "project") or each.id == subject.id:
            continue
        gain = attempts.compared(each, found)
        noise = attempts.noise(each)
        if gain.by_seed and max(gain.by_seed) < -noise:
            days = round(-statistics.fmean(gain.by_seed), 2)
            yield AffectedItem(kind=each.kind, id=each.id, title=each.title, days=days)
