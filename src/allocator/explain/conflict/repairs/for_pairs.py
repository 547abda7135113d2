"""Loosens what items ask of each other's people, and how many items somebody is on at a time."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.explain.conflict.repairs.loosening import LoosenedConstraint, Loosening
from allocator.explain.conflict.repairs.repair import updated
from allocator.explain.counterfactuals.staffing import without_pair


def other_people(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that the same people may do two items."""
    one, other = _names(subject)
    yield _without(subject, f"let the same people do {one} and {other} (without not_same_as)")


def same_people(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that other people may do the second of two items."""
    one, other = _names(subject)
    yield _without(subject, f"let others do {one} than {other} (without same_as)")


def _names(subject: LoosenedConstraint) -> tuple[str, str]:
    known, constraint = subject.scenario.item_by_id, subject.constraint
    return known[constraint.id].name, known[constraint.other].name


def _without(subject: LoosenedConstraint, text: str) -> Loosening:
    constraint = subject.constraint
    change = without_pair(subject.scenario, constraint.kind, constraint.id, constraint.other)
    return Loosening(text, change)


def more_items(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that somebody is on one item more at a time, and on twice as many."""
    scenario = subject.scenario
    person = scenario.person_by_id[subject.constraint.id]
    most = scenario.max_items_of(person) or 1
    numbers = sorted({most + 1, 2 * most})
    for number in numbers:
        items = wording.count(number, "item")
        yield Loosening(
            f"let {person.name or person.id} be on {items} at a time (max_items: {number})",
            updated(scenario, "people", person.id, {"max_items": number}),
            covers=frozenset((person.id, one) for one in numbers if one <= number),
        )
