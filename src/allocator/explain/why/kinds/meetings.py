"""Causes that are meetings and duties, which leave people less time for an item, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.calendars import PersonCalendar
from allocator.calendars.instants import following_days, midnight
from allocator.domain import Meeting, Rota
from allocator.explain.counterfactuals.meetings import without_meetings, without_rota
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.kinds.people_on_items import (
    PersonOnItem,
    candidate_of,
    people_on_items,
    who_text,
)


class InMeetings:
    """``meetings``: somebody on an item, or who could do it, is in meetings in working time.

    From when the item could begin until its end. Taken away by leaving out all of these meetings.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the people of the graph who attend meetings while its items wait or run."""
        for place in people_on_items(graph, others=True):
            found = list(_attended(graph, place, place.first, place.last))
            if found:
                names = wording.joined([meeting.name for meeting in found], most=3)
                begins = graph.dates(place.item)[0]
                runs = any(_attended(graph, place, begins, place.last))
                text = (
                    f"{who_text(graph, place)} is in meetings ({names}) "
                    f"{_while(graph, place, runs=runs)}"
                )
                change = without_meetings([meeting.id for meeting in found])
                yield candidate_of(graph, "meetings", place, text, "no such meetings", change)


class OnDuty:
    """``duty``: somebody on an item, or who could do it, has a turn in a rota.

    From when the item could begin until its end. Taken away by leaving out the rota.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the people of the graph who have duties while its items wait or run."""
        for place in people_on_items(graph, others=True):
            for rota in graph.scenario.rotas_of(place.person):
                if not _has_duty(graph, place, rota, place.first, place.last):
                    continue
                runs = _has_duty(graph, place, rota, graph.dates(place.item)[0], place.last)
                text = (
                    f"{who_text(graph, place)} has {rota.name}, which takes "
                    f"{wording.whole_percent(rota.takes)} of their time, "
                    f"{_while(graph, place, runs=runs)}"
                )
                remedy, change = f"nobody having {rota.name}", without_rota(rota.id)
                yield candidate_of(graph, "duty", place, text, remedy, change)


def _while(graph: BindingGraph, place: PersonOnItem, *, runs: bool) -> str:
    """Say when that is: while somebody is on the item, or only before it begins."""
    name = graph.called(place.item)
    if not place.on_it:
        return f"before that ends ({graph.ends_text(place.item)})"
    if runs:
        return f"while on {name} ({graph.span_text(place.item)})"
    return f"before {name}, which begins {graph.begins_text(place.item)}"


def _attended(
    graph: BindingGraph, place: PersonOnItem, start: dt.datetime, finish: dt.datetime
) -> Iterator[Meeting]:
    """Yield the meetings of somebody in their working time between two instants."""
    own = graph.calendars.of(place.person)
    for meeting in graph.scenario.meetings_of(place.person):
        times = graph.calendars.meeting_times(meeting).between(start, finish)
        if any(_is_at_work(own, begins, ends) for begins, ends in times):
            yield meeting


def _is_at_work(own: PersonCalendar, begins: dt.datetime, ends: dt.datetime) -> bool:
    """Whether a time lies in somebody's working hours, at least in part."""
    if own.is_away(begins, ends):
        return False
    return any(
        midnight(day) + offset < ends and begins < midnight(day) + offset + own.team.slot
        for day in following_days(begins.date(), ends.date())
        for offset in own.regular_offsets(day)
    )


def _has_duty(
    graph: BindingGraph, place: PersonOnItem, rota: Rota, start: dt.datetime, finish: dt.datetime
) -> bool:
    """Whether a turn of somebody has working time of theirs between two instants."""
    own = graph.calendars.of(place.person)
    return any(
        rota.on_duty(day) == place.person.id
        and any(start <= midnight(day) + offset < finish for offset in own.regular_offsets(day))
        for day in following_days(start.date(), finish.date())
        if not own.is_away(midnight(day), midnight(day) + dt.timedelta(days=1))
    )
