"""Which items have other people, and which the same (semantics, paragraphs 71 to 74)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from allocator.domain.items import WorkItem
from allocator.domain.needs import Rest

if TYPE_CHECKING:
    from allocator.domain.scenario import Scenario


class ItemPair(NamedTuple):
    """Two items, of which one names the other in ``not_same_as`` or ``same_as``."""

    first: WorkItem
    """The one that names the other."""
    second: WorkItem
    same: bool
    """Whether their people are to be the same; else they are to be others."""


def item_pairs(scenario: Scenario) -> Iterator[ItemPair]:
    """Yield the pairs of items that say something of each other's people, each once.

    Parameters
    ----------
    scenario
        As it is planned (``Scenario.scope``): what is left out of it asks nothing. Nor does a pair
        of which both items have people already.
    """
    known, seen = scenario.item_by_id, set[tuple[frozenset[str], bool]]()
    for item in scenario.items:
        for names, same in ((item.not_same_as, False), (item.same_as, True)):
            for name in names:
                key = frozenset((item.id, name)), same
                if name in known and name != item.id and key not in seen:
                    seen.add(key)
                    if not (has_people(item) and has_people(known[name])):
                        yield ItemPair(item, known[name], same)


def has_people(item: WorkItem) -> bool:
    """Return whether an item has its people already: it is done, or its own go on with it."""
    return item.is_done or (item.is_started and bool(item.crew))


def settled_people(scenario: Scenario, item: WorkItem) -> frozenset[str] | None:
    """Return who is on an item in every plan; None where something of that is open."""
    if item.is_done:
        return frozenset(item.people)
    if scenario.is_frozen(item):
        return frozenset(scenario.baseline_by_item[item.id].people)
    if not has_people(item):
        return None
    needs = item.staffing
    if any(isinstance(need, Rest) for need in needs):
        people = [need.person for need in needs if isinstance(need, Rest)]
        named = frozenset(person for person in people if person is not None)
        return named if len(named) == len(needs) else None
    return frozenset(item.crew) if len(item.crew) == places(item) else None


def places(item: WorkItem) -> int:
    """Return how many people are on an item in a plan; at least, where several may share it."""
    return len(item.people) if item.is_done else sum(need.people for need in item.least_needs)
