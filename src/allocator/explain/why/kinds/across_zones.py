"""Causes that are rules across time zones: a morning to wait for, time in common to have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from allocator import wording
from allocator.calendars.places import places
from allocator.explain.counterfactuals.links import without_handover
from allocator.explain.counterfactuals.staffing import without_overlap
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.kinds.people_on_items import SUBSTITUTE_DEPTH


class HandedOver:
    """``handover``: an item is taken over from people elsewhere, and so begins in a morning.

    Or somebody elsewhere, who would have to wait for one, could do it.

    Taken away by a link that asks for none.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the handovers of the graph between people who share no place."""
        links = [
            (item_id, link)
            for item_id in graph.depths
            for link in graph.scenario.binding_links(graph.item(item_id))
            if link.handover and link.item in graph.binding.entries
        ]
        place_of = places(graph.scenario) if links else {}
        for item_id, link in links:
            there = {place_of[name] for name in _people(graph, link.item) if name in place_of}
            here = {place_of[name] for name in _people(graph, item_id) if name in place_of}
            if not here or not there:
                continue
            name, other = graph.called(item_id), graph.called(link.item)
            change = without_handover(graph.scenario, item_id, link)
            remedy = f"taking {name} over from {other} at any time of the day"
            depth = graph.depths[item_id]
            if not here & there:
                text = (
                    f"{name} is taken over from {other}, whose people are elsewhere, at the "
                    f"beginning of a day ({graph.span_text(item_id)})"
                )
                yield CauseCandidate("handover", text, remedy, change, item_id, depth)
            elif far := _elsewhere(graph, item_id, there, place_of):
                text = (
                    f"{wording.joined(map(graph.who, far), 'or', most=3)}, who could do {name} "
                    f"elsewhere, would have to take it over from {other} at the beginning of a day"
                )
                depth += SUBSTITUTE_DEPTH
                yield CauseCandidate("handover", text, remedy, change, item_id, depth)


def _people(graph: BindingGraph, item_id: str) -> Sequence[str]:
    """Return who is on an item; of what is done those whom it names."""
    named = graph.item(item_id).people if graph.item(item_id).is_done else ()
    return named or [work.person for work in graph.work(item_id)]


def _elsewhere(
    graph: BindingGraph, item_id: str, there: set[int], place_of: Mapping[str, int]
) -> list[str]:
    """Return who could do an item and is in none of some places."""
    able = (p.id for n in graph.item(item_id).staffing for p in graph.candidates(item_id, n))
    return [name for name in dict.fromkeys(able) if place_of.get(name) not in there]


class TimeInCommon:
    """``overlap``: two people on an item must have some working time in common on each day.

    Taken away by not asking for it.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the items of the graph that ask for time in common, and have not begun."""
        for item_id, depth in graph.depths.items():
            item = graph.item(item_id)
            spans = dict.fromkeys([item.overlap, *(need.overlap for need in item.needs)])
            asked = [span for span in spans if span is not None]
            if item.is_started or not asked:
                continue
            name = graph.called(item_id)
            text = (
                f"{name} asks for {wording.joined(asked)} in common, on each whole day, of two who "
                f"do it ({graph.span_text(item_id)})"
            )
            change = without_overlap(graph.scenario, item_id)
            remedy = f"less time in common for {name}"
            yield CauseCandidate("overlap", text, remedy, change, item_id, depth)
