"""Causes that are the work itself: how long it takes, what it comes after, who has to meet."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain import ElapsedLag, Link, LinkType
from allocator.domain.links import has_lag, is_lead
from allocator.explain.counterfactuals.change import merged, updated
from allocator.explain.counterfactuals.estimates import (
    need_as_data,
    shorter_estimate,
    shorter_run,
)
from allocator.explain.counterfactuals.links import link_as_data, without_link
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph, reasons_of

_NEXT_TO_NOTHING = 0.01
"""Share of an estimate that is left where the work is taken away."""


class LongWork:
    """``work``: an item on the way takes its time.

    Taken away by an estimate of a hundredth.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the items of the graph that the subject consists of or waits for."""
        ours = graph.depends_on()
        for item_id, depth in graph.depths.items():
            item = graph.item(item_id)
            if item.is_done or item.is_milestone or item_id not in ours:
                continue
            efforts = [shorter_estimate(graph.scenario, item_id, _NEXT_TO_NOTHING)]
            changes = efforts if item.staffing else []
            if item.elapsed is not None:
                changes.append(shorter_run(graph.scenario, item_id, _NEXT_TO_NOTHING))
            if not changes:
                continue
            name = graph.called(item_id)
            text = f"{name} takes {_length(graph, item_id)}"
            remedy = f"doing without {name}, or with less of it"
            yield CauseCandidate("work", text, remedy, merged(*changes), item_id, depth)


def _length(graph: BindingGraph, item_id: str) -> str:
    """Write how long an item takes, and whom."""
    first, last = graph.dates(item_id)
    names = wording.joined((graph.who(work.person) for work in graph.work(item_id)), most=3)
    if not names:
        days = (last - first).total_seconds() / 86400
        return f"{wording.number(days, places=1)} days of the calendar, {graph.span_text(item_id)}"
    days = max(float(graph.calendars.team.days_between(first, last)), *_own_days(graph, item_id))
    unit = "working day" if wording.number(days, places=1) == "1" else "working days"
    hours = sum(work.effort_hours for work in graph.work(item_id))
    effort = float(hours / graph.scenario.calendar.day_hours)
    people = len(graph.work(item_id))
    also = f" for {wording.person_days(effort)} of work" if abs(days * people - effort) >= 1 else ""
    return f"{names} {wording.number(days, places=1)} {unit}{also}, {graph.span_text(item_id)}"


def _own_days(graph: BindingGraph, item_id: str) -> Iterator[float]:
    """Yield how long each of an item's people works on it, in whole working days of the team.

    Who is elsewhere works also at hours at which the team does not.
    """
    for work in graph.work(item_id):
        own = graph.calendars.of(graph.scenario.person_by_id[work.person])
        hours = own.hours_between(work.start, work.finish)
        yield float(hours / graph.calendars.team.day_hours)


class Predecessor:
    """``predecessor``: a task comes after another one, which has to end or begin before.

    Told of a task that was asked about, and of links to other projects. Taken away by leaving
    the link out.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield links of the subject itself, and those between projects."""
        asked = graph.subject.kind == "item"
        for item_id, link in _binding_links(graph):
            mine, other = graph.item(item_id).project, graph.item(link.item).project
            if not (asked and item_id in graph.last) and mine == other:
                continue
            name = graph.called(item_id)
            does = "begins" if link.type in (LinkType.SS, LinkType.SF) else "ends"
            said = graph.begins_text(link.item) if does == "begins" else graph.ends_text(link.item)
            text = f"{name} comes after {graph.called(link.item)}, which {does} {said}"
            change = without_link(graph.scenario, item_id, link)
            remedy = f"{name} not having to come after {graph.called(link.item)}"
            depth = graph.depths[item_id]
            yield CauseCandidate("predecessor", text, remedy, change, item_id, depth)


class Lag:
    """``lag``: an item has to wait some time after what it comes after.

    Taken away by leaving that time out.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the links with a lag that bind in the graph."""
        for item_id, link in _binding_links(graph):
            if not has_lag(link) or is_lead(link):
                continue
            amount = link.lag.elapsed if isinstance(link.lag, ElapsedLag) else link.lag
            around = " of calendar time" if isinstance(link.lag, ElapsedLag) else ""
            name, other = graph.called(item_id), graph.called(link.item)
            event = "beginning" if link.type in (LinkType.SS, LinkType.SF) else "end"
            text = f"{name} has to wait {amount}{around} after the {event} of {other}"
            change = _without_lag(graph, item_id, link)
            remedy = f"no wait between {other} and {name}"
            yield CauseCandidate("lag", text, remedy, change, item_id, graph.depths[item_id])


def _without_lag(graph: BindingGraph, item_id: str, link: Link) -> dict[str, object]:
    bare = link.model_copy(update={"lag": None})
    after = graph.scenario.item_by_id[item_id].after
    links = [link_as_data(bare if one == link else one) for one in after]
    return updated("items", item_id, after=links)


class Together:
    """``together``: an item needs several people at the same time, and one of them cannot yet.

    Taken away by doing it without them.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the items of the graph on which somebody waits for somebody else."""
        for item_id, depth in graph.depths.items():
            item, works = graph.item(item_id), graph.work(item_id)
            if len(works) < 2 or item.is_started:
                continue
            held = {r.person: r for r in reasons_of(graph.reasons(item_id), "busy", "away")}
            if not held or all(work.person in held for work in works):
                continue
            for number, need in enumerate(item.needs):
                place = item.staffing[number]
                late = [w for w in works if w.person in held and graph.need_of(item_id, w) == place]
                if not late or need.is_shared:
                    continue
                left = need.people - len(late)
                fewer = [need.model_copy(update={"people": left})] if left else []
                needs = [*item.needs[:number], *fewer, *item.needs[number + 1 :]]
                names = wording.joined((graph.who(w.person) for w in works), most=4)
                text = (
                    f"{graph.called(item_id)} needs {names} at the same time, and "
                    f"{held[late[0].person].sentence}"
                )
                change = updated("items", item_id, needs=[need_as_data(n) for n in needs])
                remedy = f"doing {graph.called(item_id)} without {graph.who(late[0].person)}"
                yield CauseCandidate("together", text, remedy, change, item_id, depth)


def _binding_links(graph: BindingGraph) -> Iterator[tuple[str, Link]]:
    """Yield the links of the items of a graph that hold them."""
    for item_id in graph.depths:
        held = {r.item for r in reasons_of(graph.reasons(item_id), "link")}
        after = graph.scenario.item_by_id[item_id].after
        for link in after:
            if link.item in held and link.item in graph.binding.dates:
                yield item_id, link
