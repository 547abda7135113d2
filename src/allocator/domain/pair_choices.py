"""Who may be on items that say something of each other's people, as far as that is certain.

What is certain follows from people who are given, and from items that only some can do: it is
passed on from pair to pair until nothing changes (arc consistency; Mackworth, 1977, "Consistency in
networks of relations"). What may be dropped is certain of nobody.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from allocator.domain.items import WorkItem
from allocator.domain.pairs import ItemPair, item_pairs, places, settled_people

if TYPE_CHECKING:
    from allocator.domain.scenario import Scenario

Field = Literal["not_same_as", "same_as"]


@dataclass(frozen=True)
class LeftOut:
    """Why somebody who could do an item may not: the rule, and the other item of it."""

    field: Field
    other: str


@dataclass
class PairChoices:
    """Who may be on items that are in pairs.

    Parameters
    ----------
    scenario
        As it is planned (``Scenario.scope``).

    Attributes
    ----------
    pairs
        The pairs of items that ask something of each other's people.
    possible
        Item -> people who may be on it; of items whose people are settled, those.
    left_out
        Item -> person -> why they may not be on it, of those who could otherwise.
    """

    scenario: Scenario
    pairs: tuple[ItemPair, ...] = field(init=False)
    possible: dict[str, frozenset[str]] = field(init=False, default_factory=dict)
    left_out: dict[str, dict[str, LeftOut]] = field(init=False)

    def __post_init__(self) -> None:
        self.pairs = tuple(item_pairs(self.scenario))
        self.left_out = defaultdict(dict)
        self._settled: dict[str, frozenset[str] | None] = {}
        self._places: dict[str, int] = {}
        for item in {one.id: one for pair in self.pairs for one in pair[:2]}.values():
            settled = self._settled[item.id] = settled_people(self.scenario, item)
            self._places[item.id] = places(item) if settled is None else len(settled)
            self.possible[item.id] = self._able(item) if settled is None else settled
        while any(self._narrow(pair) for pair in self.pairs):
            pass

    def settled(self, item: WorkItem) -> frozenset[str] | None:
        """Return who is on an item of a pair in every plan; None where that is open."""
        return self._settled[item.id]

    def places(self, item: WorkItem) -> int:
        """Return how many people are on an item of a pair."""
        return self._places[item.id]

    def broken_by(self, pair: ItemPair) -> frozenset[str]:
        """Return the people by whom two items break their rule whose people are settled."""
        one, other, same = pair
        mine, theirs = self._settled[one.id], self._settled[other.id]
        if mine is None or theirs is None:
            return frozenset()
        if same:
            return mine - theirs if len(mine) <= len(theirs) else theirs - mine
        put, placed = mine - set(one.crew), theirs - set(other.crew)
        return put & (theirs | set(other.people)) | placed & (mine | set(one.people))

    def _able(self, item: WorkItem) -> frozenset[str]:
        people = (self.scenario.candidates(item, need) for need in item.least_needs)
        return frozenset(person.id for able in people for person in able)

    def _narrow(self, pair: ItemPair) -> bool:
        """Take out who cannot be on one of two items for what is certain of the other."""
        one, other, same = pair
        if not same:
            return self._part(one, other) | self._part(other, one)
        changed = False
        if self.places(one) <= self.places(other):
            changed |= self._keep(one, other)
        if self.places(other) <= self.places(one):
            changed |= self._keep(other, one)
        return changed

    def _part(self, item: WorkItem, other: WorkItem) -> bool:
        """Take out of an item who is on the other one for certain, or has been."""
        certain = frozenset(other.people)
        if other.is_droppable and self._settled[other.id] is None:
            return False
        if len(self.possible[other.id]) == self.places(other):
            certain |= self.possible[other.id]
        return self._take_out(item, certain - set(item.crew), LeftOut("not_same_as", other.id))

    def _keep(self, item: WorkItem, other: WorkItem) -> bool:
        """Take out of an item who cannot be on the other one, which has no fewer people."""
        if other.is_droppable and self._settled[other.id] is None:
            return False
        gone = self.possible[item.id] - self.possible[other.id]
        return self._take_out(item, gone, LeftOut("same_as", other.id))

    def _take_out(self, item: WorkItem, people: frozenset[str], why: LeftOut) -> bool:
        gone = self.possible[item.id] & people
        if not gone or self._settled[item.id] is not None:
            return False
        self.possible[item.id] -= gone
        for person in gone:
            self.left_out[item.id].setdefault(person, why)
        return True
