"""Checks the risk register, the promises, and what happens besides: absences and scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from allocator.domain import Risk, ThreePoint, UnplannedAbsence, WorkItem
from allocator.domain.quantities import parse_span
from allocator.errors import Finding
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context, called
from allocator.wording import enumerated, shorten

_Path = tuple[Step, ...]

WEEKS_PER_YEAR: Final = 52


def hits(context: Context) -> Iterator[Finding]:
    """Yield risks that hit nothing, something unknown, or something twice."""
    parts = context.parts
    for path, risk in parts.risks():
        if not risk.hits:
            yield parts.finding(
                f'risk "{shorten(risk.id)}" hits no work item',
                (*path, "hits"),
                "name the items that it hits, for example hits: [PAY-12]",
                code="risk-of-nothing",
                subjects=(risk.id,),
            )
        for number, name in enumerate(risk.hits):
            if name in risk.hits[:number]:
                yield parts.finding(
                    f'risk "{shorten(risk.id)}" names "{shorten(name)}" twice',
                    (*path, "hits", number),
                    "name it once",
                    code="item-twice",
                    subjects=(risk.id, name),
                )
            else:
                yield from unknown_name(
                    context, "items", name, (*path, "hits", number), f'risk "{shorten(risk.id)}"'
                )


def milestones(context: Context) -> Iterator[Finding]:
    """Yield risks that hit milestones, which have no work that could take longer or begin later."""
    for path, risk, found in _hit(context, lambda item: item.is_milestone):
        yield context.parts.finding(
            f'risk "{shorten(risk.id)}" hits {enumerated(map(shorten, found), most=7)}, '
            "where there is no work: it does nothing there",
            (*path, "hits"),
            "name the items that the milestone waits for",
            code="risk-of-milestone",
            subjects=(risk.id, *found),
            severity="warning",
        )


def over(context: Context) -> Iterator[Finding]:
    """Yield risks that hit what is over already."""
    for path, risk, done in _hit(context, lambda item: item.is_done):
        yield context.parts.finding(
            f'risk "{shorten(risk.id)}" hits {enumerated(map(shorten, done), most=7)}, '
            "which is over",
            (*path, "hits"),
            "it hits only what is still to do; take it out of hits",
            code="risk-of-finished-work",
            subjects=(risk.id, *done),
            severity="warning",
        )


def _hit(
    context: Context, wanted: Callable[[WorkItem], bool]
) -> Iterator[tuple[_Path, Risk, list[str]]]:
    """Yield the risks that hit items of some kind, with the ids of these."""
    known = context.scenario.item_by_id
    for path, risk in context.parts.risks():
        found = [name for name in risk.hits if name in known and wanted(known[name])]
        if found:
            yield path, risk, found


def disordered_delays(context: Context) -> Iterator[Finding]:
    """Yield delays of which low is above likely, or likely above high."""
    if "calendar" not in context.parts.sound:
        return
    for path, risk in context.parts.risks():
        spans = _spans(risk)
        ordered = sorted(spans, key=context.scenario.calendar.working_minutes)
        if [parse_span(span) for span in spans] != [parse_span(span) for span in ordered]:
            low, likely, high = ordered
            yield context.parts.finding(
                f'risk "{shorten(risk.id)}", delay: low must be at most likely, and likely at '
                f"most high, not {', '.join(spans)}",
                (*path, "delay"),
                f"write {{low: {low}, likely: {likely}, high: {high}}}",
                code="disordered-estimate",
                subjects=(risk.id,),
            )


def _spans(risk: Risk) -> list[str]:
    delay = risk.delay
    return [delay.low, delay.likely, delay.high] if isinstance(delay, ThreePoint) else []


def promises(context: Context) -> Iterator[Finding]:
    """Yield promises of what there is not, or of what is no part of the plan."""
    scenario = context.scenario
    left_out = scenario.contingent | scenario.given_up.keys()
    for path, promise in context.parts.promises():
        field = "milestone" if promise.milestone is not None else "project"
        section = "items" if field == "milestone" else "projects"
        yield from unknown_name(context, section, promise.subject, (*path, field), "a promise")
        if section == "items" and promise.subject in left_out:
            why = "is done only if a try fails"
            if promise.subject in scenario.given_up:
                why = "is given up, as a try has failed"
            yield context.parts.finding(
                f'"{shorten(promise.subject)}" is promised, but {why}',
                (*path, field),
                "promise what is part of the plan",
                code="promise-outside-the-plan",
                subjects=(promise.subject,),
            )


def unknown_name(
    context: Context, section: str, name: str, path: _Path, owner: str
) -> Iterator[Finding]:
    """Yield the finding about an item or project that there is not.

    Parameters
    ----------
    context
        The scenario.
    section
        ``items`` or ``projects``.
    name
        The id.
    path
        Where it stands.
    owner
        What names it, in messages.
    """
    parts = context.parts
    if section in parts.unread or name in parts.ids[section]:
        return
    near = parts.suggester.nearest(name, parts.ids[section])
    word, code = ("work item", "unknown-item")
    if section == "projects":
        word, code = ("project", "unknown-project")
    yield parts.finding(
        f'{owner} names the {word} "{shorten(name)}", which does not exist',
        path,
        f'did you mean "{near}"?' if near else f"add it to {section}, or remove it here",
        code=code,
        subjects=(name,),
    )


def always_absent(context: Context) -> Iterator[Finding]:
    """Yield absences of which so many days a year leave nobody at work."""
    if not {"calendar", "people"} <= context.parts.sound:
        return
    calendar = context.scenario.calendar
    uncertainty = context.scenario.uncertainty
    for_all = uncertainty.absence if uncertainty is not None else None
    for path, person in context.parts.people():
        absence = person.absence or for_all
        days = WEEKS_PER_YEAR * len(person.workdays or calendar.workdays)
        if absence is not None and absence.days_per_year >= days:
            where = (*path, "absence") if person.absence else ("uncertainty", "absence")
            yield _never_there(context, where, called(person), absence, days)


def _never_there(
    context: Context, path: _Path, name: str, absence: UnplannedAbsence, days: int
) -> Finding:
    return context.parts.finding(
        f"{name} would be absent on {absence.days_per_year:g} working days a year, and works on "
        f"{days}",
        (*path, "days_per_year"),
        "write working days a year, for example days_per_year: 5",
        code="always-absent",
    )


def scope_without_sprints(context: Context) -> Iterator[Finding]:
    """Yield growth of sprints where there are none."""
    scenario = context.scenario
    growth = scenario.uncertainty.scope if scenario.uncertainty is not None else None
    if growth is not None and scenario.sprints is None and "sprints" in context.parts.sound:
        yield context.parts.finding(
            "work is added in sprints, but there are none",
            ("uncertainty", "scope"),
            "add sprints: {length: 2w, first: 2026-12-01, count: 8}, or leave scope out",
            code="scope-without-sprints",
        )
