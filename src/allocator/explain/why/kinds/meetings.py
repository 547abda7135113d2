"""Causes that are meetings and duties, which leave people less time for an item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.calendars import PersonCalendar
from allocator.calendars.instants import following_days, midnight
from allocator.domain import Meeting, Person, Rota
from allocator.explain.counterfactuals.meetings import without_meetings, without_rota
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph


class InMeetings:
    """``meetings``: somebody on an item is in meetings in their working time until its end.

    Taken away by leaving out all of these meetings.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the people of the graph who attend meetings while they are on its items."""
        for item_id, person in _people(graph):
            found = list(_attended(graph, item_id, person))
            if found:
                names = wording.joined([meeting.name for meeting in found], most=3)
                text = (
                    f"{graph.who(person.id)} is in meetings ({names}) while on "
                    f"{graph.called(item_id)} ({graph.span_text(item_id)})"
                )
                change = without_meetings([meeting.id for meeting in found])
                remedy = "no such meetings"
                depth = graph.depths[item_id]
                yield CauseCandidate("meetings", text, remedy, change, item_id, depth)


class OnDuty:
    """``duty``: somebody on an item has a turn in a rota until its end.

    Taken away by leaving out the rota.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the people of the graph who have duties while they are on its items."""
        for item_id, person in _people(graph):
            for rota in graph.scenario.rotas_of(person):
                if _has_duty(graph, item_id, person, rota):
                    text = (
                        f"{graph.who(person.id)} has {rota.name}, which takes "
                        f"{wording.whole_percent(rota.takes)} of their time, while on "
                        f"{graph.called(item_id)} ({graph.span_text(item_id)})"
                    )
                    change, remedy = without_rota(rota.id), f"nobody having {rota.name}"
                    depth = graph.depths[item_id]
                    yield CauseCandidate("duty", text, remedy, change, item_id, depth)


def _people(graph: BindingGraph) -> Iterator[tuple[str, Person]]:
    """Yield the people on the items of a graph that are not done, each with the item."""
    for item_id in graph.depths:
        if not graph.item(item_id).is_done:
            for name in dict.fromkeys(work.person for work in graph.work(item_id)):
                yield item_id, graph.scenario.person_by_id[name]


def _attended(graph: BindingGraph, item_id: str, person: Person) -> Iterator[Meeting]:
    own, (start, finish) = graph.calendars.of(person), graph.dates(item_id)
    for meeting in graph.scenario.meetings_of(person):
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


def _has_duty(graph: BindingGraph, item_id: str, person: Person, rota: Rota) -> bool:
    own, (start, finish) = graph.calendars.of(person), graph.dates(item_id)
    return any(
        rota.on_duty(day) == person.id
        and any(start <= midnight(day) + offset < finish for offset in own.regular_offsets(day))
        for day in following_days(start.date(), finish.date())
        if not own.is_away(midnight(day), midnight(day) + dt.timedelta(days=1))
    )
