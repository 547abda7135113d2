"""The further tries of an item that may fail, with the rework before each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.domain import Link, Scenario, WorkItem
from allocator.domain.rework import repeated, rework, rework_id
from allocator.domain.uncertainty import IfFails


@dataclass(frozen=True)
class FurtherTries:
    """What follows the try of an item that is planned or under way.

    Attributes
    ----------
    entries
        Rework and tries, in their order.
    attempts
        Ids of the tries, the item's own first.
    origin
        By entry: the item that it repeats.
    only_if
        By entry: the try that must have failed.
    """

    entries: tuple[WorkItem, ...]
    attempts: tuple[str, ...]
    origin: Mapping[str, str]
    only_if: Mapping[str, tuple[str, ...]]


def further_tries(item: WorkItem, rule: IfFails, scenario: Scenario) -> FurtherTries:
    """Return the tries that are left to an item after the one planned, each after the last.

    Parameters
    ----------
    item
        May fail.
    rule
        What is done then.
    scenario
        Has the items that are redone.
    """
    attempts, entries = [item.id], []
    origin: dict[str, str] = {}
    only_if: dict[str, tuple[str, ...]] = {}
    first = item.failures + 2
    for number in range(first, max(first, (rule.repeat or 0) + 2)):
        last = attempts[-1]
        redone = _rework(item, number, last, scenario)
        after = (Link(item=last), *(Link(item=each.id) for each in redone.values()))
        note = f"try {number}"
        again = repeated(item, f"{item.id} ({note})", note, rule.effort, after)
        for source, entry in {**redone, item.id: again}.items():
            origin[entry.id], only_if[entry.id] = source, (last,)
        entries += [*redone.values(), again]
        attempts.append(again.id)
    return FurtherTries(tuple(entries), tuple(attempts), origin, only_if)


def _rework(item: WorkItem, number: int, last: str, scenario: Scenario) -> dict[str, WorkItem]:
    """Return what is done again before a try and after the last one, by the item it repeats."""
    names = () if item.if_fails is None else item.if_fails.redo
    source = {rework_id(name, item.id, number): name for name in names}
    made = {}
    for entry in rework(item, number, scenario.item_by_id):
        name = source[entry.id]
        among = (link for link in entry.after if link.item != name)
        made[name] = entry.model_copy(update={"after": (Link(item=last), *among)})
    return made
