"""Nothing finishes past its deadlines."""

from __future__ import annotations

from allocator.analysis.dates import Deadline, deadlines
from allocator.calendars.team import team_calendar
from allocator.checks.facts import Scheduled, scheduled, usable
from allocator.domain import Plan, RuleId, Scenario, Violation
from allocator.domain.quantities import iso
from allocator.wording import hours_and_days, instant


def check(scenario: Scenario, plan: Plan) -> list[Violation]:
    """Return all items that finish past their own deadline, their project's or the calendar's.

    Those that the plan itself says it breaks, with a finish as late as that, are marked as relaxed.
    """
    declared = {
        (relaxed.kind, relaxed.id): relaxed.finish
        for relaxed in plan.solver.relaxed
        if usable(relaxed.finish, scenario)
    }
    return [
        Violation(
            rule=RuleId.DEADLINE,
            message=_message(scenario, planned, deadline),
            items=(planned.item.id,),
            relaxed=planned.finish <= declared.get((deadline.kind, deadline.id), deadline.instant),
        )
        for planned in scheduled(scenario, plan).values()
        if not planned.item.is_done
        for deadline in deadlines(scenario, planned.item)
        if planned.finish > deadline.instant
    ]


def _message(scenario: Scenario, planned: Scheduled, deadline: Deadline) -> str:
    whose = {
        "item": "its date" if planned.item.date is not None else "its deadline",
        "project": f"the deadline of project {deadline.id}",
        "calendar": "the end of the calendar",
    }[deadline.kind]
    team = team_calendar(scenario.calendar)
    hours = team.hours_between(deadline.instant, planned.finish)
    late = f"by {hours_and_days(hours, team.day_hours)} of" if hours else "though by no"
    return (
        f"{planned.item.name} finishes {instant(planned.finish)}, past {whose}, "
        f"{iso(deadline.when)}, {late} working time"
    )
