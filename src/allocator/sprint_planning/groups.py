"""Who plans together: the people who share their sprints, and the items that are theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allocator.analysis.dates import planned
from allocator.domain import Person, Plan, PlanItem, Scenario, Sprint
from allocator.errors import InputError


@dataclass(frozen=True)
class Group:
    """People with the same sprints.

    Attributes
    ----------
    team
        Its name; None where it is everybody.
    people
        In the scenario's order.
    sprints
        In order; at least one.
    """

    team: str | None
    people: tuple[Person, ...]
    sprints: tuple[Sprint, ...]


def groups(scenario: Scenario, team: str | None = None) -> list[Group]:
    """Return who plans together: everybody where all share their sprints, else each team.

    Parameters
    ----------
    scenario
        With people, teams and sprints.
    team
        Only this one.

    Raises
    ------
    InputError
        There are no sprints, or no such team.
    """
    if scenario.sprints is None:
        raise InputError(
            "this plan has no sprints. Add them to the scenario and plan again, for example\n"
            "  sprints:\n"
            f"    {{length: 2w, first: {scenario.calendar.start:%Y-%m-%d}, count: 6}}"
        )
    teams = _teams(scenario)
    if team is not None:
        if team not in teams:
            known = ", ".join(name for name in teams if name is not None)
            raise InputError(
                f'there is no team "{team}"; '
                + (f"the teams are {known}" if known else "give people a team: in the scenario")
            )
        found = [_group(scenario, team)]
    elif len({scenario.sprints_of(name) for name in teams}) <= 1:
        found = [Group(None, scenario.people, scenario.sprints_of(None) or _any(scenario, teams))]
    else:
        found = [_group(scenario, name) for name in teams]
    with_sprints = [group for group in found if group.sprints]
    if not with_sprints:
        raise InputError(f'team "{team}" has no sprints; add them under sprints: teams:')
    return with_sprints


def _teams(scenario: Scenario) -> dict[str | None, None]:
    """Return the teams of people in the order in which they first stand in the scenario."""
    return dict.fromkeys(person.team for person in scenario.people) or {None: None}


def _any(scenario: Scenario, teams: Iterable[str | None]) -> tuple[Sprint, ...]:
    return next((found for name in teams if (found := scenario.sprints_of(name))), ())


def _group(scenario: Scenario, team: str | None) -> Group:
    people = tuple(person for person in scenario.people if (person.team) == team)
    return Group(team, people, scenario.sprints_of(team))


def entries_of(plan: Plan, group: Group) -> tuple[PlanItem, ...]:
    """Return the entries with dates that are the group's, in the scenario's order.

    An item belongs to the teams of its people. A milestone, or what only takes calendar time,
    belongs to the teams of what it comes after; where that is nothing, to those of what comes
    after it; else to everybody.
    """
    dated = [entry for entry, _, _ in planned(plan.items)]
    if group.team is None and len(group.people) == len(plan.scenario.people):
        return tuple(dated)
    teams = _teams_of_items(plan.scenario, dated)
    return tuple(entry for entry in dated if not teams[entry.id] or group.team in teams[entry.id])


def _teams_of_items(
    scenario: Scenario, entries: Iterable[PlanItem]
) -> dict[str, frozenset[str | None]]:
    before = {item.id: [link.item for link in item.after] for item in scenario.items}
    after: dict[str, list[str]] = {item.id: [] for item in scenario.items}
    for item in scenario.items:
        for link in item.after:
            after[link.item].append(item.id)
    found = {entry.id: _own_teams(scenario, entry) for entry in entries}
    for neighbours in (before, after):
        _spread(found, neighbours)
    return found


def _own_teams(scenario: Scenario, entry: PlanItem) -> frozenset[str | None]:
    """Return the teams of those who work on the entry, or did."""
    ids = [work.person for work in entry.assignments] or scenario.item_by_id[entry.id].people
    people = scenario.person_by_id
    return frozenset(people[i].team for i in ids if i in people)


def _spread(found: dict[str, frozenset[str | None]], neighbours: dict[str, list[str]]) -> None:
    """Give items without teams those of their neighbours, until nothing changes."""
    waiting = [item for item, teams in found.items() if not teams]
    changed = True
    while changed:
        changed = False
        for item in waiting:
            near: frozenset[str | None] = frozenset().union(
                *(found.get(other, frozenset()) for other in neighbours[item])
            )
            if near and not found[item]:
                found[item] = near
                changed = True
