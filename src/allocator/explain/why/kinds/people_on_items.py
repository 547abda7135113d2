"""Who does the items of a graph, or could do them, and when that matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from allocator.domain import Need, Person, PlanAssignment
from allocator.explain.counterfactuals.change import Change
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.models import CauseName

SUBSTITUTE_DEPTH = 2
"""Steps that those who could do an item are farther away than those who do it."""


@dataclass(frozen=True)
class PersonOnItem:
    """Somebody who does an item or could, and the time from when it could begin to its end."""

    item: str
    person: Person
    on_it: bool
    first: dt.datetime
    last: dt.datetime


def people_on_items(graph: BindingGraph, *, others: bool = False) -> Iterator[PersonOnItem]:
    """Yield who does the items of a graph; with others, after each item, who could do it."""
    for item_id in graph.depths:
        item = graph.item(item_id)
        if item.is_done:
            continue
        first, last = graph.ready(item_id), graph.dates(item_id)[1]
        on_it = [work.person for work in graph.work(item_id)]
        for person_id in dict.fromkeys(on_it):
            yield PersonOnItem(item_id, graph.scenario.person_by_id[person_id], True, first, last)
        if others:
            able = (p for need in item.staffing for p in graph.candidates(item_id, need))
            for person in {p.id: p for p in able if p.id not in on_it}.values():
                yield PersonOnItem(item_id, person, False, first, last)


def needs_filled(graph: BindingGraph) -> Iterator[tuple[str, PlanAssignment, Need]]:
    """Yield who works on the items of a graph that are not over, with the need they fill."""
    for item_id in graph.depths:
        if graph.item(item_id).is_done:
            continue
        for work in graph.work(item_id):
            need = graph.need_of(item_id, work)
            if need is not None:
                yield item_id, work, need


def who_text(graph: BindingGraph, place: PersonOnItem) -> str:
    """Name somebody; of one who only could do the item, that they could."""
    who = graph.who(place.person.id)
    return who if place.on_it else f"{who}, who could do {graph.called(place.item)},"


def candidate_of(
    graph: BindingGraph,
    kind: CauseName,
    place: PersonOnItem,
    text: str,
    remedy: str,
    change: Change,
) -> CauseCandidate:
    """Return a candidate about somebody; those who only could do an item are farther away."""
    depth = graph.depths[place.item] + (0 if place.on_it else SUBSTITUTE_DEPTH)
    return CauseCandidate(kind, text, remedy, change, place.item, depth)
