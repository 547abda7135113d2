"""Rules about who is on what: other people, the same, preferred ones, so many items at a time."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.analysis.why.binding import workers
from allocator.domain.pairs import item_pairs
from allocator.explain.counterfactuals.change import merged
from allocator.explain.counterfactuals.staffing import (
    more_items_at_a_time,
    without_pair,
    without_preference,
)
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import FAR, Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the rules of items that hold it, each taken away, and limits raised by one."""
    for one, other, same in item_pairs(ground.scenario.scope):
        distance = min(ground.distance(one.id), ground.distance(other.id))
        if distance < FAR:
            names = f"{ground.name(one)} and {ground.name(other)}"
            field = "same_as" if same else "not_same_as"
            text = (
                f"{names} may have different people" if same else f"The same people may do {names}"
            )
            change = without_pair(ground.scenario, field, one.id, other.id)
            yield LeverCandidate("pairing", text, change, distance, needs_search=True)
    yield from _limits(ground)
    yield from _preferred(ground)


def _preferred(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the items that hold it and are kept for those who are preferred for them."""
    if "preference" not in ground.scenario.tiers:
        return
    for item in ground.held_by:
        works = workers(ground.binding.entries[item.id])
        if any(work.person in item.prefer for work in works):
            yield LeverCandidate(
                "pairing",
                f"{ground.name(item)} is done by whoever can (prefer)",
                without_preference(item.id),
                ground.distance(item.id),
                needs_search=True,
            )


def _limits(ground: Ground) -> Iterator[LeverCandidate]:
    items = ground.open_items
    if not any(need.share < 1 for item in items for need in item.staffing):
        return
    limited = [
        (person, distance)
        for person, distance in ground.people()
        if ground.scenario.max_items_of(person) is not None and distance < FAR
    ]
    for person, distance in limited:
        number = wording.count((ground.scenario.max_items_of(person) or 0) + 1, "item")
        yield LeverCandidate(
            "pairing",
            f"{ground.person_name(person)} may be on {number} at a time",
            more_items_at_a_time(ground.scenario, person.id),
            distance,
            needs_search=True,
        )
    if len(limited) > 1:
        raised = (more_items_at_a_time(ground.scenario, person.id) for person, _ in limited)
        yield LeverCandidate(
            "pairing",
            "Everybody with max_items may be on one item more at a time",
            merged(*raised),
            limited[0][1] + 1,
            needs_search=True,
        )
