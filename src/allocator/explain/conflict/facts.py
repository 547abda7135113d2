"""Writes a conflict as facts: sentences that together can be met by no plan.

A fact tells one constraint or several, as an item with its effort and who can do it. Together they
tell all constraints of the conflict, and nothing that is not part of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.domain import LinkType, Scenario, WorkItem
from allocator.domain.links import has_lag
from allocator.explain.conflict import calendar_sentences, item_sentences, zone_sentences
from allocator.explain.conflict.budget_sentences import budget_sentence
from allocator.explain.conflict.chains import chains
from allocator.explain.conflict.constraint import PAIRS, Constraint
from allocator.explain.conflict.date_sentences import deadline_sentence, link, release_sentence
from allocator.explain.conflict.listing import needs_of
from allocator.explain.conflict.pair_sentences import pair_sentence


@dataclass(frozen=True)
class Fact:
    """A fact of a conflict.

    Attributes
    ----------
    kind
        deadline, budget, item, not_same_as, same_as, link, handover, overlap, release, fixed,
        uninterrupted, frozen, fit, resource, speed, start, workdays, holidays, max_items, capacity,
        focus, absence or slot. Skills, assignment, share, number of people and presence of an item
        are told with the item.
    ids
        Ids of the items, people, projects or resources that it concerns.
    text
        The sentence.
    """

    kind: str
    ids: tuple[str, ...]
    text: str


_TOLD_WITH_THE_ITEM = ("people", "skills", "assign", "share", "together")
"""Kinds of constraints that the sentence of an item tells."""

_ORDER = (
    *("deadline", "budget", "item", "not_same_as", "same_as"),
    *("link", "handover", "overlap", "release", "fixed", "uninterrupted", "frozen", "fit"),
    *("resource", "speed", "start"),
    *("workdays", "holidays", "max_items", "capacity", "focus", "meeting", "rota", "absence"),
)
"""Kinds of facts in the order in which they are told."""


def facts(scenario: Scenario, constraints: Collection[Constraint]) -> tuple[Fact, ...]:
    """Write the constraints of a conflict as facts, deadlines first."""
    found = [*_deadlines(scenario, constraints), *_items(scenario, constraints)]
    found += [*_links(scenario, constraints), *_holidays(scenario, constraints)]
    found += _of_people(scenario, constraints)
    told = ("deadline", "item", "link", "holidays", *_TOLD_WITH_THE_ITEM)
    for constraint in sorted(constraints):
        grouped = constraint.owner == "person" and constraint.kind in ("workdays", "capacity")
        if constraint.kind not in told and not grouped:
            text = _text(scenario, constraint, constraints)
            found.append(Fact(constraint.kind, constraint.ids, text))
    return tuple(sorted(found, key=lambda fact: _ORDER.index(fact.kind)))


def _deadlines(scenario: Scenario, constraints: Collection[Constraint]) -> Iterator[Fact]:
    for constraint in _sorted(scenario, constraints, "deadline"):
        yield Fact("deadline", constraint.ids, deadline_sentence(scenario, constraint, constraints))


def _items(scenario: Scenario, constraints: Collection[Constraint]) -> Iterator[Fact]:
    """Yield what the items take; a milestone that has to happen is told by its links."""
    linked = {name for one in constraints if one.kind == "link" for name in one.ids}
    dated = {one.id for one in constraints if one.kind in ("deadline", "release")}
    paired = {name for one in constraints if one.kind in PAIRS for name in one.ids}
    for constraint in _sorted(scenario, constraints, "item"):
        item = scenario.item_by_id[constraint.id]
        by_pair = item.is_done and item.id in paired - linked
        if not (by_pair or (item.is_milestone and item.id in linked | dated)):
            text = item_sentences.work(scenario, item, constraints)
            yield Fact("item", constraint.ids, text)


def _sorted(scenario: Scenario, constraints: Collection[Constraint], kind: str) -> list[Constraint]:
    """Return the constraints of a kind in the order of the scenario's items."""
    places = {item.id: place for place, item in enumerate(scenario.items)}
    chosen = [one for one in constraints if one.kind == kind]
    return sorted(chosen, key=lambda one: (one.owner, places.get(one.id, 0), one))


def _links(scenario: Scenario, constraints: Collection[Constraint]) -> Iterator[Fact]:
    """Yield the links; those from finish to start without lag are joined into chains."""
    plain = []
    for constraint in _sorted(scenario, constraints, "link"):
        item = scenario.item_by_id[constraint.id]
        if _is_plain(item, constraint.other):
            plain.append(constraint.ids)
        else:
            links = [one for one in item.after if one.item == constraint.other]
            text = "; ".join(link(item, one) for one in links)
            yield Fact("link", constraint.ids, text)
    for chain in chains(plain):
        yield Fact("link", tuple(chain), " -> ".join(chain) + ", each after the other")


def _is_plain(item: WorkItem, pred: str) -> bool:
    links = [one for one in item.after if one.item == pred]
    return all(one.type is LinkType.FS and not has_lag(one) for one in links)


def _of_people(scenario: Scenario, constraints: Collection[Constraint]) -> Iterator[Fact]:
    """Yield working days and capacity of people, together where they are the same."""
    groups: dict[tuple[str, object], list[str]] = {}
    for constraint in sorted(constraints):
        if constraint.owner == "person" and constraint.kind in ("workdays", "capacity"):
            value = getattr(scenario.person_by_id[constraint.id], constraint.kind)
            groups.setdefault((constraint.kind, value), []).append(constraint.id)
    for (kind, _), names in groups.items():
        text = calendar_sentences.people_sentence(scenario, names, kind)
        yield Fact(kind, tuple(names), text)


def _holidays(scenario: Scenario, constraints: Collection[Constraint]) -> Iterator[Fact]:
    """Yield the days off, together for those who have the same."""
    days: dict[str, list[str]] = {}
    for constraint in sorted(constraints):
        if constraint.kind == "holidays":
            days.setdefault(constraint.id, []).append(constraint.other)
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, dates in days.items():
        alike.setdefault((*dates, "" if name else "team"), []).append(name)
    for names in alike.values():
        text = calendar_sentences.holidays_sentence(scenario, names, days[names[0]])
        yield Fact("holidays", tuple(name for name in names if name), text)


def _text(scenario: Scenario, constraint: Constraint, among: Collection[Constraint]) -> str:
    """Write one constraint that is told by itself."""
    if constraint.kind == "max_items":
        return _at_a_time(scenario, constraint.id)
    if constraint.owner == "person":
        return calendar_sentences.absence_sentence(scenario, constraint)
    if constraint.owner == "calendar":
        return calendar_sentences.calendar_sentence(scenario, constraint)
    if constraint.kind == "budget":
        return budget_sentence(scenario, constraint, among)
    if constraint.kind == "release":
        return release_sentence(scenario, constraint, among)
    item = scenario.item_by_id[constraint.id]
    if constraint.kind in PAIRS:
        return pair_sentence(scenario, item, constraint)
    if constraint.kind == "fit":
        return _fit(scenario, item)
    if constraint.kind == "overlap":
        return zone_sentences.overlap(scenario, item)
    if constraint.kind == "handover":
        return zone_sentences.handover(scenario, item, constraint.other)
    if constraint.kind == "fixed" and item.fixed is not None:
        return f"{item.name} is fixed: it starts {wording.when(item.fixed)}"
    if constraint.kind == "uninterrupted":
        return f"{item.name} is in progress, and is not to be interrupted"
    if constraint.kind == "frozen":
        entry = scenario.baseline_by_item[item.id]
        people = [scenario.person_by_id[p] for p in entry.people if p in scenario.person_by_id]
        by = f", by {item_sentences.name_list(people, 'and')}" if people else ""
        return f"{item.name} is frozen: it starts {wording.when(entry.start)}{by}"
    if constraint.kind == "speed":
        return _speed(scenario, item, int(constraint.other))
    resource = scenario.resource_by_id[constraint.other]
    amount = item.resources[resource.id]
    return (
        f"{item.name} holds {amount} of the {resource.capacity} {resource.name or resource.id} "
        "from its start to its finish"
    )


def _at_a_time(scenario: Scenario, name: str) -> str:
    person = scenario.person_by_id[name]
    items = wording.count(scenario.max_items_of(person) or 0, "item")
    return f"{person.name or person.id} is on at most {items} at a time (max_items)"


def _fit(scenario: Scenario, item: WorkItem) -> str:
    people = [p for need in item.staffing for p in scenario.candidates(item, need)]
    when = calendar_sentences.sprint_dates(scenario, [person.team for person in people])
    return f"{item.name} must fit into one sprint of who does it ({when})"


def _speed(scenario: Scenario, item: WorkItem, number: int) -> str:
    need = needs_of(item)[number]
    slow = {
        person.name or person.id: scenario.speed(person, need)
        for person in scenario.candidates(item, need)
        if scenario.speed(person, need) < 1
    }
    said = [f"{name} at {wording.percent(float(speed))}" for name, speed in slow.items()]
    return f"{item.name}: {wording.joined(said)} of full speed, by proficiency in " + (
        wording.joined(need.skills)
    )
