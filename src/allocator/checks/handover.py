"""What people hand over to others elsewhere is taken up in a morning there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars.places import places
from allocator.checks.checked_plan import CheckedPlan, binding
from allocator.domain import Link, RuleId, Violation
from allocator.wording import instant, joined


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all items that are taken over elsewhere at another time than in a morning."""
    links = [
        (planned, link)
        for planned in checked.scheduled.values()
        for link in binding(checked, planned.item)
        if link.handover and link.item in checked.scheduled
    ]
    if not links:
        return []
    place_of = places(checked.scenario)
    return [found for each in links for found in _breach(checked, *each, place_of)]


def _breach(
    checked: CheckedPlan, after: ScheduledItem, link: Link, place_of: Mapping[str, int]
) -> Iterator[Violation]:
    before = checked.scheduled[link.item]
    handing = _people(before.item.people if before.item.is_done else _on(before), place_of)
    taking = _people(_on(after), place_of)
    here, there = ({place_of[name] for name in names} for names in (handing, taking))
    if not here or not there or here & there:
        return
    if not any(_is_morning(checked, name, after.begins) for name in taking):
        yield Violation(
            rule=RuleId.HANDOVER,
            message=f"{after.item.name} takes over from {joined(handing)} elsewhere, and starts "
            f"{instant(after.begins)}, which is not the beginning of a day of "
            f"{joined(taking, 'or')}",
            items=(link.item, after.item.id),
            people=tuple(taking),
        )


def _on(planned: ScheduledItem) -> Iterable[str]:
    return (assignment.person for assignment in planned.assignments)


def _people(names: Iterable[str], place_of: Mapping[str, int]) -> list[str]:
    return [name for name in names if name in place_of]


def _is_morning(checked: CheckedPlan, name: str, start: dt.datetime) -> bool:
    """Whether somebody's first slot of a day begins at an instant."""
    calendar = checked.calendars.of(checked.scenario.person_by_id[name])
    day = start.date()
    return start in calendar.first_slots(day, day)
