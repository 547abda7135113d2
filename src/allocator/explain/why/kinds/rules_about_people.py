"""Causes that are rules about who is on what: others, the same, preferred people, how many."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain import Need, Person
from allocator.domain.pairs import item_pairs
from allocator.domain.quantities import exact
from allocator.explain.counterfactuals.change import merged
from allocator.explain.counterfactuals.staffing import (
    more_items_at_a_time,
    shared_by_more,
    without_pair,
    without_preference,
)
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.kinds.people_on_items import (
    SUBSTITUTE_DEPTH,
    needs_filled,
    people_on_items,
)


class OtherPeople:
    """``pairing``: an item is to have other people than another one has, or the same.

    Taken away by asking nothing of the other one's people.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the pairs with an item of the graph of which both are planned."""
        for one, other, same in item_pairs(graph.scenario.scope):
            depths = [graph.depths[each.id] for each in (one, other) if each.id in graph.depths]
            if not depths:
                continue
            names = f"{graph.called(one.id)} and {graph.called(other.id)}"
            field = "same_as" if same else "not_same_as"
            text = f"{names} are done by the same people ({field})"
            remedy = f"other people on one of {names}"
            if not same:
                text = f"nobody may do both {names} ({field})"
                remedy = f"letting the same people do {names}"
            change = without_pair(graph.scenario, field, one.id, other.id)
            held = one if one.id in graph.depths else other
            yield CauseCandidate("pairing", text, remedy, change, held.id, min(depths))


class PreferredPeople:
    """``prefer``: an item is kept for those who are preferred for it.

    Taken away by preferring nobody.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the items of the graph that preferred people do, and others could do."""
        if "preference" not in graph.scenario.tiers:
            return
        for item_id, work, need in needs_filled(graph):
            liked = graph.scenario.preferred(graph.item(item_id), need)
            others = [p for p in graph.candidates(item_id, need) if p.id not in liked]
            if work.person not in liked or not others:
                continue
            name = graph.called(item_id)
            text = (
                f"{graph.who(work.person)} is preferred for {name} (prefer), and does it "
                f"{graph.span_text(item_id)}"
            )
            remedy = f"having {name} done by whoever can"
            change = without_preference(item_id)
            yield CauseCandidate("prefer", text, remedy, change, item_id, graph.depths[item_id])


class ItemsAtOnce:
    """``max_items``: somebody on an item, or who could do it, is on as many as they may be on.

    Taken away by letting them be on one more; where several do the item, all of these too.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the people with a limit who could give items of the graph a part of their time."""
        parts: dict[str, list[Person]] = {}
        for item_id, work, need in needs_filled(graph):
            person = graph.scenario.person_by_id[work.person]
            if graph.scenario.max_items_of(person) is not None and need.share < 1:
                parts.setdefault(item_id, []).append(person)
        for item_id, people in parts.items():
            for person in people:
                yield _one_more(graph, item_id, [person], on_it=True)
            if len(people) > 1:
                yield _one_more(graph, item_id, people, on_it=True)
        for place in people_on_items(graph, others=True):
            if not place.on_it and _is_full(graph, place.item, place.person):
                yield _one_more(graph, place.item, [place.person], on_it=False)


def _is_full(graph: BindingGraph, item_id: str, person: Person) -> bool:
    """Whether only the limit keeps somebody from an item in the slot before it begins."""
    most, begins = graph.scenario.max_items_of(person), graph.dates(item_id)[0]
    if most is None:
        return False
    before = graph.binding.slot_before(graph.item(item_id), graph.entry(item_id), begins)
    held = graph.binding.others(graph.binding.people[person.id], item_id, before, begins)
    used = sum(one.amount for one in held)
    fits = any(used + exact(need.share) <= 1 for need in _needs_for(graph, item_id, person))
    return len(held) >= most and fits


def _needs_for(graph: BindingGraph, item_id: str, person: Person) -> list[Need]:
    return [n for n in graph.item(item_id).staffing if person in graph.candidates(item_id, n)]


def _one_more(
    graph: BindingGraph, item_id: str, people: list[Person], *, on_it: bool
) -> CauseCandidate:
    """Return the candidate that some people may be on one item more at a time."""
    limits = [graph.scenario.max_items_of(person) or 0 for person in people]
    names = wording.joined((graph.who(person.id) for person in people), most=3)
    is_one = len(people) == 1
    does = ("does" if is_one else "do") if on_it else "could do"
    most = wording.count(limits[0], "item") if len(set(limits)) == 1 else "so many items"
    text = f"{names}, who {does} {graph.called(item_id)}, {'is' if is_one else 'are'} on at most "
    text += f"{most} at a time (max_items)"
    more = wording.count(limits[0] + 1, "item") if is_one else "one item more"
    return CauseCandidate(
        kind="max_items",
        text=text,
        remedy=f"letting {names} be on {more} at a time",
        change=merged(*(more_items_at_a_time(graph.scenario, person.id) for person in people)),
        item=item_id,
        depth=graph.depths[item_id] + (0 if on_it else SUBSTITUTE_DEPTH),
    )


class SharedByFew:
    """``shared``: as many people share an item as may, and others could take a part of it.

    Taken away by letting one more share it.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the items of the graph that have all the people who may share them."""
        for item_id, depth in graph.depths.items():
            item = graph.item(item_id)
            need = next((each for each in item.needs if each.is_shared), None)
            if need is None or item.is_started:
                continue
            works = [w for w in graph.work(item_id) if set(w.skills) == set(need.skills)]
            able = graph.candidates(item_id, need)
            if len(works) != need.up_to or len(able) <= len(works):
                continue
            name = graph.called(item_id)
            text = f"{wording.count(len(works), 'person', 'people')} at most may share {name}"
            remedy = f"one more who shares {name}"
            change = shared_by_more(graph.scenario, item_id)
            yield CauseCandidate("shared", text, remedy, change, item_id, depth)
