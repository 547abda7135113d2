"""Rules about who is on several items: other people, the same, at most so many at a time."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain.pairs import item_pairs
from allocator.explain.counterfactuals.staffing import more_items_at_a_time, without_pair
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


def _limits(ground: Ground) -> Iterator[LeverCandidate]:
    items = ground.open_items
    if not any(need.share < 1 for item in items for need in item.staffing):
        return
    for person, distance in ground.people():
        most = ground.scenario.max_items_of(person)
        if most is not None and distance < FAR:
            number = wording.count(most + 1, "item")
            yield LeverCandidate(
                "pairing",
                f"{ground.person_name(person)} may be on {number} at a time",
                more_items_at_a_time(ground.scenario, person.id),
                distance,
                needs_search=True,
            )
