"""Needs that nobody, or not enough people, can fill, and resources that are too small."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from allocator.domain import Need, Person, Rest, WorkItem
from allocator.domain.quantities import elapsed_minutes
from allocator.errors import Finding
from allocator.scenario.shape import phrases
from allocator.scenario.shape.nearest import listing, shorten
from allocator.scenario.text.marked import Step
from allocator.scenario.validate.facts import Facts, called, label
from allocator.scenario.validate.teams import short_team
from allocator.scenario.validate.uses import Use

_RIVALS = 5
"""How many competing needs of a team are named."""


class _Shortage(NamedTuple):
    """What is wrong with a need that not enough people can fill."""

    code: str
    message: str
    hint: str
    subjects: tuple[str, ...]


def nobody_at_all(facts: Facts) -> Iterator[Finding]:
    """Yield one finding where there is work for people but no people."""
    if "people" not in facts.draft.sound or facts.draft.ids["people"]:
        return
    with_work = [
        (path, item)
        for path, item in facts.draft.items()
        if item.staffing and item.id not in facts.droppable
    ]
    if with_work:
        path, first = with_work[0]
        others = f" and {len(with_work) - 1} more" if len(with_work) > 1 else ""
        yield facts.draft.finding(
            f"{label(first)}{others} need people, and the scenario has none",
            path,
            "add people, for example people: [{id: ana, skills: {python: 3}}]",
            code="no-people",
            subjects=tuple(item.id for _, item in with_work),
        )


def unfillable_needs(facts: Facts) -> Iterator[Finding]:
    """Yield each need without enough people who may fill it, and each such team."""
    for path, item in facts.staffed():
        fillable = True
        for number, need in enumerate(item.staffing):
            candidates = facts.candidates(item, need)
            if len(candidates) < need.people:
                fillable = False
                short = _unfillable(facts, path, item, need, candidates)
                yield facts.draft.finding(
                    f"{label(item)} {short.message}{facts.consequence(item)}",
                    (*path, "needs", number, "skills"),
                    short.hint,
                    code=short.code,
                    subjects=(item.id, *short.subjects),
                    severity=facts.severity(item),
                )
        if fillable and len(item.staffing) > 1:
            yield from _team(facts, path, item)


def missing_levels(facts: Facts) -> Iterator[Finding]:
    """Yield each skill level that people have and the proficiency table lacks."""
    table = facts.scenario.proficiency
    if table is None or "proficiency" not in facts.draft.sound:
        return
    seen = set(table)
    for _, person in facts.draft.people():
        for skill, level in person.skills.items():
            if level not in seen:
                seen.add(level)
                yield facts.draft.finding(
                    f"proficiency has no level {level}, which {called(person)} has "
                    f"in {shorten(skill)}",
                    ("proficiency",),
                    f"name the speed of every level, for example {level}: 1.0",
                    code="level-without-speed",
                    subjects=(person.id, skill),
                )


def resource_capacity(facts: Facts) -> Iterator[Finding]:
    """Yield each demand of a single item that is above a resource's capacity."""
    for path, item in facts.draft.items():
        for name, amount in () if item.is_done else item.resources.items():
            resource = facts.scenario.resource_by_id.get(name)
            if resource is not None and amount > resource.capacity:
                yield facts.draft.finding(
                    f'{label(item)} holds {amount} of resource "{shorten(name)}", which has '
                    f"{resource.capacity}{facts.consequence(item)}",
                    (*path, "resources", name),
                    f"hold at most {resource.capacity}, or raise the capacity",
                    code="resource-too-small",
                    subjects=(item.id, name),
                    severity=facts.severity(item),
                )


def running_holds(facts: Facts) -> Iterator[Finding]:
    """Yield each resource of which items in progress, whose elapsed time runs, hold too much."""
    if not {"calendar", "now"} <= facts.draft.sound:
        return
    held: dict[str, list[tuple[tuple[Step, ...], WorkItem]]] = {}
    for path, item in facts.draft.items():
        if item.state == "in_progress" and item.elapsed is not None and _runs_on(facts, item):
            for name in item.resources:
                held.setdefault(name, []).append((path, item))
    for name, holders in held.items():
        total = sum(item.resources[name] for _, item in holders)
        resource = facts.scenario.resource_by_id.get(name)
        if resource is not None and total > resource.capacity and len(holders) > 1:
            names = listing(shorten(item.id) for _, item in holders)
            yield facts.draft.finding(
                f'items in progress hold {total} of resource "{shorten(name)}" now, which has '
                f"{resource.capacity}: {names}",
                (*holders[-1][0], "resources", name),
                "correct what they hold or which of them run, or raise the capacity",
                code="resource-overbooked",
                subjects=(name, *(item.id for _, item in holders)),
            )


def _runs_on(facts: Facts, item: WorkItem) -> bool:
    assert item.elapsed is not None
    minutes = dt.timedelta(minutes=float(elapsed_minutes(item.elapsed)))
    return facts.scenario.started_at(item) + minutes > facts.scenario.plan_from


def wanted(need: Need) -> str:
    """Return the skills of a need in words: ``sql at level 3 or above and python``."""
    if not need.skills:
        return "anybody"
    return listing(
        [
            f"{shorten(skill)} at level {level} or above" if level else shorten(skill)
            for skill, level in need.skills.items()
        ]
    )


def _unfillable(
    facts: Facts,
    path: tuple[Step, ...],
    item: WorkItem,
    need: Need,
    candidates: Collection[Person],
) -> _Shortage:
    """Return what is wrong with a need, and what would be right."""
    asks = f"needs {need.people} people with" if need.people > 1 else "needs"
    asks = f"{asks} {wanted(need)}"
    capable = facts.capable(need)
    if candidates:
        names = listing(map(called, candidates))
        return _Shortage(
            code="too-few-people",
            message=f"{asks}; only {len(candidates)} can do it: {names}",
            hint="ask for fewer people or lower levels, or let others do it",
            subjects=tuple(person.id for person in candidates),
        )
    if capable:
        names = listing(map(called, capable.values()))
        field = "assign leaves out" if item.assign else "avoid excludes"
        return _Shortage(
            code="capable-people-excluded",
            message=f"{asks}; {field} everybody who has that: {names}",
            hint=f"change {'assign' if item.assign else 'avoid'}, or what the item needs",
            subjects=tuple(capable),
        )
    return _nearest(facts, path, item, need, asks)


def _nearest(
    facts: Facts, path: tuple[Step, ...], item: WorkItem, need: Need, asks: str
) -> _Shortage:
    """Say who comes nearest to a need that nobody fills, and what they lack."""
    people = list(facts.able.values())
    skills = facts.skills
    for skill in need.skills:
        if skill not in skills:
            near = facts.draft.suggester.nearest(skill, skills)
            hint = f'did you mean "{near}"?' if near else "add it to a person, or drop it here"
            hint = facts.elsewhere.hint(Use("needs", skill, path)) or hint
            if skill in phrases.BESIDE_SKILLS:
                hint = phrases.BESIDE_SKILLS[skill].format()
            return _Shortage(
                code="unknown-skill",
                message=f'needs the skill "{shorten(skill)}", which nobody has',
                hint=hint,
                subjects=(skill,),
            )
    allowed = [person for person in people if facts.allowed(item, person)] or people

    def distance(person: Person) -> tuple[int, int]:
        lacks = facts.scenario.lacks(person, need)
        return len(lacks), sum(n - person.skills.get(s, -1) for s, n in lacks.items())

    person = min(allowed, key=distance)
    lacks = facts.scenario.lacks(person, need)
    has = [f"{shorten(s)} at {person.skills[s]}" for s in lacks if s in person.skills]
    without = [shorten(s) for s in lacks if s not in person.skills]
    parts = [f"has {listing(has)}" if has else "", f"lacks {listing(without)}" if without else ""]
    return _Shortage(
        code="nobody-has-skills",
        message=f"{asks}; nobody has that, nearest is {called(person)}, who "
        + " and ".join(part for part in parts if part),
        hint="lower the level, split the need, or add a person",
        subjects=(*need.skills, person.id),
    )


def _team(facts: Facts, path: tuple[Step, ...], item: WorkItem) -> Iterator[Finding]:
    """Yield the needs that compete for too few people, where a team cannot be found."""
    alike: dict[tuple[object, ...], list[Need]] = {}
    for need in item.staffing:
        whose = need.person if isinstance(need, Rest) else None
        alike.setdefault((whose, *sorted(need.skills.items())), []).append(need)
    groups = list(alike.values())
    people = [[person.id for person in facts.candidates(item, group[0])] for group in groups]
    short = short_team(people, [sum(need.people for need in group) for group in groups])
    if short is None:
        return
    rivals = [need for at in short[0] for need in groups[at]]
    skills = list(dict.fromkeys(map(wanted, rivals)))[:_RIVALS]
    only = listing(called(facts.able[name]) for name in short[1])
    yield facts.draft.finding(
        f"{label(item)} needs {sum(need.people for need in rivals)} different people for "
        f"{' and for '.join(skills)}, "
        f"but only {only} can fill these{facts.consequence(item)}",
        (*path, "needs"),
        "give one of the needs to somebody else, merge them, or add a person",
        code="too-few-for-a-team",
        subjects=(item.id, *short[1]),
        severity=facts.severity(item),
    )
