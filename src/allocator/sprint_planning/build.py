"""Makes the sheets of a plan's sprints; this module only wires the parts together."""

from __future__ import annotations

from allocator.analysis.days import plan_days
from allocator.analysis.paused_work import PausedWork
from allocator.calendars import Calendars
from allocator.domain import Plan
from allocator.sprint_planning.choose import choose
from allocator.sprint_planning.commitment import (
    carry_overs,
    day_lines,
    item_lines,
    person_loads,
    skill_loads,
)
from allocator.sprint_planning.goals import sprint_goals
from allocator.sprint_planning.group_plan import GroupPlan
from allocator.sprint_planning.pull import pull_list
from allocator.sprint_planning.readiness import readiness
from allocator.sprint_planning.risks import items_at_risk
from allocator.sprint_planning.scope import Scope
from allocator.sprint_planning.sheet import SprintSheet
from allocator.sprint_planning.sprint_groups import sprint_groups


def sprint_sheets(
    plan: Plan, which: str = "next", team: str | None = None, *, option: str = "--sprint "
) -> list[SprintSheet]:
    """Return a sheet for each sprint that is asked for.

    Parameters
    ----------
    plan
        Its scenario has sprints.
    which
        ``current``, ``next``, ``all``, a sprint's number or its name.
    team
        The team whose sprints are meant; default: all teams.
    option
        How hints begin the option that names a sprint.

    Returns
    -------
    list of SprintSheet
        Ordered by team, then by sprint; without teams where all people share their sprints.

    Raises
    ------
    InputError
        The scenario has no sprints, no such sprint or no such team.
    """
    now = plan.scenario.plan_from
    calendars = Calendars(plan.scenario)
    shown = plan_days(plan, calendars)
    chosen = choose(sprint_groups(plan.scenario, team), which, now, option)
    plans = {id(group): GroupPlan(plan, group, calendars, shown) for group, _ in chosen}
    return [sheet(Scope(plans[id(group)], sprint)) for group, sprint in chosen]


def sheet(scope: Scope) -> SprintSheet:
    """Return the sheet of one sprint of one group."""
    people = person_loads(scope)
    return SprintSheet(
        scenario=scope.scenario.name,
        team=scope.team,
        name=scope.sprint.name,
        number=scope.sprint.number,
        start=scope.sprint.start,
        end=scope.sprint.end,
        counted_from=scope.counted_from,
        focus=scope.sprint.capacity,
        goals=sprint_goals(scope),
        items=item_lines(scope),
        people=people,
        days=day_lines(scope),
        carries_over=carry_overs(scope),
        ready=readiness(scope),
        risks=items_at_risk(scope),
        pull=pull_list(scope, people),
        skills=skill_loads(scope, people),
        put_aside=_put_aside(scope),
    )


def _put_aside(scope: Scope) -> tuple[PausedWork, ...]:
    """Return the work in progress that is interrupted when the sprint begins."""
    own = {entry.id for entry in scope.entries}
    if scope.counted_from >= scope.closes:
        return ()
    first = scope.calendars.team.first_slot(scope.counted_from)
    return tuple(
        one
        for one in scope.group_plan.put_aside
        if one.id in own and one.goes_on.date() > first.date()
    )
