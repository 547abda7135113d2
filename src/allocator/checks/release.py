"""Nothing starts before it may, and what has to start then does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator.analysis.dates import plan_start
from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars.person import PersonCalendar
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import RuleId, Scenario, Violation, WorkItem
from allocator.domain.quantities import beginning, parse_span
from allocator.wording import instant, when

_MAX_DAYS = 3660
"""Days after which nobody is looked for any more who goes on with work."""


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all items on which work begins before it may, or not when it has to.

    Of an item in progress it is what remains of it that is looked at.
    """
    return [*_too_early(checked), *_elsewhere(checked)]


def _elsewhere(checked: CheckedPlan) -> Iterator[Violation]:
    """Yield items that are fixed to another start, or that are not gone on with at once."""
    for item_id, planned in checked.scheduled.items():
        item, begins = planned.item, planned.begins
        if item.state == "todo" and item.fixed is not None:
            day = not isinstance(item.fixed, dt.datetime)
            if (begins.date() if day else begins) != item.fixed:
                text = f"{item.name} starts {instant(begins)}; it is fixed to {when(item.fixed)}"
                yield Violation(rule=RuleId.RELEASE, message=text, items=(item_id,))
        elif item.state == "in_progress" and item.uninterrupted and item.people:
            at_once = _first_work(checked, planned)
            if at_once is not None and planned.assignments and begins != at_once:
                text = f"{item.name} is taken up again {instant(begins)}; it is not to be "
                text += f"interrupted, and its people can go on with it {instant(at_once)}"
                yield Violation(rule=RuleId.RELEASE, message=text, items=(item_id,))


def _first_work(checked: CheckedPlan, planned: ScheduledItem) -> dt.datetime | None:
    """Return the first slot in which those work who go on with an item: all, or any if apart."""
    item, scenario = planned.item, checked.scenario
    left = item.remaining if isinstance(item.remaining, dict) else {}
    names = [p for p in item.people if not left or parse_span(left[p])[0] > 0]
    if not names:
        return None
    calendars = [checked.calendars.of(scenario.person_by_id[name]) for name in names]
    apart = sum(parse_span(span)[0] > 0 for span in left.values()) > 1
    earliest = max(release for release, _ in _releases(scenario, item))
    for k in range(_MAX_DAYS):
        day = earliest.date() + dt.timedelta(days=k)
        slots = [{at for at in _slots(each, day) if at >= earliest} for each in calendars]
        common = set.union(*slots) if apart else set.intersection(*slots)
        if common:
            return min(common)
    return None


def _slots(calendar: PersonCalendar, day: dt.date) -> Iterator[dt.datetime]:
    """Yield when the slots of a day begin in which somebody works."""
    for offset, _ in calendar.slots(day):
        yield dt.datetime.combine(day, dt.time()) + offset


def _too_early(checked: CheckedPlan) -> list[Violation]:
    """Return all items on which work begins before it may."""
    return [
        Violation(
            rule=RuleId.RELEASE,
            message=f"{planned.item.name} {_verb(planned.item)} {instant(planned.begins)}, "
            f"before {whose}, {instant(release)}",
            items=(item_id,),
        )
        for item_id, planned in checked.scheduled.items()
        if not planned.item.is_started or planned.assignments
        for release, whose in _releases(checked.scenario, planned.item)
        if planned.begins < release
    ]


def _verb(item: WorkItem) -> str:
    return "is taken up again" if item.is_started else "starts"


def _releases(scenario: Scenario, item: WorkItem) -> Iterator[tuple[dt.datetime, str]]:
    if item.is_done:
        return
    yield plan_start(scenario), "the start of the plan"
    if scenario.now is not None:
        yield scenario.present, "now"
    for awaited in item.waits_for:
        if awaited.expected is not None:
            yield beginning(awaited.expected), f'"{awaited.what}" is expected'
    if item.blocked is not None and item.blocked.until is not None:
        by = f' by "{item.blocked.by}"' if item.blocked.by else ""
        yield beginning(item.blocked.until), f"it is no longer blocked{by}"
    if item.is_started:
        return
    if item.not_before is not None:
        yield beginning(item.not_before), "its not_before"
    if item.date is not None:
        yield beginning(item.date), "its date"
    if item.project is not None:
        project = scenario.project_by_id[item.project]
        if project.not_before is not None:
            yield beginning(project.not_before), f"the not_before of project {project.id}"
