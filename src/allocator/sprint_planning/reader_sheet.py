"""The sheet of a sprint with its instants where the reader is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from allocator.analysis.reader_clock import ReaderClock
from allocator.domain.quantities import last_day
from allocator.sprint_planning.sheet import CarryOver, ItemLine, PersonTask, SprintSheet
from allocator.sprint_planning.sheet_outlook import Prerequisite, PullCandidate


def reader_sheet(sheet: SprintSheet, clock: ReaderClock) -> SprintSheet:
    """Return a sheet that says when work begins and ends as a reader's clock has it.

    The days of the sprint, what people do on each of them, and dates that were asked for stay the
    plan's.

    Parameters
    ----------
    sheet
        On the plan's clock.
    clock
        The reader's.
    """
    if clock.is_the_plans:
        return sheet
    return replace(
        sheet,
        items=tuple(_item(line, clock) for line in sheet.items),
        people=tuple(
            replace(person, tasks=tuple(_task(task, clock) for task in person.tasks))
            for person in sheet.people
        ),
        carries_over=tuple(_carried(one, clock) for one in sheet.carries_over),
        ready=tuple(_prerequisite(one, clock) for one in sheet.ready),
        pull=tuple(_candidate(one, clock) for one in sheet.pull),
        put_aside=tuple(replace(one, goes_on=clock.there(one.goes_on)) for one in sheet.put_aside),
        counted_from=clock.there(sheet.counted_from),
    )


def _item(line: ItemLine, clock: ReaderClock) -> ItemLine:
    return replace(
        line,
        start=clock.there(line.start),
        finish=clock.there(line.finish),
        finish_day=clock.days(line.start, line.finish)[1],
        due=clock.limit(line.due),
    )


def _task(task: PersonTask, clock: ReaderClock) -> PersonTask:
    return replace(
        task,
        start=clock.there(task.start),
        finish=clock.there(task.finish),
        finish_day=clock.days(task.start, task.finish)[1],
        begun=clock.there(task.begun),
    )


def _carried(one: CarryOver, clock: ReaderClock) -> CarryOver:
    finish = clock.there(one.finish)
    return replace(one, finish=finish, finish_day=last_day(finish))


def _prerequisite(one: Prerequisite, clock: ReaderClock) -> Prerequisite:
    expected, day = clock.limit(one.expected), one.expected_day
    if day is not None and isinstance(expected, dt.datetime):
        day = last_day(expected)
    return replace(one, needed=clock.there(one.needed), expected=expected, expected_day=day)


def _candidate(one: PullCandidate, clock: ReaderClock) -> PullCandidate:
    return replace(one, start=clock.there(one.start), startable=clock.there(one.startable))
