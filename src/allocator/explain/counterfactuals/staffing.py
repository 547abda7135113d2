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
    return updated("items", item_id, **fields)


def assigned_to(item_id: str, people: tuple[str, ...]) -> Change:
    """Let only some people do an item."""
    return updated("items", item_id, assign=list(people))


def across_sprints(item_id: str) -> Change:
    """Let work on an item cross sprint borders."""
    return updated("items", item_id, fit=False)
