"""A right plan of a scenario with every feature; break one thing, and its rule alone speaks up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from allocator.domain import Plan, PlanItem, Scenario
from support.plans import (
    broken_rules,
    dropped,
    entry,
    messages,
    plan_of,
    rich,
    rich_items,
    when,
    works,
)

Data = dict[str, Any]
Items = dict[str, PlanItem]
Breach = Callable[[Data, Items], None]


def _plan(breach: Breach) -> Plan:
    """The plan after the breach, with all claims about itself brought up to date."""
    data, items = rich(), rich_items()
    breach(data, items)
    return plan_of(Scenario.model_validate(data), items.values())


def _item(data: Data, item_id: str) -> Data:
    return next(item for item in data["items"] if item["id"] == item_id)


def _person(data: Data, person_id: str) -> Data:
    return next(person for person in data["people"] if person["id"] == person_id)


def _set(item_id: str, **fields: Any) -> Breach:
    """Change the scenario's item and leave the plan as it is."""
    return lambda data, items: _item(data, item_id).update(fields)


def _person_set(person_id: str, **fields: Any) -> Breach:
    return lambda data, items: _person(data, person_id).update(fields)


def _calendar(**fields: Any) -> Breach:
    return lambda data, items: data["calendar"].update(fields)


def _project(**fields: Any) -> Breach:
    return lambda data, items: data["projects"][0].update(fields)


def _put(new: PlanItem) -> Breach:
    """Replace the plan's item."""
    return lambda data, items: items.update({new.id: new})


def _change(item_id: str, **fields: Any) -> Breach:
    """Change fields of the plan's item."""
    return lambda data, items: items.update({item_id: items[item_id].model_copy(update=fields)})


def _people(item_id: str, edit: Callable[[list[Any]], list[Any]]) -> Breach:
    """Change the people of the plan's item."""

    def breach(data: Data, items: Items) -> None:
        people = tuple(edit(list(items[item_id].assignments)))
        items[item_id] = items[item_id].model_copy(update={"assignments": people})

    return breach


def _drop_mandatory(data: Data, items: Items) -> None:
    _item(data, "O").update(optional=False, value=None)
    _item(data, "P").update(optional=False)


def _resource(capacity: int) -> Breach:
    return lambda data, items: data["resources"][0].update(capacity=capacity)


def _solo(item_id: str, person: str, start: str, finish: str, hours: float, share: float) -> Breach:
    return _put(
        entry(item_id, start, finish, works(person, start, finish, hours=hours, share=share))
    )


def _overload(data: Data, items: Items) -> None:
    """D at a share of 0.6 (11 slots at 0.75 an hour) beside E at 0.5."""
    _item(data, "D")["needs"][0]["share"] = 0.6
    _solo("D", "ana", "12-04 10:00", "12-07 13:00", 8, 0.6)(data, items)


def _optional_on_dropped(data: Data, items: Items) -> None:
    """P is planned though O, which it comes after, is dropped; 8h at ana's 1.25 are 7 slots."""
    _solo("P", "ana", "12-09 09:00", "12-09 16:00", 8, 1)(data, items)


def _elapsed_at_night(data: Data, items: Items) -> None:
    """C starts after hours; E, which is held back by its start, is let go."""
    _set("E", after=[])(data, items)
    _put(entry("C", "12-04 18:00", "12-06 18:00"))(data, items)


def _sprints(options: Data) -> Breach:
    """B goes on from one sprint into the next."""
    days = [{"from": "2026-12-03", "to": "2026-12-03"}, {"from": "2026-12-04", "to": "2026-12-31"}]
    return lambda data, items: data.update(sprints={"list": days, **options})


BREACHES: list[tuple[str, str, Breach]] = [
    ("completeness", "an item is missing", lambda data, items: items.pop("F") and None),
    ("completeness", "no finish", _change("F", finish=None)),
    ("completeness", "no start", _change("F", start=None)),
    ("completeness", "dropped with dates", _change("O", start=when("12-09 09:00"))),
    ("completeness", "dropped with people", _people("O", lambda _: [
        works("dee", "12-03 09:00", "12-03 17:00", hours=4)])),
    ("completeness", "unknown person", _people("F", lambda people: [
        people[0].model_copy(update={"person": "zoe"})])),
    ("staffing", "skill missing", _set("F", needs={"sql": 1, "r": 1})),
    ("staffing", "level too low", _set("F", needs={"sql": 2})),
    ("staffing", "to avoid", _set("F", avoid=["dee"])),
    ("staffing", "not among those assigned", _set("F", assign=["ana", "bob"], avoid=[])),
    ("staffing", "one too few", _people("B", lambda people: people[:2])),
    ("staffing", "nobody", _change("F", assignments=())),
    ("staffing", "one too many", _people("D", lambda people: [
        *people, works("bob", "12-04 10:00", "12-07 15:00", hours=8, share=0.5)])),
    ("staffing", "the same person twice", _people("B", lambda people: [*people, people[2]])),
    ("staffing", "people on an item that needs none", _people("C", lambda _: [
        works("bob", "12-04 13:00", "12-06 13:00", hours=1, share=0.5)])),
    ("staffing", "share", _people("E", lambda people: [
        people[0].model_copy(update={"share": 0.25})])),
    ("working_time", "finish of an item too late", _change("F", finish=when("12-03 18:00"))),
    ("working_time", "finish of an item too early", _change("D", finish=when("12-07 14:00"))),
    ("working_time", "finish of somebody's work", _people("B", lambda people: [
        *people[:2], people[2].model_copy(update={"finish": when("12-03 16:00")})])),
    ("working_time", "somebody starts later than the item", _people("B", lambda people: [
        people[0], people[1].model_copy(update={"start": when("12-03 14:00")}), people[2]])),
    ("working_time", "work is done too soon", _solo(
        "F", "dee", "12-03 09:00", "12-03 16:00", 4, 1)),
    ("working_time", "starts off the hour", _solo(
        "E", "ana", "12-04 10:30", "12-07 11:00", 4, 0.5)),
    ("working_time", "starts at night", _solo("F", "dee", "12-03 08:00", "12-03 17:00", 4, 1)),
    ("working_time", "time off comes in between", _person_set("dee", time_off=[
        {"from": "2026-12-03T12:00", "to": "2026-12-03T13:00"}])),
    ("working_time", "capacity is lower", _person_set("dee", capacity=0.75)),
    ("working_time", "a window of lower capacity", _person_set("dee", availability=[
        {"from": "2026-12-03", "to": "2026-12-03", "capacity": 0.9}])),
    ("working_time", "not a workday of theirs", _person_set("dee", workdays=["fri"])),
    ("working_time", "a holiday of theirs", _person_set("dee", holidays={"dates": ["2026-12-03"]})),
    ("working_time", "not yet joined", _person_set("dee", **{"from": "2026-12-03T10:00"})),
    ("working_time", "gone before the end", _person_set("dee", to="2026-12-03T16:00")),
    ("working_time", "another speed", lambda data, items: data["proficiency"].update({1: 0.4})),
    ("working_time", "another effort", _set("C", elapsed="47h")),
    ("working_time", "elapsed item starts at night", _elapsed_at_night),
    ("working_time", "elapsed item ends early", _put(entry("C", "12-04 13:00", "12-06 12:00"))),
    ("working_time", "elapsed longer than the people", _set("F", elapsed="9h")),
    ("working_time", "milestone with a length", _put(entry("M", "12-07 15:00", "12-07 16:00"))),
    ("person_load", "shares add up to 1.1", _overload),
    ("person_load", "two items at once", _solo("O", "ana", "12-01 09:00", "12-01 16:00", 8, 1)),
    ("resource_load", "one item holds more than there is", _resource(2)),
    ("resource_load", "two items together", _put(entry("C", "12-04 12:00", "12-06 12:00"))),
    ("precedence", "FS without lag", _put(entry("M", "12-07 14:00", "12-07 14:00"))),
    ("precedence", "FS with a working lag", _set("B", after=[{"item": "A", "lag": "5h"}])),
    ("precedence", "FS with lead", _set("E", after=[{"item": "D", "lag": "-10h"}])),
    ("precedence", "SS with an elapsed lag", _set(
        "C", after=[{"item": "A", "type": "SS", "lag": {"elapsed": "77h"}}])),
    ("precedence", "FF with a working lag", _set(
        "D", after=[{"item": "B", "type": "FF", "lag": "11h"}])),
    ("precedence", "FF without lag", _set("E", after=[{"item": "D", "type": "FF"}])),
    ("precedence", "SF with a working lag", _set(
        "E", after=[{"item": "C", "type": "SF", "lag": "6h"}])),
    ("release", "before its not_before", _set("F", not_before="2026-12-03T10:00")),
    ("release", "before its project's not_before", _project(not_before="2026-12-02")),
    ("release", "before the plan", _calendar(start="2026-12-02")),
    ("deadline", "its own", _set("F", deadline="2026-12-03T16:00")),
    ("deadline", "its project's", _project(deadline="2026-12-06")),
    ("deadline", "the calendar's end", _calendar(end="2026-12-06")),
    ("sprint_fit", "work across a border", _sprints({"fit": True})),
    ("sprint_fit", "an item that says so itself", lambda data, items: (
        _sprints({})(data, items), _set("B", fit=True)(data, items))),
    ("progress", "done by plan", _change("F", state="done")),
    ("progress", "in progress by plan", _change("F", state="in_progress")),
    ("optional", "a mandatory item is dropped", _drop_mandatory),
    ("optional", "planned after one that is dropped", _optional_on_dropped),
]  # fmt: skip


def test_the_plan_to_break_is_right() -> None:
    """Without any breach nothing is reported."""
    assert messages(_plan(lambda data, items: None)) == []


@pytest.mark.parametrize(
    ("rule", "breach"),
    [pytest.param(rule, breach, id=f"{rule}: {name}") for rule, name, breach in BREACHES],
)
def test_one_breach_is_reported_by_its_rule_alone(rule: str, breach: Breach) -> None:
    """Exactly the broken rule is reported, however much the change moves in the plan's sums."""
    plan = _plan(breach)
    assert broken_rules(plan) == {rule}, "\n".join(messages(plan))


def test_every_rule_of_dates_and_people_is_broken_at_least_twice() -> None:
    """The list above leaves no rule out; claims have their own test."""
    rules = [rule for rule, _, _ in BREACHES]
    assert {rule for rule in rules if rules.count(rule) > 1} == {
        "completeness",
        "staffing",
        "working_time",
        "person_load",
        "resource_load",
        "precedence",
        "release",
        "deadline",
        "optional",
        "sprint_fit",
        "progress",
    }


def test_unknown_items_and_repeated_ones_are_completeness() -> None:
    """What cannot be annotated is added to the finished plan."""
    plan = _plan(lambda data, items: None)
    unknown = plan.model_copy(update={"items": (*plan.items, dropped("X"))})
    twice = plan.model_copy(update={"items": (*plan.items, plan.items[0])})
    assert broken_rules(unknown) == {"completeness"}
    assert broken_rules(twice) == {"completeness"}


@pytest.mark.parametrize("finish", ["2026-12-03T17:00+00:00", "2926-12-03T17:00"])
def test_dates_that_cannot_be_compared_are_completeness(finish: str) -> None:
    """A time zone, or a slip of the year: no other rule looks at such an item."""
    plan = _plan(lambda data, items: None)
    items = tuple(
        item.model_copy(update={"finish": when(finish)}) if item.id == "F" else item
        for item in plan.items
    )
    assert broken_rules(plan.model_copy(update={"items": items})) == {"completeness"}
