"""Deadlines that a plan says it breaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator.analysis.annotate import days_late
from allocator.analysis.dates import Deadline, deadlines
from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.claimed_values import agree, claim, stated
from allocator.domain import RelaxedDeadline, Violation
from allocator.domain.quantities import iso
from allocator.wording import amount, instant


def check(checked: CheckedPlan) -> list[Violation]:
    """Return the declared breaches of deadlines that are none, or not as declared."""
    latest: dict[tuple[str, str | None], tuple[Deadline, dt.datetime]] = {}
    for planned in checked.scheduled.values():
        if planned.item.is_done:
            continue
        for deadline in deadlines(checked.scenario, planned.item):
            key = (deadline.kind, deadline.id)
            _, finish = latest.get(key, (deadline, planned.finish))
            latest[key] = (deadline, max(finish, planned.finish))
    return [
        violation
        for claimed in checked.plan.solver.relaxed
        for violation in _relaxation(checked, claimed, latest.get((claimed.kind, claimed.id)))
    ]


def _relaxation(
    checked: CheckedPlan, claimed: RelaxedDeadline, real: tuple[Deadline, dt.datetime] | None
) -> Iterator[Violation]:
    whose = (
        "the end of the calendar" if claimed.kind == "calendar" else f"{claimed.kind} {claimed.id}"
    )
    items = (claimed.id,) if claimed.kind == "item" and claimed.id is not None else ()
    head = f"the plan says that it breaks the deadline {iso(claimed.deadline)} of {whose}"
    if real is None:
        yield claim(f"{head}, but nothing planned has such a deadline", items=items)
        return
    deadline, finish = real
    late = days_late(checked.calendars.team, deadline.until, finish)
    if claimed.deadline != deadline.when:
        yield claim(f"{head}; it is {iso(deadline.when)}", items=items)
    if finish <= deadline.instant:
        yield claim(f"{head}, but that is kept: the last finish is {instant(finish)}", items=items)
    elif claimed.finish != finish:
        yield claim(
            f"{head} with {instant(claimed.finish)}; the last finish is {instant(finish)}",
            items=items,
        )
    elif not agree(claimed.late_days, late):
        days = amount(claimed.late_days)
        yield claim(f"{head} by {days} working days; it is {stated(late)}", items=items)
