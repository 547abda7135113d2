"""Writes what two items ask of each other's people as a sentence."""

from __future__ import annotations

from allocator import wording
from allocator.domain import Scenario, WorkItem
from allocator.domain.pairs import settled_people
from allocator.explain.conflict.constraint import Constraint


def pair_sentence(scenario: Scenario, item: WorkItem, constraint: Constraint) -> str:
    """Write that two items have other people, or the same; with names where these are given.

    Parameters
    ----------
    scenario
        Gives names, and the people of what is done or in progress.
    item
        The one that names the other.
    constraint
        Its kind is not_same_as or same_as.
    """
    other = scenario.item_by_id[constraint.other]
    if settled_people(scenario, other) is None and (item.people or item.is_done):
        item, other = other, item
    known = settled_people(scenario, other) or frozenset()
    been = known | set(other.people) if constraint.kind == "not_same_as" else known
    names = wording.joined(wording.person_name(scenario, name) for name in sorted(been))
    given = names if other.is_done or other.people else ""
    behind = f", {'done by' if other.is_done else 'which has had'} {given}" if given else ""
    if constraint.kind == "not_same_as":
        return f"nobody does both {item.name} and {other.name}{behind} (not_same_as)"
    return f"the same people do {item.name} and {other.name}{behind} (same_as)"
