"""Finds what a kind of link of a site means by how its sides read."""

from __future__ import annotations

from allocator.integrations.live.jira.site import LinkKind
from allocator.integrations.tracker.link_names import MEANINGS
from allocator.integrations.tracker.mapping import LinkRule
from allocator.integrations.tracker.vocabulary import folded


def rule_by_sides(link: LinkKind) -> LinkRule | None:
    """Return what a kind of link means by how its sides read; None where they do not tell.

    ``Gate`` with the sides "blocks" and "is blocked by" makes the ticket with the outward link come
    before the other.
    """
    comes_first = MEANINGS.get(folded(link.outward))
    waits = MEANINGS.get(folded(link.inward))
    if comes_first is None or waits is None or comes_first == waits:
        return None
    return LinkRule(outward="before" if comes_first else "after")
