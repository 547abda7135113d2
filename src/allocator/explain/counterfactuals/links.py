"""Changes of what comes after what."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from allocator.domain import Scenario
from allocator.domain.links import Link, LinkType
from allocator.explain.counterfactuals.change import Change, updated


def without_link(scenario: Scenario, item_id: str, link: Link) -> Change:
    """Take a link of an item away."""
    kept = [one for one in scenario.item_by_id[item_id].after if one != link]
    return updated("items", item_id, after=[link_as_data(one) for one in kept])


def without_handover(scenario: Scenario, item_id: str, link: Link) -> Change:
    """Let a link of an item ask for no morning."""
    bare = link.model_copy(update={"handover": False})
    after = scenario.item_by_id[item_id].after
    return updated("items", item_id, after=[link_as_data(bare if x == link else x) for x in after])


def overlapped(scenario: Scenario, item_id: str, link: Link, hours: Fraction) -> Change:
    """Let an item begin some working hours before what it comes after ends: a lead.

    Parameters
    ----------
    scenario
        Where the item is.
    item_id
        Which comes after something.
    link
        Of it: finish to start, without a lag.
    hours
        Working hours of the team; in whole slots.
    """
    lead = link.model_copy(update={"type": LinkType.FS, "lag": f"-{_digits(hours)}h"})
    after = scenario.item_by_id[item_id].after
    return updated(
        "items", item_id, after=[link_as_data(lead if one == link else one) for one in after]
    )


def link_as_data(link: Link) -> Any:
    """Return a link as a change holds it: its item alone where that is all."""
    data = link.model_dump(mode="json", exclude_defaults=True)
    return link.item if data.keys() == {"item"} else data


def _digits(hours: Fraction) -> str:
    number = Decimal(hours.numerator) / Decimal(hours.denominator)
    return f"{round(number, 2).normalize():f}"
