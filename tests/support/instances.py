"""What instances of several libraries have in common, for the tests of their readers."""

from __future__ import annotations

from allocator.domain import Scenario

ItemStructure = tuple[str, object, list[tuple[dict[str, int], int]], list[str]]
"""Id, effort, skills and number of people of each need, and the items that it waits for."""


def structure_of(scenario: Scenario) -> list[ItemStructure]:
    """Return what each item takes, and what it waits for."""
    return [
        (
            item.id,
            item.effort,
            [(dict(need.skills), need.people) for need in item.needs],
            [link.item for link in item.after],
        )
        for item in scenario.items
    ]
