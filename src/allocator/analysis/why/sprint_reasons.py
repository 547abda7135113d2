"""The border of a sprint in which somebody's work has to lie, as a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.analysis.why.reason import Reason
from allocator.calendars import Calendars, PersonCalendar
from allocator.domain import PlanAssignment, Scenario, Sprint


def sprint_reasons(
    scenario: Scenario,
    calendars: Calendars,
    works: Sequence[PlanAssignment],
    before: dt.datetime,
    begins: dt.datetime,
) -> Iterator[Reason]:
    """Yield the border that work on an item would cross if it began in the slot before, if any.

    Parameters
    ----------
    scenario, calendars
        The scenario, and its calendars.
    works
        What people do on an item that must lie within one sprint.
    before, begins
        The slot before its start, and its start.
    """
    for work in works:
        person = scenario.person_by_id[work.person]
        sprints = scenario.sprints_of(person.team)
        if not sprints or not _crosses(calendars.of(person), work, sprints, before, begins):
            continue
        here = _sprint_at(sprints, begins)
        name = here.name if here is not None else "the time after the sprints"
        at = here.begins if here is not None else sprints[-1].ends
        on = wording.day(at)
        text = f"it lies within one sprint, and {name} begins {on}"
        yield Reason(kind="sprint", sentence=text, person=work.person, until=at)
        return


def _crosses(
    calendar: PersonCalendar,
    work: PlanAssignment,
    sprints: tuple[Sprint, ...],
    before: dt.datetime,
    begins: dt.datetime,
) -> bool:
    """Whether somebody's work would cross a border if it began in the slot before."""
    here, there = _sprint_at(sprints, begins), _sprint_at(sprints, before)
    if here == there:
        return False
    if there is not None:
        end = there.ends
    elif before < sprints[0].begins:
        end = sprints[0].begins
    else:
        return True
    room = calendar.hours_between(before, end)
    return room < calendar.hours_between(begins, work.finish)


def _sprint_at(sprints: tuple[Sprint, ...], instant: dt.datetime) -> Sprint | None:
    return next((s for s in sprints if s.begins <= instant < s.ends), None)
