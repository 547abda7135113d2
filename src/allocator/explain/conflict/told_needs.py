"""Says of what an item needs which people, how many and what share are part of a conflict."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.domain import Need, Person, Scenario, WorkItem
from allocator.explain.conflict.constraint import Constraint, ConstraintKind
from allocator.explain.conflict.listing import is_open


@dataclass(frozen=True)
class ToldNeed:
    """A need as far as a conflict depends on it.

    Attributes
    ----------
    need
        The need, with its effort.
    numbers
        How many people may fill it.
    people
        From among whom; None where it does not matter who they are.
    why
        Why these people; empty where nothing more is to be said.
    share
        The share of each one's time that is part of the conflict; 1 where none is.
    """

    need: Need
    numbers: range
    people: tuple[Person, ...] | None = None
    why: str = ""
    share: float = 1.0

    @property
    def is_shared(self) -> bool:
        """Whether several people may share the effort."""
        return self.need.is_shared and self.numbers[-1] > 1


def told_needs(
    scenario: Scenario, item: WorkItem, kept: Collection[Constraint]
) -> Iterator[ToldNeed]:
    """Yield the needs of an item as far as a conflict depends on them.

    Parameters
    ----------
    scenario
        That has the item.
    item
        Of the conflict.
    kept
        The constraints of the conflict.
    """
    for number, need in enumerate(item.open_needs):
        if is_open(scenario, item):
            yield _open(scenario, item, number, need, kept)
        else:
            able = scenario.candidates(item, need)
            yield ToldNeed(need, _numbers(need, need.people, able), tuple(able), share=need.share)


def _open(
    scenario: Scenario, item: WorkItem, number: int, need: Need, kept: Collection[Constraint]
) -> ToldNeed:
    """Return a need of which it is open who fills it."""

    def holds(kind: ConstraintKind) -> bool:
        return Constraint(kind, "item", item.id, str(number)) in kept

    people, why = _able(scenario, item, need, kept, skills=holds("skills"))
    numbers = _numbers(need, need.people if holds("people") else 1, people)
    return ToldNeed(need, numbers, people, why, need.share if holds("share") else 1.0)


def _numbers(need: Need, fewest: int, able: Collection[Person] | None) -> range:
    """Return how many people may fill a need, of whom no more than there are can share it."""
    if need.up_to is None:
        return range(fewest, fewest + 1)
    most = need.up_to if able is None else max(fewest, min(need.up_to, len(able)))
    return range(fewest, most + 1)


def _able(
    scenario: Scenario,
    item: WorkItem,
    need: Need,
    kept: Collection[Constraint],
    *,
    skills: bool,
) -> tuple[tuple[Person, ...] | None, str]:
    """Return who can fill a need, as far as a conflict depends on it, and why these."""
    assigned = Constraint("assign", "item", item.id) in kept
    if skills:
        able = [one for one in scenario.people if not scenario.lacks(one, need)]
        if assigned:
            able = list(scenario.candidates(item, need))
        why = f"with {wording.skills(need)}" if need.skills else "the whole team"
        return tuple(able), f"{why}, as assigned" if assigned else why
    if assigned and item.assign:
        names = (name for name in item.assign if name not in item.avoid)
        return tuple(scenario.person_by_id[name] for name in names), "as assigned"
    return None, ""
