"""Groups people who share their sprints, with the items that are theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allocator.analysis.dates import planned
from allocator.domain import Person, Plan, PlanItem, Scenario, Sprint
from allocator.errors import InputError


@dataclass(frozen=True)
class SprintGroup:
    """People with the same sprints.

    Attributes
    ----------
    team
        Name of the team; None where the group is everybody.
    people
        In the scenario's order.
    sprints
        In order; at least one.
    """

    team: str | None
    people: tuple[Person, ...]
    sprints: tuple[Sprint, ...]


def sprint_groups(scenario: Scenario, team: str | None = None) -> list[SprintGroup]:
    """Return one group of everybody where all share their sprints, else one for each team.

    Parameters
    ----------
    scenario
        With people, teams and sprints.
    team
        The team that is meant; default: all teams.

    Raises
    ------
    InputError
        The scenario has no sprints, or no such team.
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
        found = [
            SprintGroup(None, scenario.people, scenario.sprints_of(None) or _any(scenario, teams))
        ]
    else:
        found = [_group(scenario, name) for name in teams]
    with_sprints = [group for group in found if group.sprints]
    if not with_sprints:
        raise InputError(f'team "{team}" has no sprints; add them under sprints: teams:')
    return with_sprints


def _teams(scenario: Scenario) -> dict[str | None, None]:
    """Return the teams of people, each at its first mention in the scenario."""
    return dict.fromkeys(person.team for person in scenario.people) or {None: None}


def _any(scenario: Scenario, teams: Iterable[str | None]) -> tuple[Sprint, ...]:
    return next((found for name in teams if (found := scenario.sprints_of(name))), ())


def _group(scenario: Scenario, team: str | None) -> SprintGroup:
    people = tuple(person for person in scenario.people if (person.team) == team)
    return SprintGroup(team, people, scenario.sprints_of(team))


def entries_of(plan: Plan, group: SprintGroup) -> tuple[PlanItem, ...]:
    """Return the planned items of a group, in the scenario's order.

    An item belongs to the teams of its people. An item without people belongs to the teams of
    its predecessors; where there are none, to those of its successors; else to everybody.
    """
    dated = [entry for entry, _, _ in planned(plan.items)]
    if group.team is None and len(group.people) == len(plan.scenario.people):
        return tuple(dated)
    teams = _teams_of_items(plan.scenario, dated)
    return tuple(entry for entry in dated if not teams[entry.id] or group.team in teams[entry.id])


def _teams_of_items(
    scenario: Scenario, entries: Iterable[PlanItem]
) -> dict[str, frozenset[str | None]]:
    items = scenario.scope.items
    before = {item.id: [link.item for link in item.after] for item in items}
    after: dict[str, list[str]] = {item.id: [] for item in items}
    for item in items:
        for link in item.after:
            after[link.item].append(item.id)
    found = {entry.id: _own_teams(scenario, entry) for entry in entries}
    for neighbours in (before, after):
        _spread(found, neighbours)
    return found


def _own_teams(scenario: Scenario, entry: PlanItem) -> frozenset[str | None]:
    """Return the teams of the people who work on an item or have done so."""
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
            teams: frozenset[str | None] = frozenset().union(
                *(found.get(other, frozenset()) for other in neighbours[item])
            )
            if teams and not found[item]:
                found[item] = teams
                changed = True
