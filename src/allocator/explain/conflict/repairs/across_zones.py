"""Loosens what work across time zones asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allocator.explain.conflict.repairs.loosening import LoosenedConstraint, Loosening
from allocator.explain.conflict.repairs.repair import updated


def overlap(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that nobody asks for time in common of an item's people."""
    scenario = subject.scenario
    item = scenario.item_by_id[subject.constraint.id]
    fields: dict[str, Any] = {}
    if item.overlap is not None:
        fields["overlap"] = None
    if any(need.overlap for need in item.needs):
        needs = (need.model_copy(update={"overlap": None}) for need in item.needs)
        fields["needs"] = [need.model_dump(mode="json", exclude_defaults=True) for need in needs]
    text = f"let the people of {item.name} have less time in common (without overlap)"
    yield Loosening(text, updated(scenario, "items", item.id, fields))


def handover(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that an item need not wait for a morning of its people."""
    scenario, pred = subject.scenario, subject.constraint.other
    item = scenario.item_by_id[subject.constraint.id]
    after = [
        link.model_copy(update={"handover": False}) if link.item == pred else link
        for link in item.after
    ]
    data = [link.model_dump(mode="json", by_alias=True, exclude_defaults=True) for link in after]
    text = (
        f"let {item.name} be taken over from {scenario.item_by_id[pred].name} at any time of the "
        "day (without handover)"
    )
    yield Loosening(text, updated(scenario, "items", item.id, {"after": data}))
