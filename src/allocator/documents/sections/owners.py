"""Who is on what: a row for each open item, or for each person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from allocator import wording
from allocator.analysis.people import people_on
from allocator.documents.choice import SectionChoice
from allocator.documents.source import MAX_NAMED, SectionSource
from allocator.documents.table import SectionColumn, table_lines
from allocator.domain import PlanItem
from allocator.exports.markdown import escaped, escaped_label

OWNER_COLUMNS = (
    SectionColumn(name="item", heading="item"),
    SectionColumn(name="id", heading="id", asked=True),
    SectionColumn(name="title", heading="title", asked=True),
    SectionColumn(name="project", heading="project", asked=True),
    SectionColumn(name="people", heading="who"),
    SectionColumn(name="start", heading="start"),
    SectionColumn(name="finish", heading="finish"),
    SectionColumn(name="due", heading="due", asked=True),
    SectionColumn(name="state", heading="state"),
)

PEOPLE_COLUMNS = (
    SectionColumn(name="person", heading="who"),
    SectionColumn(name="team", heading="team", asked=True),
    SectionColumn(name="now", heading="under way"),
    SectionColumn(name="next", heading="next"),
    SectionColumn(name="until", heading="planned until"),
)


def owners(source: SectionSource, choice: SectionChoice) -> list[str]:
    """Return a row for each item that people work on: who, from when to when."""
    entries = [source.entries[name] for name in choice.chosen(source)]
    shown = [
        entry
        for entry in entries
        if not entry.is_left_out
        and (choice.done or not entry.is_over)
        and people_on(source.plan.scenario, entry)
    ]
    return table_lines(
        OWNER_COLUMNS,
        [source.item(entry) for entry in sorted(shown, key=_start)],
        wanted=choice.columns,
        most=choice.most,
        nothing="Nobody works on any of it." if choice.done else "Nobody has open work in it.",
    )


def _start(entry: PlanItem) -> dt.datetime:
    return entry.start or dt.datetime.max


def people(source: SectionSource, choice: SectionChoice) -> list[str]:
    """Return a row for each person who has open work: what is under way, and what comes next."""
    work: dict[str, list[PlanItem]] = {person: [] for person in source.people}
    for name in choice.chosen(source):
        entry = source.entries[name]
        if entry.state in ("planned", "in_progress"):
            for person in dict.fromkeys(one.person for one in entry.assignments):
                work[person].append(entry)
    return table_lines(
        PEOPLE_COLUMNS,
        [_person(source, person, entries) for person, entries in work.items() if entries],
        wanted=choice.columns,
        most=choice.most,
        nothing="Nobody has open work in it.",
    )


def _person(source: SectionSource, person: str, entries: Sequence[PlanItem]) -> dict[str, str]:
    under_way = [entry for entry in entries if entry.state == "in_progress"]
    coming = sorted(
        (entry for entry in entries if entry.state == "planned"),
        key=lambda entry: _begins(entry, person),
    )
    last = max(entries, key=lambda entry: _ends(entry, person))
    return {
        "person": escaped(source.people[person]),
        "team": escaped(source.plan.scenario.person_by_id[person].team or ""),
        "now": source.labels(under_way),
        "next": wording.enumerated(
            (f"{_label(one)} ({wording.day(_begins(one, person))})" for one in coming),
            most=MAX_NAMED,
        ),
        "until": _until(source, _ends(last, person)),
    }


def _until(source: SectionSource, end: dt.datetime) -> str:
    """Write when somebody is done; a time of day with the zone that it is of."""
    calendar = source.plan.scenario.calendar
    text = wording.work_end(end, calendar)
    has_time = text.endswith(f" {end:%H:%M}")
    return f"{text} {calendar.timezone}" if has_time and calendar.timezone else text


def _label(entry: PlanItem) -> str:
    return escaped_label(entry.id, entry.title)


def _begins(entry: PlanItem, person: str) -> dt.datetime:
    return min(one.start for one in entry.assignments if one.person == person)


def _ends(entry: PlanItem, person: str) -> dt.datetime:
    return max(one.finish for one in entry.assignments if one.person == person)
