"""Finds needs that too few people can fill, and resources that are too small."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from allocator.domain import Need, Person, Rest, WorkItem
from allocator.domain.quantities import elapsed_minutes
from allocator.domain.template_estimates import LABEL_OF_TEMPLATE
from allocator.errors import Finding
from allocator.scenario.shape import phrases
from allocator.scenario.text.located import LocatedDict, Step
from allocator.scenario.validate.context import Context, called, label
from allocator.scenario.validate.references import Reference
from allocator.scenario.validate.teams import short_team
from allocator.wording import enumerated, shorten

_MAX_RIVALS_NAMED = 5
"""Most competing needs of a team that are named."""


class _Shortage(NamedTuple):
    """What is wrong with a need that not enough people can fill."""

    code: str
    message: str
    hint: str
    subjects: tuple[str, ...]
    template_skill: str | None = None
    """The skill that nobody has, where a template asks for it."""


def nobody_at_all(context: Context) -> Iterator[Finding]:
    """Yield one finding where there is work for people but no people."""
    if "people" not in context.parts.sound or context.parts.ids["people"]:
        return
    with_work = [
        (path, item)
        for path, item in context.parts.items()
        if item.staffing and item.id not in context.droppable
    ]
    if with_work:
        path, first = with_work[0]
        others = f" and {len(with_work) - 1} more" if len(with_work) > 1 else ""
        yield context.parts.finding(
            f"{label(first)}{others} need people, and the scenario has none",
            path,
            "add people, for example people: [{id: ana, skills: {python: 3}}]",
            code="no-people",
            subjects=tuple(item.id for _, item in with_work),
        )


def unfillable_needs(context: Context) -> Iterator[Finding]:
    """Yield each need without enough people who may fill it, and each such team.

    A skill of templates that nobody has is one finding, with all items that need it.
    """
    lacking: dict[str, list[tuple[tuple[Step, ...], WorkItem, _Shortage]]] = {}
    for path, item in context.staffed():
        fillable = True
        for number, need in enumerate(item.staffing):
            candidates = context.candidates(item, need)
            if len(candidates) < need.people:
                fillable = False
                short = _unfillable(context, path, item, need, candidates)
                if short.template_skill is not None:
                    lacking.setdefault(short.template_skill, []).append((path, item, short))
                    continue
                yield context.parts.finding(
                    f"{label(item)} {short.message}{context.consequence(item)}",
                    (*path, "needs", number, "skills"),
                    short.hint,
                    code=short.code,
                    subjects=(item.id, *short.subjects),
                    severity=context.severity(item),
                )
        if fillable and len(item.staffing) > 1:
            yield from _team(context, path, item)
    for several in lacking.values():
        yield _lacking(context, several)


def _lacking(
    context: Context, several: Sequence[tuple[tuple[Step, ...], WorkItem, _Shortage]]
) -> Finding:
    """Return the finding about a skill of templates, at the first use of one that asks for it."""
    path, first, short = min(several, key=lambda one: context.severity(one[1]))
    names = list(dict.fromkeys(item.id for _, item, _ in several if item.id != first.id))
    others = f"; so do {len(names)} more: {enumerated(map(shorten, names))}" if names else ""
    return context.parts.finding(
        f"{label(first)} {short.message}{others}{context.consequence(first)}",
        (*path, "id"),
        short.hint,
        code=short.code,
        subjects=(first.id, *names, *short.subjects),
        severity=context.severity(first),
    )


def missing_levels(context: Context) -> Iterator[Finding]:
    """Yield each skill level that people have and the proficiency table lacks."""
    table = context.scenario.proficiency
    if table is None or "proficiency" not in context.parts.sound:
        return
    seen = set(table)
    for _, person in context.parts.people():
        for skill, level in person.skills.items():
            if level not in seen:
                seen.add(level)
                yield context.parts.finding(
                    f"proficiency has no level {level}, which {called(person)} has "
                    f"in {shorten(skill)}",
                    ("proficiency",),
                    f"name the speed of every level, for example {level}: 1.0",
                    code="level-without-speed",
                    subjects=(person.id, skill),
                )


def resource_capacity(context: Context) -> Iterator[Finding]:
    """Yield each demand of a single item that is above a resource's capacity."""
    for path, item in context.parts.items():
        for name, amount in () if item.is_done else item.resources.items():
            resource = context.scenario.resource_by_id.get(name)
            if resource is not None and amount > resource.capacity:
                yield context.parts.finding(
                    f'{label(item)} holds {amount} of resource "{shorten(name)}", which has '
                    f"{resource.capacity}{context.consequence(item)}",
                    (*path, "resources", name),
                    f"hold at most {resource.capacity}, or raise the capacity",
                    code="resource-too-small",
                    subjects=(item.id, name),
                    severity=context.severity(item),
                )


def running_holds(context: Context) -> Iterator[Finding]:
    """Yield each resource of which items in progress, whose elapsed time runs, hold too much."""
    if not {"calendar", "now"} <= context.parts.sound:
        return
    held: dict[str, list[tuple[tuple[Step, ...], WorkItem]]] = {}
    for path, item in context.parts.items():
        if item.state == "in_progress" and item.elapsed is not None and _runs_on(context, item):
            for name in item.resources:
                held.setdefault(name, []).append((path, item))
    for name, holders in held.items():
        total = sum(item.resources[name] for _, item in holders)
        resource = context.scenario.resource_by_id.get(name)
        if resource is not None and total > resource.capacity and len(holders) > 1:
            names = enumerated((shorten(item.id) for _, item in holders), most=13)
            yield context.parts.finding(
                f'items in progress hold {total} of resource "{shorten(name)}" now, which has '
                f"{resource.capacity}: {names}",
                (*holders[-1][0], "resources", name),
                "correct what they hold or which of them run, or raise the capacity",
                code="resource-overbooked",
                subjects=(name, *(item.id for _, item in holders)),
            )


def _runs_on(context: Context, item: WorkItem) -> bool:
    assert item.elapsed is not None
    minutes = dt.timedelta(minutes=float(elapsed_minutes(item.elapsed)))
    return context.scenario.started_at(item) + minutes > context.scenario.plan_from


def wanted(need: Need) -> str:
    """Return the skills of a need in words: ``sql at level 3 or above and python``."""
    if not need.skills:
        return "anybody"
    return enumerated(
        [
            f"{shorten(skill)} at level {level} or above" if level else shorten(skill)
            for skill, level in need.skills.items()
        ],
        most=13,
    )


def _unfillable(
    context: Context,
    path: tuple[Step, ...],
    item: WorkItem,
    need: Need,
    candidates: Collection[Person],
) -> _Shortage:
    """Return what is wrong with a need, and what would be right."""
    asks = f"needs {need.people} people with" if need.people > 1 else "needs"
    asks = f"{asks} {wanted(need)}"
    capable = context.capable(need)
    if candidates:
        names = enumerated(map(called, candidates), most=13)
        return _Shortage(
            code="too-few-people",
            message=f"{asks}; only {len(candidates)} can do it: {names}",
            hint="ask for fewer people or lower levels, or let others do it",
            subjects=tuple(person.id for person in candidates),
        )
    if capable:
        names = enumerated(map(called, capable.values()), most=13)
        field = "assign leaves out" if item.assign else "avoid excludes"
        return _Shortage(
            code="capable-people-excluded",
            message=f"{asks}; {field} everybody who has that: {names}",
            hint=f"change {'assign' if item.assign else 'avoid'}, or what the item needs",
            subjects=tuple(capable),
        )
    return _nearest(context, path, item, need, asks)


def _of_use(
    context: Context, path: tuple[Step, ...], item: WorkItem, skill: str, near: str | None
) -> str | None:
    """Return the hint for a skill that a template asks for; None for any other.

    What the use itself says of the needs of an item is the user's own.
    """
    entry = context.parts.entries["items"][int(path[1])]
    names = [
        label.removeprefix(LABEL_OF_TEMPLATE)
        for label in item.labels
        if label.startswith(LABEL_OF_TEMPLATE)
    ]
    origin = entry.origins.get("needs") if isinstance(entry, LocatedDict) else None
    if not names or origin is None or origin.path[:1] != ("items",):
        return None
    own = near or "your-skill"
    return (
        f'add it to a person, or say in the use of template "{shorten(names[0])}" what you call '
        f"it, for example skills: {{{shorten(skill)}: {shorten(own)}}}"
    )


def _nearest(
    context: Context, path: tuple[Step, ...], item: WorkItem, need: Need, asks: str
) -> _Shortage:
    """Say who comes nearest to a need that nobody fills, and what they lack."""
    people = list(context.able.values())
    skills = context.skills
    for skill in need.skills:
        if skill not in skills:
            near = context.parts.suggester.nearest(skill, skills)
            hint = f'did you mean "{near}"?' if near else "add it to a person, or drop it here"
            of_use = _of_use(context, path, item, skill, near)
            hint = of_use or hint
            hint = context.misplaced.hint(Reference("needs", skill, path)) or hint
            if skill in phrases.NEED_FIELDS_AMONG_SKILLS:
                hint = phrases.NEED_FIELDS_AMONG_SKILLS[skill].format()
            return _Shortage(
                code="unknown-skill",
                message=f'needs the skill "{shorten(skill)}", which nobody has',
                hint=hint,
                subjects=(skill,),
                template_skill=None if of_use is None else skill,
            )
    allowed = [person for person in people if context.allowed(item, person)] or people

    def distance(person: Person) -> tuple[int, int]:
        lacks = context.scenario.lacks(person, need)
        return len(lacks), sum(n - person.skills.get(s, -1) for s, n in lacks.items())

    person = min(allowed, key=distance)
    lacks = context.scenario.lacks(person, need)
    has = [f"{shorten(s)} at {person.skills[s]}" for s in lacks if s in person.skills]
    without = [shorten(s) for s in lacks if s not in person.skills]
    parts = [
        f"has {enumerated(has, most=13)}" if has else "",
        f"lacks {enumerated(without, most=13)}" if without else "",
    ]
    return _Shortage(
        code="nobody-has-skills",
        message=f"{asks}; nobody has that, nearest is {called(person)}, who "
        + " and ".join(part for part in parts if part),
        hint="lower the level, split the need, or add a person",
        subjects=(*need.skills, person.id),
    )


def _team(context: Context, path: tuple[Step, ...], item: WorkItem) -> Iterator[Finding]:
    """Yield the needs that compete for too few people, where a team cannot be found."""
    alike: dict[tuple[object, ...], list[Need]] = {}
    for need in item.staffing:
        whose = need.person if isinstance(need, Rest) else None
        alike.setdefault((whose, *sorted(need.skills.items())), []).append(need)
    groups = list(alike.values())
    people = [[person.id for person in context.candidates(item, group[0])] for group in groups]
    short = short_team(people, [sum(need.people for need in group) for group in groups])
    if short is None:
        return
    rivals = [need for at in short[0] for need in groups[at]]
    skills = list(dict.fromkeys(map(wanted, rivals)))[:_MAX_RIVALS_NAMED]
    only = enumerated((called(context.able[name]) for name in short[1]), most=13)
    yield context.parts.finding(
        f"{label(item)} needs {sum(need.people for need in rivals)} different people for "
        f"{' and for '.join(skills)}, "
        f"but only {only} can fill these{context.consequence(item)}",
        (*path, "needs"),
        "give one of the needs to somebody else, merge them, or add a person",
        code="too-few-for-a-team",
        subjects=(item.id, *short[1]),
        severity=context.severity(item),
    )
