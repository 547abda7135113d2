"""Who could have taken an item earlier: people who are neither away nor taken."""

from __future__ import annotations

from fractions import Fraction

from allocator.analysis.why.reason import Reason
from allocator.domain import Need, Person
from allocator.domain.quantities import exact
from allocator.explain.why.graph import BindingGraph


def nobody_else_is_free(graph: BindingGraph, item_id: str, need: Need) -> bool:
    """Whether all others who may do an item are taken or away in the slot before it begins."""
    on_it = {work.person for work in graph.work(item_id)}
    others = (p for p in graph.candidates(item_id, need) if p.id not in on_it)
    return not any(_is_free(graph, item_id, person, need) for person in others)


def holds(graph: BindingGraph, item_id: str, reason: Reason) -> bool:
    """Whether a reason holds an item whoever does it.

    It does not where a person is busy, and somebody else could do their part before.
    """
    if reason.kind != "busy":
        return True
    works = [work for work in graph.work(item_id) if work.person == reason.person]
    needs = [graph.need_of(item_id, work) for work in works]
    return all(need is None or nobody_else_is_free(graph, item_id, need) for need in needs)


def _is_free(graph: BindingGraph, item_id: str, person: Person, need: Need) -> bool:
    begins = graph.dates(item_id)[0]
    before = graph.binding.slot_before(graph.item(item_id), graph.entry(item_id), begins)
    if graph.calendars.of(person).capacity_at(before) == 0:
        return False
    held = graph.binding.others(graph.binding.people[person.id], item_id, before, begins)
    return sum((one.amount for one in held), Fraction(0)) + exact(need.share) <= 1
