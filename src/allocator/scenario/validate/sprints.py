"""Checks sprints: teams without any, and work that is too long for each."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from allocator.domain import Need, Person, WorkItem
from allocator.domain.quantities import exact
from allocator.errors import Finding
from allocator.scenario import limits
from allocator.scenario.earliest import WorkTimes
from allocator.scenario.validate.context import Context, called, label
from allocator.wording import enumerated, shorten


def unknown_teams(context: Context) -> Iterator[Finding]:
    """Yield people of teams that have no sprints, where sprints differ by team."""
    teams = _teams(context)
    for path, person in context.parts.people() if teams else ():
        if person.team is not None and person.team not in teams:
            near = context.parts.suggester.nearest(person.team, teams)
            yield context.parts.finding(
                f'{called(person)} is in team "{shorten(person.team)}", which has no sprints',
                (*path, "team"),
                f'did you mean "{near}"?' if near else "add it to sprints: {teams: ...}",
                code="team-without-sprints",
                subjects=(person.id, person.team),
            )


def too_long(context: Context) -> Iterator[Finding]:
    """Yield work that must fit into a sprint and that is too long for every one."""
    if context.times is None or not _levels_known(context):
        return
    lengths = _Lengths(context, context.times)
    for path, item in context.staffed():
        if not context.scenario.fits(item):
            continue
        for need in item.least_needs:
            people = context.candidates(item, need)
            short = [person for person in people if lengths.fits(item, need, person)]
            if len(short) < need.people <= len(people):
                yield context.parts.finding(
                    f"{label(item)} must fit into one sprint, and is too long for every sprint "
                    f"that is left{_who(need, list(people))}{context.consequence(item)}",
                    (*path, "remaining" if item.remaining is not None else "effort"),
                    "split it into items that fit, or let it cross borders with fit: false",
                    code="too-long-for-a-sprint",
                    subjects=(item.id,),
                    severity=context.severity(item),
                )
                break


def without_sprints(context: Context) -> Iterator[Finding]:
    """Yield what has to do with sprints and comes to nothing: warnings."""
    if "sprints" not in context.parts.sound:
        return
    if context.scenario.sprints is None:
        for path, item in context.parts.items():
            if item.fit:
                yield context.parts.finding(
                    f"{label(item)} must fit into a sprint, but there are no sprints",
                    (*path, "fit"),
                    "add sprints, or leave fit out",
                    code="fit-without-sprints",
                    subjects=(item.id,),
                    severity="warning",
                )
                return
    if "people" in context.parts.sound:
        yield from _teams_without_people(context)


def _teams_without_people(context: Context) -> Iterator[Finding]:
    teams = _teams(context)
    followed = {person.team for person in context.scenario.people}
    for team in teams:
        if team not in followed:
            yield context.parts.finding(
                f'nobody is in team "{shorten(team)}", which has sprints',
                ("sprints", "teams", team),
                f"set team: {shorten(team)} on its people, or remove it",
                code="sprints-without-team",
                subjects=(team,),
                severity="warning",
            )
    alone = [person for person in context.scenario.people if person.team is None] if teams else []
    if alone:
        index = context.parts.positions["people"][context.scenario.people.index(alone[0])]
        yield context.parts.finding(
            f"{enumerated(map(called, alone), most=13)} "
            f"{'are' if len(alone) > 1 else 'is'} in no team, and "
            "sprints are those of teams: no sprint border holds for their work",
            ("people", index),
            "give each a team",
            code="person-without-sprints",
            subjects=tuple(person.id for person in alone),
            severity="warning",
        )


def _teams(context: Context) -> list[str]:
    sprints = context.scenario.sprints
    return [] if sprints is None or "sprints" not in context.parts.sound else list(sprints.teams)


def _levels_known(context: Context) -> bool:
    table = context.scenario.proficiency
    levels = {level for person in context.scenario.people for level in person.skills.values()}
    return "proficiency" in context.parts.sound and (not table or levels <= table.keys())


def _who(need: Need, people: list[Person]) -> str:
    names = f", whoever does it ({enumerated(map(called, people), most=13)})"
    return names if need.people == 1 else f" for {need.people} people"


class _Lengths:
    """Tells which amounts of work people can do within one of their remaining sprints."""

    def __init__(self, context: Context, times: WorkTimes) -> None:
        self._context, self._times = context, times
        self._from = times.minutes(context.scenario.plan_from)
        self._known: dict[tuple[str, Fraction, Fraction], bool] = {}
        self._left = limits.MAX_FINISHES

    def fits(self, item: WorkItem, need: Need, person: Person) -> bool:
        """Whether a person can do their part of an item within one sprint."""
        assert need.effort is not None
        effort = self._context.scenario.effort_minutes(need.effort)
        rate = exact(need.share) * self._context.scenario.speed(person, need)
        key = person.id, effort, rate
        if key not in self._known:
            self._known[key] = self._left <= 0 or self._fits(person, effort, rate)
        return self._known[key]

    def _fits(self, person: Person, effort: Fraction, rate: Fraction) -> bool:
        own = self._times.of(person)
        left = [
            s for s in self._times.sprints_of(person) if self._times.minutes(s.ends) > self._from
        ]
        for sprint in left:
            self._left -= 1
            after = max(self._from, self._times.minutes(sprint.begins))
            by = self._times.minutes(sprint.ends)
            if own.finish(effort, rate, after, by=by) is not None:
                return True
        return not left
