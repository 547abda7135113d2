"""Nothing finishes past its deadlines."""

from __future__ import annotations

from allocator.analysis.dates import Deadline, deadlines
from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars import TeamCalendar
from allocator.checks.checked_plan import CheckedPlan, usable
from allocator.domain import RuleId, Violation
from allocator.domain.quantities import iso
from allocator.wording import hours_and_days, instant


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all items that finish past their own deadline, their project's or the calendar's.

    Those that the plan itself says it breaks, with a finish as late as that, are marked as relaxed.
    """
    scenario = checked.scenario
    declared = {
        (relaxed.kind, relaxed.id): relaxed.finish
        for relaxed in checked.plan.solver.relaxed
        if usable(relaxed.finish, scenario)
    }
    return [
        Violation(
            rule=RuleId.DEADLINE,
            message=_message(checked.calendars.team, planned, deadline),
            items=(planned.item.id,),
            relaxed=planned.finish <= declared.get((deadline.kind, deadline.id), deadline.instant),
        )
        for planned in checked.scheduled.values()
        if not planned.item.is_done
        for deadline in deadlines(scenario, planned.item)
        if planned.finish > deadline.instant
    ]


def _message(team: TeamCalendar, planned: ScheduledItem, deadline: Deadline) -> str:
    whose = {
        "item": "its date" if planned.item.date is not None else "its deadline",
        "project": f"the deadline of project {deadline.id}",
        "calendar": "the end of the calendar",
    }[deadline.kind]
    hours = team.hours_between(deadline.instant, planned.finish)
    late = f"by {hours_and_days(hours, team.day_hours)} of" if hours else "though by no"
    return (
        f"{planned.item.name} finishes {instant(planned.finish)}, past {whose}, "
        f"{iso(deadline.when)}, {late} working time"
    )
