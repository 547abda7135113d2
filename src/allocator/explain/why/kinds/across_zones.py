"""Causes that are rules across time zones: a morning to wait for, time in common to have."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.calendars.places import places
from allocator.explain.counterfactuals.links import without_handover
from allocator.explain.counterfactuals.staffing import without_overlap
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph


class HandedOver:
    """``handover``: an item is taken over from people elsewhere, and so begins in a morning.

    Taken away by a link that asks for none.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the handovers of the graph between people who share no place."""
        links = [
            (item_id, link)
            for item_id in graph.depths
            for link in graph.scenario.binding_links(graph.item(item_id))
            if link.handover
        ]
        place_of = places(graph.scenario) if links else {}
        for item_id, link in links:
            there, here = (
                {place_of[work.person] for work in graph.work(name) if work.person in place_of}
                for name in (link.item, item_id)
            )
            if not here or not there or here & there:
                continue
            name, other = graph.called(item_id), graph.called(link.item)
            text = (
                f"{name} is taken over from {other}, whose people are elsewhere, at the beginning "
                f"of a day ({graph.span_text(item_id)})"
            )
            change = without_handover(graph.scenario, item_id, link)
            remedy = f"taking {name} over from {other} at any time of the day"
            yield CauseCandidate("handover", text, remedy, change, item_id, graph.depths[item_id])


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
