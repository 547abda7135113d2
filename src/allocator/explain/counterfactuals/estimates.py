"""Changes of how long work takes."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from allocator.domain import Scenario, WorkItem
from allocator.domain.needs import Need, ThreePoint, times
from allocator.domain.quantities import elapsed_minutes, exact
from allocator.explain.counterfactuals.change import Change, updated

_UNITS = ((24 * 60, "d"), (60, "h"), (1, "m"))


def shorter_estimate(scenario: Scenario, item_id: str, share: float = 0.8) -> Change:
    """Scale the effort of an item: of all its needs; of work in progress, what remains.

    Parameters
    ----------
    scenario
        Where the item is; it has effort.
    item_id
        Whose.
    share
        Of the old effort.
    """
    item = scenario.item_by_id[item_id]
    if item.remaining is not None:
        return updated("items", item_id, remaining=_remaining(item, share))
    fields: dict[str, Any] = {}
    if item.effort is not None:
        fields["effort"] = _effort(item.effort, share)
    if any(need.effort is not None for need in item.needs):
        fields["needs"] = [need_as_data(scaled(need, share)) for need in item.needs]
    return updated("items", item_id, **fields)


def shorter_run(scenario: Scenario, item_id: str, share: float = 0.8) -> Change:
    """Scale the elapsed time of an item, rounded up to whole minutes."""
    item = scenario.item_by_id[item_id]
    assert item.elapsed is not None
    minutes = math.ceil(elapsed_minutes(item.elapsed) * exact(share))
    return updated("items", item_id, elapsed=span_of(minutes))


def scaled(need: Need, share: float) -> Need:
    """Return a need with a share of its own effort; one without is as it was."""
    return need.model_copy(update={"effort": times(need.effort, share)})


def need_as_data(need: Need) -> dict[str, Any]:
    """Return a need as a change holds it."""
    return need.model_dump(mode="json", exclude_defaults=True) or {"people": 1}


def span_of(minutes: int) -> str:
    """Write calendar time in days, hours or minutes, whichever are whole."""
    unit, letter = next((size, name) for size, name in _UNITS if minutes % size == 0)
    return f"{minutes // unit}{letter}"


def _remaining(item: WorkItem, share: float) -> Any:
    if isinstance(item.remaining, dict):
        return {name: _span(span, share) for name, span in item.remaining.items()}
    assert item.remaining is not None
    return _effort(item.remaining, share)


def _effort(effort: str | ThreePoint, share: float) -> Any:
    less = times(effort, share)
    return less.model_dump(mode="json") if isinstance(less, ThreePoint) else less


def _span(span: str, share: float) -> str:
    digits = Decimal(span[:-1]) * Decimal(repr(share))
    return f"{digits.normalize():f}{span[-1]}"
