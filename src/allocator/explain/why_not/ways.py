"""The ways in which the people asked for can take places on the items.

``assign`` says who alone may do an item. Where as many people are asked for as it takes, that is
the wish itself. Where it takes more, somebody is on it who fills one of its needs: each need is a
way of its own, and no change file can say it, so that the scenario itself is changed. Of the plan
that is found all people of the item are assigned to it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from allocator.domain import Need, Rest, Scenario, WorkItem
from allocator.errors import InputError, ScenarioError
from allocator.explain.trials import WhatIf
from allocator.explain.why_not.changes import change_of
from allocator.explain.why_not.wish import Wish
from allocator.scenario.changes.changed import Changeable
from allocator.scenario.relaxed_dates import DATE_CODES

MAX_WAYS = 24
"""Most ways that are tried."""

Teams = dict[str, tuple[str, ...]]


def asked_people(wishes: Sequence[Wish]) -> Teams:
    """Return the people who are asked for, by item."""
    found: Teams = {}
    for wish in wishes:
        if wish.people:
            on_it = (*found.get(wish.subject.id, ()), *wish.people)
            found[wish.subject.id] = tuple(dict.fromkeys(on_it))
    return found


def ways_of(scenario: Scenario, wishes: Sequence[Wish]) -> list[WhatIf]:
    """Return the changed scenarios of which one has a plan exactly where the wishes have one.

    Parameters
    ----------
    scenario
        Of the plan.
    wishes
        Each of an item, or about the dates of a project.

    Raises
    ------
    ScenarioError
        What is asked for leaves an error in the scenario.
    InputError
        There are too many ways.
    """
    asked = asked_people(wishes)
    spare = {
        name: people
        for name, people in asked.items()
        if len(people) < sum(need.people for need in scenario.item_by_id[name].staffing)
    }
    whole = {name: people for name, people in asked.items() if name not in spare}
    base = _changed(scenario, change_of(scenario, wishes, whole))
    if not spare:
        return [WhatIf("way 1", scenario=base)]
    choices = [list(_places(base, base.item_by_id[name], spare[name])) for name in spare]
    found: list[WhatIf] = []
    for items in itertools.product(*choices):
        if len(found) == MAX_WAYS:
            raise InputError(
                f"there are more than {MAX_WAYS} ways to place these people",
                hint="ask about fewer items at once",
            )
        placed = {item.id: item for item in items}
        found.append(WhatIf(f"way {len(found) + 1}", scenario=_with_items(base, placed)))
    return found


def _changed(scenario: Scenario, change: Mapping[str, Any]) -> Scenario:
    """Return the changed scenario; that dates cannot be kept is left for the conflict to say."""
    changeable = Changeable(scenario)
    try:
        return changeable.changed(change)
    except ScenarioError as error:
        if all(each.code in DATE_CODES for each in error.findings):
            return changeable.changed(change, is_checked=False)
        raise


def _places(scenario: Scenario, item: WorkItem, people: Sequence[str]) -> Iterator[WorkItem]:
    """Yield the item with each choice of the needs that people fill."""
    needs = _distinct(item)
    able = [
        [k for k, need in enumerate(needs) if _can(scenario, item, need, name)] for name in people
    ]
    for places in itertools.product(*able):
        taken = Counter(places)
        if all(taken[k] <= needs[k].people for k in taken):
            filled = [
                rest
                for k, need in enumerate(needs)
                for rest in _filled(
                    need, [p for p, k2 in zip(people, places, strict=True) if k2 == k]
                )
            ]
            given = {name: getattr(item, name) for name in WorkItem.model_fields}
            yield WorkItem.model_construct(**{**given, "needs": tuple(filled)})


def _distinct(item: WorkItem) -> list[Need]:
    """Return the needs of an item; equal ones as one, of more people."""
    found: list[Need] = []
    for need in item.staffing:
        for k, known in enumerate(found):
            if known.model_copy(update={"people": need.people}) == need:
                found[k] = known.model_copy(update={"people": known.people + need.people})
                break
        else:
            found.append(need)
    return found


def _can(scenario: Scenario, item: WorkItem, need: Need, person: str) -> bool:
    return any(one.id == person for one in scenario.candidates(item, need))


def _filled(need: Need, people: Sequence[str]) -> Iterator[Need]:
    """Yield a need with places of their own for some people."""
    for person in people:
        yield Rest(skills=need.skills, effort=need.effort, share=need.share, person=person)
    if need.people > len(people):
        yield need.model_copy(update={"people": need.people - len(people)})


def _with_items(scenario: Scenario, items: Mapping[str, WorkItem]) -> Scenario:
    given = {name: getattr(scenario, name) for name in Scenario.model_fields}
    all_items = tuple(items.get(item.id, item) for item in scenario.items)
    return Scenario.model_construct(**{**given, "items": all_items})
