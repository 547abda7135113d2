"""Turns wishes into a change of the scenario, as ``--with`` takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from allocator.domain import Scenario
from allocator.domain.quantities import When, beginning, end_of, iso
from allocator.explain.why_not.wish import Wish

Fields = dict[str, Any]


@dataclass
class _Demands:
    """What some wishes ask of one item or project, together with what it has already."""

    opens: When | None = None
    limit: When | None = None
    people: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    def add(self, wish: Wish) -> None:
        self.people += wish.people
        self.without += wish.without
        if wish.opens is not None:
            opens = [when for when in (self.opens, wish.opens) if when is not None]
            self.opens = max(opens, key=beginning)
        if wish.limit is not None:
            limits = [when for when in (self.limit, wish.limit) if when is not None]
            self.limit = min(limits, key=end_of)


def change_of(
    scenario: Scenario, wishes: Iterable[Wish], teams: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the change that asks for some wishes.

    Parameters
    ----------
    scenario
        In which it is made; tighter dates that it has stay.
    wishes
        Each of an item, or about the dates of a project.
    teams
        Item -> all people who are to be on it; of others, that somebody is asked for changes
        nothing here.

    Returns
    -------
    dict
        As docs/changes.md has it.
    """
    demands: dict[tuple[str, str], _Demands] = {}
    for wish in wishes:
        part = "projects" if wish.subject.kind == "project" else "items"
        demands.setdefault((part, wish.subject.id), _Demands()).add(wish)
    update: dict[str, dict[str, Fields]] = {}
    for (part, name), demand in demands.items():
        fields = _dates(scenario, part, name, demand)
        if part == "items":
            fields |= _staffing(scenario, name, demand, teams)
        if fields:
            update.setdefault(part, {})[name] = fields
    return {"update": update} if update else {}


def _dates(scenario: Scenario, part: str, name: str, demand: _Demands) -> Fields:
    """Return the dates asked for, where what is there is not as tight."""
    owner = scenario.item_by_id[name] if part == "items" else scenario.project_by_id[name]
    fields: Fields = {}
    opens, limit = demand.opens, demand.limit
    known, until = owner.not_before, owner.deadline
    is_fixed = part == "items" and scenario.item_by_id[name].fixed is not None
    if (
        opens is not None
        and not is_fixed
        and (known is None or beginning(known) < beginning(opens))
    ):
        fields["not_before"] = iso(opens)
    if limit is not None and (until is None or end_of(limit) < end_of(until)):
        fields["deadline"] = iso(limit)
    return fields


def _staffing(
    scenario: Scenario, name: str, demand: _Demands, teams: Mapping[str, Sequence[str]]
) -> Fields:
    """Return who is to be on an item and who not, and that it is not left out."""
    item, fields = scenario.item_by_id[name], dict[str, Any]()
    if demand.people and name in teams:
        fields["assign"] = list(teams[name])
    if demand.without:
        fields["avoid"] = list(dict.fromkeys([*item.avoid, *demand.without]))
    if item.is_droppable:
        fields["optional"] = False
        fields |= {} if item.value is None else {"value": None}
    return fields
