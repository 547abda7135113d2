"""Changes of who may do an item, how many do it, and when it may be done."""

from __future__ import annotations

from allocator.domain import Scenario
from allocator.domain.needs import Need, times
from allocator.explain.counterfactuals.change import Change, updated
from allocator.explain.counterfactuals.estimates import need_as_data


def shared_by_two(scenario: Scenario, item_id: str) -> Change:
    """Let twice as many people do an item at the same time, each with half of the effort.

    It has not been started, and has effort.
    """
    item = scenario.item_by_id[item_id]
    needs = [
        need.model_copy(
            update={"people": 2 * need.people, "effort": times(need.effort or item.effort, 0.5)}
        )
        for need in item.needs or (Need(),)
    ]
    return updated("items", item_id, effort=None, needs=[need_as_data(each) for each in needs])


def anybody_able(scenario: Scenario, item_id: str) -> Change:
    """Let everybody with the skills do an item: without ``assign`` and ``avoid``.

    Of work in progress others may go on with it.
    """
    item = scenario.item_by_id[item_id]
    fields: dict[str, object] = {}
    if item.assign:
        fields["assign"] = None
    if item.avoid:
        fields["avoid"] = None
    if item.state == "in_progress" and not item.reassign and not isinstance(item.remaining, dict):
        fields |= {"reassign": True}
        if item.uninterrupted:
            fields["uninterrupted"] = None
    return updated("items", item_id, **fields)


def assigned_to(item_id: str, people: tuple[str, ...]) -> Change:
    """Let only some people do an item."""
    return updated("items", item_id, assign=list(people))


def without_pair(scenario: Scenario, field: str, one: str, other: str) -> Change:
    """Let two items ask nothing of each other's people.

    Parameters
    ----------
    scenario
        That has the items.
    field
        ``not_same_as`` or ``same_as``.
    one, other
        Ids of the items, of which either or both name the other in it.
    """
    found: dict[str, dict[str, object]] = {}
    for name, gone in ((one, other), (other, one)):
        named: tuple[str, ...] = getattr(scenario.item_by_id[name], field)
        if gone in named:
            found[name] = {field: [each for each in named if each != gone] or None}
    return {"update": {"items": found}}


def more_items_at_a_time(scenario: Scenario, person_id: str) -> Change:
    """Let somebody who has a limit be on one item more at a time."""
    most = scenario.max_items_of(scenario.person_by_id[person_id])
    assert most is not None, "only limits can be raised"
    return updated("people", person_id, max_items=most + 1)


def without_overlap(scenario: Scenario, item_id: str) -> Change:
    """Let the people of an item have any time in common, or none."""
    item = scenario.item_by_id[item_id]
    fields: dict[str, object] = {}
    if item.overlap is not None:
        fields["overlap"] = None
    if any(need.overlap for need in item.needs):
        needs = (need.model_copy(update={"overlap": None}) for need in item.needs)
        fields["needs"] = [need_as_data(need) for need in needs]
    return updated("items", item_id, **fields)


def across_sprints(item_id: str) -> Change:
    """Let work on an item cross sprint borders."""
    return updated("items", item_id, fit=False)


def without_preference(item_id: str) -> Change:
    """Prefer nobody for an item."""
    return updated("items", item_id, prefer=None)


def shared_by_more(scenario: Scenario, item_id: str) -> Change:
    """Let one more person share an item of which a need says from how many to how many."""
    needs = (
        need.model_copy(update={"up_to": need.up_to + 1}) if need.up_to is not None else need
        for need in scenario.item_by_id[item_id].needs
    )
    return updated("items", item_id, needs=[need_as_data(need) for need in needs])


def interruptible(item_id: str) -> Change:
    """Let other work come before an item in progress goes on."""
    return updated("items", item_id, uninterrupted=None)
