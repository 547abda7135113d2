"""The pages of a plan's sprints; this module only wires the parts together."""

from __future__ import annotations

from allocator.analysis.days import plan_days
from allocator.analysis.put_aside import PutAside, first_slot
from allocator.domain import Plan
from allocator.sprint_planning.choose import choose
from allocator.sprint_planning.commitment import (
    carries,
    days,
    item_lines,
    person_loads,
    skill_loads,
)
from allocator.sprint_planning.goals import goals
from allocator.sprint_planning.groups import groups
from allocator.sprint_planning.model import SprintSheet
from allocator.sprint_planning.pull import pull_list
from allocator.sprint_planning.readiness import readiness
from allocator.sprint_planning.risks import risks
from allocator.sprint_planning.scope import Scope
from allocator.sprint_planning.share import GroupShare


def sprint_sheets(plan: Plan, which: str = "next", team: str | None = None) -> list[SprintSheet]:
    """Return what is brought to the planning of sprints.

    Parameters
    ----------
    plan
        Whose scenario has sprints.
    which
        ``current``, ``next``, ``all``, a sprint's number or its name.
    team
        Only this team's.

    Returns
    -------
    list of SprintSheet
        By team, then sprint; one team where all people share their sprints.

    Raises
    ------
    InputError
        There are no sprints, no such sprint or no such team.
    """
    now = plan.scenario.plan_from
    shown = plan_days(plan)
    chosen = choose(groups(plan.scenario, team), which, now)
    shares = {id(group): GroupShare(plan, group, shown) for group, _ in chosen}
    return [sheet(Scope(shares[id(group)], sprint)) for group, sprint in chosen]


def sheet(scope: Scope) -> SprintSheet:
    """Return the page about a scope."""
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
        goals=goals(scope),
        items=item_lines(scope),
        people=people,
        days=days(scope),
        carries_over=carries(scope),
        ready=readiness(scope),
        risks=risks(scope),
        pull=pull_list(scope, people),
        skills=skill_loads(scope, people),
        put_aside=_put_aside(scope),
    )


def _put_aside(scope: Scope) -> tuple[PutAside, ...]:
    """Return the work in progress that waits for some days of the sprint, or all of them."""
    own = {entry.id for entry in scope.entries}
    if scope.counted_from >= scope.closes:
        return ()
    first = first_slot(scope.scenario, scope.counted_from)
    return tuple(
        one for one in scope.share.put_aside if one.id in own and one.goes_on.date() > first.date()
    )
