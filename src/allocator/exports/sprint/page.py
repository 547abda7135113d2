"""Writes the page of a sprint in Markdown, which a team brings to sprint planning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.analysis.reader_clock import clock_sentence
from allocator.domain import Scenario
from allocator.exports.markdown import escaped, escaped_label, markdown_section, markdown_table
from allocator.exports.sprint.outlook import outlook
from allocator.sprint_planning.sheet import (
    DayWork,
    ItemLine,
    PersonLoad,
    PersonTask,
    SprintDay,
    SprintGoal,
    SprintSheet,
)
from allocator.wording import count

MAX_PEOPLE_PER_TABLE = 6
"""People in a table of the day plan; further people are in further tables."""


def clock_note(scenario: Scenario, timezone: str | None = None) -> str:
    """Return whose the days and times of sprints are; empty where everybody is in the plan's zone.

    Parameters
    ----------
    scenario
        The plan's.
    timezone
        The zone in which work begins and ends; None for the plan's.
    """
    home = scenario.calendar.timezone
    if timezone in (None, home):
        return clock_sentence(scenario)
    return (
        f"Work begins and ends by the clock of {timezone}; days of the sprint are those of {home}."
    )


def sprint_page(sheet: SprintSheet, note: str = "") -> str:
    """Return the Markdown text of a sprint's page.

    Parameters
    ----------
    sheet
        What it shows.
    note
        Whose the days and times are, where that is to be said.
    """
    lines = list(_lines(sheet, note))
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return "\n".join(kept).rstrip() + "\n"


def _lines(sheet: SprintSheet, note: str) -> Iterator[str]:
    items = {item.id: item for item in sheet.items}
    names = {person.id: escaped(person.name or person.id) for person in sheet.people}
    yield from _head(sheet, note)
    yield from markdown_section("Goals", _goals(sheet.goals, items))
    yield from markdown_section("Capacity", _capacity(sheet))
    yield from markdown_section("Who does what", _people(sheet))
    yield from markdown_section("Day by day", _days(sheet.days, sheet.people, names))
    yield from outlook(sheet, names)


def _head(sheet: SprintSheet, note: str) -> Iterator[str]:
    team = f", team {escaped(sheet.team)}" if sheet.team else ""
    yield f"# {sprint_heading(sheet)}"
    yield ""
    yield f"{escaped(sheet.scenario)}{team}. {sprint_sentence(sheet)}{' ' if note else ''}{note}"


def sprint_heading(sheet: SprintSheet) -> str:
    """Return the name and the dates of a sprint as Markdown."""
    start, end = wording.day_without_year(sheet.start), wording.day(sheet.end)
    return f"{escaped(sheet.name)}: {start} to {end}"


def sprint_sentence(sheet: SprintSheet) -> str:
    """Return how many items, people and hours a sprint has."""
    finished = sum(item.finishes for item in sheet.items)
    load = sheet.planned_hours / sheet.capacity_hours if sheet.capacity_hours else None
    parts = [
        f"{count(len(sheet.items), 'item')}, of which {finished} get finished; "
        f"{count(len(sheet.people), 'person', 'people')}, "
        f"{wording.hours(sheet.planned_hours)} planned of {wording.hours(sheet.capacity_hours)} "
        f"capacity ({wording.whole_percent(load)})."
    ]
    if sheet.focus != 1:
        parts.append(f"Capacity is with the sprint's focus factor of {sheet.focus:g}.")
    if sheet.counted_from.date() > sheet.start:
        parts.append(f"Hours count from {wording.when_without_year(sheet.counted_from)} on.")
    return " ".join(parts)


def _goals(goals: Sequence[SprintGoal], items: dict[str, ItemLine]) -> Iterator[str]:
    if not goals:
        yield "Nothing is planned."
    for goal in goals:
        yield f"- {goal_line(goal, items)}"


def goal_line(goal: SprintGoal, items: dict[str, ItemLine]) -> str:
    """Return a goal as Markdown: the items that get finished, else those that are worked on."""
    name = escaped(goal.name or goal.project or "Other work")
    done = wording.joined([_goal_item(items[i]) for i in goal.finishes], most=5)
    rest = wording.joined([_label(items[i]) for i in goal.works_on], most=3)
    parts = []
    if done:
        parts.append(f"finish {'all that is left: ' if goal.completes else ''}{done}")
    if rest:
        parts.append(f"{'go on with' if done else 'work on'} {rest}")
    return f"**{name}**: {'; '.join(parts)}"


def _goal_item(item: ItemLine) -> str:
    notes = [note for note, on in (("milestone", item.milestone), ("done", _done(item))) if on]
    if item.late_days and item.due is not None:
        notes.append(f"{item.late_text} after its due date, {wording.when_without_year(item.due)}")
    return _label(item) + (f" ({', '.join(notes)})" if notes else "")


def _done(item: ItemLine) -> bool:
    return item.state in ("done", "failed")


def _label(item: ItemLine) -> str:
    return escaped_label(item.id, item.title)


def _capacity(sheet: SprintSheet) -> Iterator[str]:
    yield from markdown_table(
        ("person", "capacity", "planned", "free", "load", "away"),
        [
            (
                escaped(person.name or person.id),
                wording.hours(person.capacity_hours),
                wording.hours(person.planned_hours),
                wording.hours(person.free_hours),
                wording.whole_percent(person.load),
                wording.day_ranges(person.away),
            )
            for person in sheet.people
        ],
        right=("capacity", "planned", "free", "load"),
    )


def _people(sheet: SprintSheet) -> Iterator[str]:
    idle = [escaped(person.name or person.id) for person in sheet.people if not person.tasks]
    for person in sheet.people:
        if person.tasks:
            yield f"### {escaped(person.name or person.id)}, {wording.hours(person.planned_hours)}"
            yield ""
            yield from markdown_table(
                ("item", "hours", "from", "to", ""),
                [
                    (
                        escaped_label(task.item, task.title),
                        wording.number(task.hours, places=1),
                        wording.day_without_year(task.start),
                        wording.day_without_year(task.finish_day),
                        _remark(task),
                    )
                    for task in person.tasks
                ],
                right=("hours",),
            )
            yield ""
    unstaffed = [item for item in sheet.items if not item.people and not _done(item)]
    if unstaffed:
        yield from ("### Without people", "")
        yield from markdown_table(
            ("item", "from", "to"),
            [
                (
                    _label(item) + (" (milestone)" if item.milestone else ""),
                    wording.day_without_year(item.start) if not item.milestone else "",
                    wording.day_without_year(item.finish_day),
                )
                for item in unstaffed
            ],
        )
        yield ""
    done = [_label(item) for item in sheet.items if _done(item)]
    if done:
        yield f"Done already: {wording.joined(done, most=20)}."
        yield ""
    if idle:
        yield f"Without work in this sprint: {wording.joined(idle, most=20)}."


def _remark(task: PersonTask) -> str:
    notes = (
        [f"in progress since {wording.day_without_year(task.begun)}"]
        if task.begun is not None
        else []
    )
    if task.together:
        notes.append(task.together)
    if task.share < 1:
        notes.append(f"{wording.whole_percent(task.share)} of the time")
    if task.hours_before:
        notes.append(f"{wording.hours(task.hours_before)} before the sprint")
    if task.hours_after:
        notes.append(f"{wording.hours(task.hours_after)} after it")
    return ", ".join(notes)


def _days(
    days: Sequence[SprintDay], people: Sequence[PersonLoad], names: dict[str, str]
) -> Iterator[str]:
    """Yield tables of a few people each: a row per day, with their items in order."""
    busy = [person for person in people if person.tasks]
    if not busy:
        yield "Nothing is planned."
    for start in range(0, len(busy), MAX_PEOPLE_PER_TABLE):
        part = busy[start : start + MAX_PEOPLE_PER_TABLE]
        rows = []
        for day in days:
            work = {entry.person: entry for entry in day.work}
            cells = [_cell(day, person, work.get(person.id)) for person in part]
            rows.append((wording.day_without_year(day.date), *cells))
        yield from markdown_table(("day", *(names[person.id] for person in part)), rows)
        yield ""


def _cell(day: SprintDay, person: PersonLoad, work: DayWork | None) -> str:
    if work is None:
        return "away" if day.date in person.away else "-"
    return ", ".join(f"{escaped(item)} {wording.hours(hours)}" for item, hours in work.items)
