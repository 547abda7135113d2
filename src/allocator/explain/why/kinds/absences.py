"""Causes that are times in which people do not work, or work less."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Iterator

from allocator import wording
from allocator.domain.calendar import WEEK, TimeOff
from allocator.domain.quantities import beginning, end_of
from allocator.explain.counterfactuals.absences import without_availability, without_time_off
from allocator.explain.counterfactuals.change import Change
from allocator.explain.counterfactuals.people import (
    joins_on,
    stays_until,
    with_capacity,
    without_holidays,
    works_all_workdays,
)
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.kinds.people_on_items import (
    PersonOnItem,
    candidate_of,
    people_on_items,
    who_text,
)

HALF = 0.5
"""Share of the day from which down a capacity is part-time, also where the whole team has it."""

_NAMES = dict(zip(WEEK, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))


class Away:
    """``away``: somebody on an item, or who could do it, is off, not there yet or gone.

    Taken away by letting them be there.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield absences of people of the graph."""
        for place in people_on_items(graph, others=True):
            person = place.person
            for off in person.time_off:
                if _keeps_away(graph, place, off):
                    when = wording.period(off.start, off.end)
                    text = (
                        f"{who_text(graph, place)} is away {_from(off)}{when}{_for(graph, place)}"
                    )
                    remedy = f"{graph.who(person.id)} being there {_from(off)}{when}"
                    change = without_time_off(graph.scenario, person.id, off)
                    yield candidate_of(graph, "away", place, text, remedy, change)
            joins, leaves = person.joins, person.leaves
            days = graph.calendars.local_days(person)
            if joins is not None and place.first < days.beginning(joins):
                text = f"{who_text(graph, place)} joins only on {wording.when(joins)}"
                remedy = f"{graph.who(person.id)} being there from the beginning"
                yield candidate_of(graph, "away", place, text, remedy, joins_on(person.id, None))
            if leaves is not None and days.end(leaves) <= place.last and not place.on_it:
                text = f"{who_text(graph, place)} leaves after {wording.when(leaves)}"
                remedy = f"{graph.who(person.id)} staying"
                yield candidate_of(graph, "away", place, text, remedy, stays_until(person.id, None))


class PartTime:
    """``part_time``: somebody on an item has a part of the week or of the day for planned work.

    Of the day only where that is less than most others have, or half of it at most.

    Taken away by the team's working days, or the whole day.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield people of the graph who work less than the team."""
        team = set(graph.scenario.calendar.workdays)
        people = graph.scenario.people
        usual = statistics.median(one.capacity for one in people) if people else 1.0
        for place in people_on_items(graph):
            person, who = place.person, graph.who(place.person.id)
            for window in person.availability:
                less = window.capacity < person.capacity
                if less and _overlaps(place, window):
                    when = wording.period(window.start, window.end)
                    share = wording.whole_percent(window.capacity)
                    text = (
                        f"{who} has only {share} of the day for planned work "
                        f"{_from(window)}{when}{_longer(graph, place)}"
                    )
                    remedy = f"{who} having the usual {wording.whole_percent(person.capacity)} then"
                    change = without_availability(graph.scenario, person.id, window)
                    yield candidate_of(graph, "part_time", place, text, remedy, change)
            if person.capacity < usual or person.capacity <= HALF:
                share = wording.whole_percent(person.capacity)
                text = f"{who} has only {share} of the day for planned work{_longer(graph, place)}"
                remedy = f"{who} having the whole day for it"
                change = with_capacity(person.id, 1.0)
                yield candidate_of(graph, "part_time", place, text, remedy, change)
            if person.workdays is not None and team - set(person.workdays):
                days = wording.joined(_NAMES[day] for day in WEEK if day in person.workdays)
                text = f"{who} works on {days} only{_longer(graph, place)}"
                remedy = f"{who} working on all working days of the team"
                change = works_all_workdays(person.id)
                yield candidate_of(graph, "part_time", place, text, remedy, change)


class Holiday:
    """``holiday``: somebody on an item has holidays, by their own calendar or the team's.

    Taken away by letting them work on these days.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the people of the graph with holidays while they are on its items."""
        days: defaultdict[str, set[dt.date]] = defaultdict(set)
        places: dict[str, PersonOnItem] = {}
        for place in people_on_items(graph):
            found = _holidays(graph, place)
            if found:
                days[place.person.id] |= found
                places.setdefault(place.person.id, place)
        for person_id, found in days.items():
            listed = wording.day_ranges(sorted(found))
            who = graph.who(person_id)
            text = f"{who} has holidays ({listed}){_for(graph, places[person_id])}"
            change = without_holidays(graph.scenario, person_id, found)
            remedy = f"{who} working on these days"
            yield candidate_of(graph, "holiday", places[person_id], text, remedy, change)


class SprintFocus:
    """``focus``: in a sprint everybody has a smaller share of the day for planned work.

    Taken away by the whole capacity in all sprints.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield that sprints of people of the graph leave less than their capacity."""
        sprints = graph.scenario.sprints
        if sprints is None:
            return
        for place in people_on_items(graph):
            for sprint in graph.scenario.sprints_of(place.person.team):
                if sprint.capacity < 1 and sprint.begins < place.last and place.first < sprint.ends:
                    share = wording.whole_percent(sprint.capacity)
                    text = f"{sprint.name} leaves {share} of everybody's time for planned work"
                    data = sprints.model_dump(mode="json", by_alias=True, exclude_defaults=True)
                    change: Change = {"update": {"sprints": _whole(data)}}
                    remedy = "sprints in which all of the time can be planned"
                    yield candidate_of(graph, "focus", place, text, remedy, change)
                    return


def _whole(data: object) -> object:
    """Return sprints without their capacities."""
    if isinstance(data, dict):
        return {key: _whole(value) for key, value in data.items() if key != "capacity"}
    return [_whole(value) for value in data] if isinstance(data, list) else data


def _overlaps(place: PersonOnItem, off: TimeOff) -> bool:
    return beginning(off.start) < place.last and place.first < end_of(off.end)


def _keeps_away(graph: BindingGraph, place: PersonOnItem, off: TimeOff) -> bool:
    """Whether an absence has a day on which somebody would work between two instants."""
    if not _overlaps(place, off):
        return False
    calendar = graph.calendars.of(place.person)
    first = max(beginning(off.start), place.first).date()
    last = min(end_of(off.end), place.last)
    days = (first + dt.timedelta(days=k) for k in range((last.date() - first).days + 1))
    return any(calendar.is_regular(day) for day in days if beginning(day) < last)


def _holidays(graph: BindingGraph, place: PersonOnItem) -> set[dt.date]:
    """Return the days of their week on which somebody has a holiday while an item waits or runs."""
    calendar = graph.calendars.of(place.person)
    week = place.person.workdays or graph.scenario.calendar.workdays
    first, last = place.first.date(), place.last.date()
    days = (first + dt.timedelta(days=k) for k in range((last - first).days + 1))
    return {d for d in days if WEEK[d.weekday()] in week and not calendar.is_regular(d)}


def _from(off: TimeOff) -> str:
    return "on " if off.start == off.end else "from "


def _longer(graph: BindingGraph, place: PersonOnItem) -> str:
    """Say which item takes longer since somebody works less."""
    return f", so {graph.called(place.item)} takes longer ({graph.span_text(place.item)})"


def _for(graph: BindingGraph, place: PersonOnItem) -> str:
    """Say which item that concerns."""
    if not place.on_it:
        return ""
    return f", and is on {graph.called(place.item)} {graph.span_text(place.item)}"
