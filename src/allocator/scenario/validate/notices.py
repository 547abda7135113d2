"""Warns of what can be planned, but is probably not intended."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.domain import Need, Person, Rest, WorkItem
from allocator.domain.links import has_lag
from allocator.domain.quantities import end_of
from allocator.errors import Finding, Place
from allocator.scenario.earliest import LAST, WorkTimes
from allocator.scenario.text.located import Step
from allocator.scenario.validate.commitments import in_the_way
from allocator.scenario.validate.context import Context, called, label
from allocator.wording import enumerated, joined, shorten


def people(context: Context) -> Iterator[Finding]:
    """Yield people without working time in the plan, and people whom no item needs."""
    idle = set()
    for path, person in context.parts.people() if context.times is not None else ():
        assert context.times is not None
        end = context.scenario.calendar.end
        before = LAST if end is None else context.times.minutes(end_of(end))
        after = context.times.minutes(context.scenario.plan_from)
        if context.times.of(person).first_slot(after, before=before) is None:
            idle.add(person.id)
            why, hint = _why_idle(context, person, after, before)
            yield _warn(
                context,
                f"{called(person)} has no working time within the plan{why}",
                path,
                hint,
                code="never-at-work",
                subjects=(person.id,),
            )
    if not {"people", "items"} <= context.parts.sound:
        return
    needs = {
        (tuple(sorted(need.skills.items())), item.assign, item.avoid, item.crew, _own(need)): (
            item,
            need,
        )
        for item in context.scenario.items
        for need in item.staffing
    }
    if any(len(context.candidates(item, need)) < need.people for item, need in needs.values()):
        return  # that is an error of its own, and whoever it leaves without work follows from it
    needed = {p.id for item, need in needs.values() for p in context.candidates(item, need)}
    needed.update(person for item in context.scenario.items for person in item.people)
    known = needed | idle
    did = _done_by_somebody(context)
    for path, person in context.parts.people():
        able = (not context.scenario.lacks(person, need) for need in did)
        if person.id in known or any(able):
            continue
        if any(not context.scenario.lacks(person, need) for _, need in needs.values()):
            text = "has skills that are needed, but may do none of the work items"
            hint = "name them in assign, take them out of avoid, or leave them out"
        else:
            text = "can do none of the work items"
            hint = "add a skill that is needed, or leave them out"
        text = f"{called(person)} {text}"
        yield _warn(context, text, path, hint, code="person-without-work", subjects=(person.id,))


def _why_idle(context: Context, person: Person, after: int, before: int) -> tuple[str, str]:
    """Return what takes all of somebody's time, as far as it is known, and what would help."""

    def enough(times: WorkTimes) -> bool:
        return times.of(person).first_slot(after, before=before) is not None

    names = in_the_way(context, [person], after, before, enough)
    if not names:
        return "", "check from, to, time_off, workdays and the calendar's start and end"
    take = "takes" if len(names) == 1 else "take"
    why = f": {joined(names, most=13)} {take} all of it"
    return why, "let them miss some of that, or let it take less"


def _done_by_somebody(context: Context) -> list[Need]:
    """Return the different needs of the items that are done and name nobody."""
    done = [item for item in context.scenario.items if item.is_done and not item.people]
    needs = [need for item in done if not item.is_milestone for need in item.needs or (Need(),)]
    return list({tuple(sorted(need.skills.items())): need for need in needs}.values())


def unused(context: Context) -> Iterator[Finding]:
    """Yield projects without items and resources that nothing holds."""
    if "items" not in context.parts.sound:
        return
    items = context.scenario.items
    projects = {item.project for item in items}
    held = {name for item in items for name in item.resources}
    for path, project in context.parts.projects():
        if project.id not in projects:
            text = f'project "{shorten(project.id)}" has no work items'
            hint = "set project: on its items, or remove it"
            yield _warn(context, text, path, hint, code="empty-project", subjects=(project.id,))
    for path, resource in context.parts.resources():
        if resource.id not in held:
            text = f'resource "{shorten(resource.id)}" is held by no work item'
            hint = "set resources: on the items that use it, or remove it"
            yield _warn(context, text, path, hint, code="unused-resource", subjects=(resource.id,))


def _never_dropped(context: Context) -> Iterator[Finding]:
    """Yield optional items that are never dropped; of those of one use of a template, once."""
    if "items" not in context.parts.sound:
        return
    places: dict[Place, list[tuple[tuple[Step, ...], WorkItem]]] = {}
    for path, item in context.parts.items():
        if item.is_droppable and item.id not in context.droppable:
            place = context.parts.places.at((*path, "optional"))
            places.setdefault(place, []).append((path, item))
    for several in places.values():
        path, first = several[0]
        names = tuple(item.id for _, item in several)
        text = (
            f"{label(first)} is optional, but an item that is not optional comes after it, "
            "so it is never dropped"
            if len(several) == 1
            else f"{len(several)} items are optional, but items that are not optional come after "
            f"them, so they are never dropped: {enumerated(map(shorten, names), most=13)}"
        )
        hint = "make that item optional too, remove the link, or remove optional"
        yield _warn(context, text, (*path, "optional"), hint, code="never-dropped", subjects=names)


def items(context: Context) -> Iterator[Finding]:
    """Yield items that anyone can do, optional ones never dropped, lags of zero, no items."""
    if "items" in context.parts.sound and not context.scenario.items:
        text = "the scenario has no work items"
        yield _warn(context, text, ("items",), "add some", code="no-items")
    free = [(path, item) for path, item in context.parts.items() if _is_for_anyone(context, item)]
    if free:
        path, first = free[0]
        names = enumerated([shorten(item.id) for _, item in free], most=13)
        yield _warn(
            context,
            f"anyone can do {label(first)}: it has effort but no needs"
            + (f" (so have {len(free)} items: {names})" if len(free) > 1 else ""),
            (*path, "effort"),
            "name the skills that it takes, for example needs: {python: 2}",
            code="anyone-can-do",
            subjects=tuple(item.id for _, item in free),
        )
    yield from _never_dropped(context)
    for path, item in context.parts.items():
        for number, link in enumerate(item.after):
            if link.lag is not None and not has_lag(link):
                yield _warn(
                    context,
                    f'{label(item)} has a lag of zero after "{shorten(link.item)}"',
                    (*path, "after", number, "lag"),
                    "leave it out; it means the same",
                    code="zero-lag",
                    subjects=(item.id, link.item),
                )


def objectives(context: Context) -> Iterator[Finding]:
    """Yield objectives that drop optional items for nothing, or that nothing counts towards."""
    chosen = context.scenario.objectives
    if chosen is None or "items" not in context.parts.sound:
        return
    if "value" not in chosen and context.droppable:
        yield _warn(
            context,
            "there are optional items, but value is not among the objectives: "
            "they will be dropped wherever that helps at all",
            ("objectives",),
            "add value, for example as the first one",
            code="value-not-an-objective",
        )
    if "cost" in chosen and not any(person.rate for person in context.scenario.people):
        yield _warn(
            context,
            "cost is an objective, but nobody has a rate",
            ("objectives", chosen.index("cost")),
            "give people a rate, or leave cost out",
            code="cost-without-rates",
        )
    preferring = [item.id for item in context.scenario.items if item.prefer]
    if preferring and "preference" not in chosen:
        yield _warn(
            context,
            f"{enumerated(preferring, most=13)} {'says' if len(preferring) == 1 else 'say'} who is "
            "preferred, but preference is not among the objectives: it changes nothing",
            ("objectives",),
            "add preference, for example as the last one",
            code="preference-not-an-objective",
            subjects=tuple(preferring),
        )
    if "preference" in chosen and not preferring:
        yield _warn(
            context,
            "preference is an objective, but no work item says who is preferred",
            ("objectives", chosen.index("preference")),
            "give items prefer: [ana], or leave preference out",
            code="preference-without-prefer",
        )


def shared(context: Context) -> Iterator[Finding]:
    """Yield needs that more people may share than can fill them."""
    for path, item in context.staffed():
        for number, need in enumerate(item.needs if item.choice else ()):
            able = len(context.candidates(item, need))
            if need.up_to is not None and need.people <= able < need.up_to:
                yield _warn(
                    context,
                    f"up to {need.up_to} people may share {label(item)}, and "
                    f"{able} can do it: there are never more",
                    (*path, "needs", number, "people"),
                    f"write to: {able}, or give others the skills",
                    code="shared-by-more-than-able",
                    subjects=(item.id,),
                )


def preferred(context: Context) -> Iterator[Finding]:
    """Yield people who are preferred for an item that they may not do."""
    for path, item in context.staffed():
        if not item.prefer or item.is_done:
            continue
        may = {person.id for need in item.staffing for person in context.candidates(item, need)}
        for number, name in enumerate(item.prefer):
            if name not in may and name not in item.avoid:
                yield _warn(
                    context,
                    f'{label(item)} prefers "{shorten(name)}", who may not do it, as its needs'
                    + (", assign or people leave them out" if item.assign or item.crew else " say"),
                    (*path, "prefer", number),
                    "name somebody who may, give them the skills, or leave it out",
                    code="preferred-cannot",
                    subjects=(item.id, name),
                )


def _own(need: Need) -> str | None:
    """Return whose part of an item in progress a need is."""
    return need.person if isinstance(need, Rest) else None


def _is_for_anyone(context: Context, item: WorkItem) -> bool:
    free = any(not need.skills for need in item.staffing)
    return free and not item.assign and not item.crew


def _warn(
    context: Context,
    message: str,
    path: tuple[Step, ...],
    hint: str,
    *,
    code: str,
    subjects: tuple[str, ...] = (),
) -> Finding:
    return context.parts.finding(
        message, path, hint, code=code, subjects=subjects, severity="warning"
    )
