"""Checks the reported progress: whether it is possible, and whether it kept the links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from allocator.domain import Link, LinkType, Need, Rest, Scenario, WorkItem
from allocator.domain.links import is_lead
from allocator.domain.quantities import When, iso
from allocator.errors import Finding
from allocator.scenario.text.located import LocatedDict, Step
from allocator.scenario.validate.context import Context, called, label
from allocator.wording import enumerated, shorten

_Path = tuple[Step, ...]


def in_the_future(context: Context) -> Iterator[Finding]:
    """Yield items that were started or finished after now."""
    if not _is_dated(context):
        return
    for path, item in context.parts.items():
        for field, when in (("started", item.started), ("finished", item.finished)):
            if when is not None and _is_after(when, context.scenario.present):
                yield context.parts.finding(
                    f"{label(item)} was {field} {iso(when)}, which lies in the future: "
                    f"now is {iso(context.scenario.present)}",
                    (*path, field),
                    f"correct the date, or set now, for example now: {_next_day(when)}",
                    code="in-the-future",
                    subjects=(item.id,),
                )


def open_predecessors(context: Context) -> Iterator[Finding]:
    """Yield items that are done although something they come after is not."""
    known = context.scenario.item_by_id
    for path, item in context.parts.items():
        for number, link in enumerate(item.after if item.is_done else ()):
            pred = None if context.is_left_out(link.item) else known.get(link.item)
            if (
                pred is not None
                and not _has_happened(pred, link)
                and not is_lead(link)
                and not _is_passed(context.scenario, pred)
            ):
                is_start = link.type in (LinkType.SS, LinkType.SF)
                event = "not been started" if is_start else "not been done"
                state = "in_progress" if is_start else "done"
                over = "is done" if item.state == "done" else "has failed"
                yield context.parts.finding(
                    f'{label(item)} {over}, but "{shorten(pred.id)}", which it comes after, '
                    f"has {event}",
                    _where(context, path, number),
                    f"remove the link, or make {shorten(pred.id)} {state}",
                    code="done-before-predecessor",
                    subjects=(item.id, pred.id),
                )


def people_at_work(context: Context) -> Iterator[Finding]:
    """Yield items in progress with more or fewer people than they need."""
    for path, item in context.parts.items():
        needs = item.needs or (Need(),)
        least, most = (sum(need.numbers[end] for need in needs) for end in (0, -1))
        by_person = item.remaining if isinstance(item.remaining, dict) else {}
        people = tuple(dict.fromkeys((*item.people, *by_person)))
        at_work = (item.crew or by_person) and item.state == "in_progress"
        if at_work and not least <= len(people) <= most:
            asked = f"{least}" if least == most else f"{least} to {most}"
            names = enumerated(map(shorten, people), most=13)
            yield context.parts.finding(
                f"{label(item)} is in progress with {_people(len(people))} ({names}), "
                f"but needs {asked}",
                (*path, "people"),
                "name as many as it needs, or change needs to what is so",
                code="wrong-number-of-people",
                subjects=(item.id, *people),
            )


def unskilled_at_work(context: Context) -> Iterator[Finding]:
    """Yield items in progress whose people lack what they need; they are planned all the same."""
    for path, item in context.staffed():
        for number, need in enumerate(item.staffing if item.crew else ()):
            if isinstance(need, Rest) and need.person is None:
                continue
            people = context.candidates(item, need)
            lacking = [person for person in people if context.scenario.lacks(person, need)]
            if lacking:
                skills = {s for person in lacking for s in context.scenario.lacks(person, need)}
                yield context.parts.finding(
                    f"{label(item)} is worked on by {enumerated(map(called, lacking), most=13)}, "
                    f"without the needed {enumerated(sorted(map(shorten, skills)), most=13)}",
                    (*path, "needs", number),
                    "it is planned with them; add the skills, or change what it needs",
                    code="unskilled-at-work",
                    subjects=(item.id, *(person.id for person in lacking)),
                    severity="warning",
                )


def ahead_of_predecessors(context: Context) -> Iterator[Finding]:
    """Yield items that were started, or finished, before their links allowed it."""
    if not _is_dated(context):
        return
    known = context.scenario.item_by_id
    for path, item in context.parts.items():
        for number, link in enumerate(item.after):
            pred = None if context.is_left_out(link.item) else known.get(link.item)
            if pred is None or not went_ahead(context.scenario, item, number):
                continue
            if item.is_done and not _has_happened(pred, link):
                continue  # an error
            ends = link.type in (LinkType.FF, LinkType.SF)
            event = "started" if link.type in (LinkType.SS, LinkType.SF) else "finished"
            found = context.parts.finding(
                f"{label(item)} was {'finished' if ends else 'started'} before "
                f'"{shorten(pred.id)}", which it comes after, was {event}',
                _where(context, path, number),
                "it stands as it was; remove the link if it does not hold",
                code="ahead-of-predecessor",
                subjects=(item.id, pred.id),
                severity="warning",
            )
            yield replace(found, ahead_of=(item.id, number))


def _is_passed(scenario: Scenario, item: WorkItem) -> bool:
    """Whether an open item is a milestone that all it comes after has led to.

    Trackers know no milestones, so nobody says that they are reached. What waits for something
    outside, or comes after nothing, has to be said.
    """
    waiting, seen = [item], {item.id}
    while waiting:
        milestone = waiting.pop()
        outside = milestone.waits_for or milestone.blocked is not None
        if not milestone.is_milestone or outside or not milestone.after:
            return False
        for link in milestone.after:
            pred = scenario.item_by_id.get(link.item)
            if pred is None or pred.id in seen or is_lead(link) or _has_happened(pred, link):
                continue
            seen.add(pred.id)
            waiting.append(pred)
    return True


def went_ahead(scenario: Scenario, item: WorkItem, number: int) -> bool:
    """Whether an item was started, or finished, before one of its links without a lead allowed it.

    Parameters
    ----------
    scenario
        With what has happened.
    item
        Of the scenario.
    number
        Which of the links in its ``after``.
    """
    link = item.after[number]
    pred = scenario.item_by_id.get(link.item)
    own = _own_instant(scenario, item, link) if item.is_started else None
    if pred is None or own is None or is_lead(link):
        return False
    if not _has_happened(pred, link):
        return True
    return own < _instant(scenario, pred, link) and not _is_same_day(pred, item, link)


def _where(context: Context, path: _Path, number: int) -> _Path:
    """Return the path of a link; where the item's state is from a table of its own, of that."""
    entry = context.parts.entries["items"][int(path[1])]
    own = isinstance(entry, LocatedDict) and "after" in entry.origins
    if own and entry.origins["after"].file != entry.file and "state" in entry:
        return (*path, "state")
    return (*path, "after", number)


def _is_dated(context: Context) -> bool:
    return {"calendar", "now"} <= context.parts.sound


def _is_after(when: When, now: dt.datetime) -> bool:
    return when > now if isinstance(when, dt.datetime) else when > now.date()


def _next_day(when: When) -> str:
    day = _day(when)
    return iso(day if day == dt.date.max else day + dt.timedelta(days=1))


def _has_happened(pred: WorkItem, link: Link) -> bool:
    """Whether the predecessor's end of a link lies in the past."""
    if link.type in (LinkType.SS, LinkType.SF):
        return pred.is_started
    return pred.is_done


def _instant(scenario: Scenario, pred: WorkItem, link: Link) -> dt.datetime:
    """Return the instant of the predecessor's end of a link, which lies in the past."""
    if link.type in (LinkType.SS, LinkType.SF):
        return scenario.started_at(pred)
    return scenario.finished_at(pred)


def _own_instant(scenario: Scenario, item: WorkItem, link: Link) -> dt.datetime | None:
    """Return the instant of an item's own end of a link; None where it lies in the future."""
    if link.type in (LinkType.FS, LinkType.SS):
        return scenario.started_at(item)
    return scenario.finished_at(item) if item.is_done else None


def _is_same_day(pred: WorkItem, item: WorkItem, link: Link) -> bool:
    """Whether both instants of a link lie on one day, one told by its date: their order is open."""
    a = pred.started if link.type in (LinkType.SS, LinkType.SF) else pred.finished
    b = item.started if link.type in (LinkType.FS, LinkType.SS) else item.finished
    if a is None or b is None or (isinstance(a, dt.datetime) and isinstance(b, dt.datetime)):
        return False
    return _day(a) == _day(b)


def _day(when: When) -> dt.date:
    return when.date() if isinstance(when, dt.datetime) else when


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
