"""The further tries of an item that may fail, with the rework before each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.domain import Link, Scenario, WorkItem
from allocator.domain.needs import times
from allocator.domain.uncertainty import IfFails

_FRESH: dict[str, object] = {
    "state": "todo",
    "started": None,
    "finished": None,
    "remaining": None,
    "spent": None,
    "people": (),
    "reassign": False,
    "failures": 0,
    "succeeds": None,
    "if_fails": None,
    "optional": False,
    "value": None,
    "not_before": None,
    "waits_for": (),
    "due": None,
    "deadline": None,
}
"""Fields that an item which is done again does not have of its first time."""


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
        rework = _rework(item, rule, number, last, scenario)
        name = f"{item.id} (try {number})"
        after = (Link(item=last), *(Link(item=each.id) for each in rework.values()))
        again = repeated(item, name, f"try {number}", rule.effort, after)
        for source, entry in {**rework, item.id: again}.items():
            origin[entry.id], only_if[entry.id] = source, (last,)
        entries += [*rework.values(), again]
        attempts.append(name)
    return FurtherTries(tuple(entries), tuple(attempts), origin, only_if)


def _rework(
    item: WorkItem, rule: IfFails, number: int, last: str, scenario: Scenario
) -> dict[str, WorkItem]:
    """Return what is done again before a try, by the item it repeats, in the order of these."""
    ids = {
        name: f"{name} (again for {item.id}, try {number})"
        for name in rule.redo
        if (found := scenario.item_by_id.get(name)) and (found.effort or found.needs)
    }
    made = {}
    for name, own in ids.items():
        source = scenario.item_by_id[name]
        among = (link for link in source.after if link.item in ids)
        after = (
            Link(item=last),
            *(link.model_copy(update={"item": ids[link.item]}) for link in among),
        )
        made[name] = repeated(source, own, f"again, try {number}", rule.effort, after)
    return made


def repeated(
    item: WorkItem, name: str, note: str, share: float, after: tuple[Link, ...]
) -> WorkItem:
    """Return an item that is done again, with a share of its effort, as an entry of its own."""
    needs = tuple(
        need.model_copy(update={"effort": times(need.effort, share)}) for need in item.needs
    )
    return item.model_copy(
        update={
            **_FRESH,
            "id": name,
            "title": f"{item.title} ({note})" if item.title else "",
            "needs": needs,
            "effort": times(item.effort, share),
            "after": after,
        }
    )
