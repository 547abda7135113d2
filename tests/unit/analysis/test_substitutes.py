"""That only one person can do something is said of exactly one, held against plain counting."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from allocator.analysis.risks import RISK_WORDS, item_risks
from allocator.analysis.substitutes import Substitutes
from allocator.calendars import Calendars
from allocator.domain import Plan, Scenario
from support import plans

DAY = dt.timedelta(days=1)


def risks(plan: Plan) -> dict[str, tuple[str, ...]]:
    """What is said of who can do the item X, with names."""
    (found,) = (risk.reasons for risk in item_risks(plan) if risk.id == "X")
    return {r.kind: r.who for r in found if r.kind in ("single_person", "no_stand_in")}


def planned(people: list[dict[str, Any]], on: list[tuple[str, str]], **item: Any) -> Plan:
    """X from Tue 1 to Thu 3 December by these people, each for a skill."""
    scenario = plans.scenario(
        people=people, items=[{"id": "X", "effort": "3d", "guessed": True, **item}]
    )
    works = (
        plans.works(who, "12-01 09:00", "12-03 17:00", hours=24, skills=(skill,))
        for who, skill in on
    )
    return plans.plan_of(scenario, [plans.entry("X", "12-01 09:00", "12-03 17:00", *works)])


def test_two_who_are_both_needed_are_not_called_one_person() -> None:
    """Both were told as ``only one person can do it (Ana, Ben)``."""
    both = [{"id": "a", "name": "Ana", "skills": {"r": 1}}, {"id": "b", "skills": {"r": 1}}]
    plan = planned(both, [("a", "r"), ("b", "r")], needs=[{"skills": "r", "people": 2}])
    assert risks(plan) == {"no_stand_in": ("Ana", "b")}
    assert RISK_WORDS["no_stand_in"] == "needs people for whom nobody can stand in"


def test_either_of_two_who_share_the_work_can_do_it_alone() -> None:
    """Nobody could stand in for them, it said; that is so where two at least have to share it."""
    both = [{"id": "a", "name": "Ana", "skills": {"r": 1}}, {"id": "b", "skills": {"r": 1}}]
    on = [("a", "r"), ("b", "r")]
    free = planned(both, on, needs=[{"skills": "r", "people": {"from": 1, "to": 2}}], effort="6d")
    assert risks(free) == {}
    bound = planned(both, on, needs=[{"skills": "r", "people": {"from": 2, "to": 3}}], effort="6d")
    assert risks(bound) == {"no_stand_in": ("Ana", "b")}


def test_a_part_that_only_one_can_do_is_not_the_item() -> None:
    people = [{"id": "a", "skills": {"r": 1, "s": 1}}] + [
        {"id": k, "skills": {"s": 1}} for k in ("b", "c")
    ]
    plan = planned(people, [("a", "r"), ("b", "s")], needs=["r", "s"])
    assert risks(plan) == {"no_stand_in": ("a",)}


def test_somebody_else_who_is_away_all_the_while_cannot_do_it() -> None:
    away = {"id": "b", "skills": {"r": 1}, "time_off": [{"from": "2026-12-01", "to": "2026-12-03"}]}
    people = [{"id": "a", "skills": {"r": 1}}, away]
    assert risks(planned(people, [("a", "r")], needs="r")) == {"single_person": ("a",)}
    away["time_off"][0]["to"] = "2026-12-02"  # type: ignore[index]
    assert risks(planned(people, [("a", "r")], needs="r")) == {}


def test_somebody_else_who_leaves_before_its_end_cannot_do_it() -> None:
    people = [{"id": "a", "skills": {"r": 1}}, {"id": "b", "skills": {"r": 1}, "to": "2026-12-02"}]
    assert risks(planned(people, [("a", "r")], needs="r")) == {"single_person": ("a",)}


def test_being_assigned_does_not_make_one_the_only_one() -> None:
    """Everything in an imported tracker is assigned to somebody."""
    people = [{"id": k, "skills": {"r": 1}} for k in ("a", "b")]
    assert risks(planned(people, [("a", "r")], needs="r", assign=["a"])) == {}
    assert risks(planned(people, [("a", "r")], needs="r", avoid=["b"])) == {"single_person": ("a",)}


def test_many_places_are_counted_without_deep_recursion() -> None:
    people = [{"id": f"p{k}", "skills": {"r": 1}} for k in range(1200)]
    needs = [{"skills": "r", "people": 600}, {"skills": {"r": 1}, "people": 600}]
    plan = planned(people, [(f"p{k}", "r") for k in range(1200)], needs=needs)
    item = plan.scenario.items[0]
    assert sum(need.people for need in item.staffing) == 1200
    (entry,) = plan.items
    few = entry.model_copy(update={"assignments": entry.assignments[:2]})
    assert Substitutes(plan.scenario, Calendars(plan.scenario)).indispensable(few).people == (
        "p0",
        "p1",
    )


LEVELS = st.dictionaries(st.sampled_from(["r", "s"]), st.integers(0, 2), max_size=2)
ASKED = st.dictionaries(st.sampled_from(["r", "s"]), st.integers(0, 2), min_size=1, max_size=2)
DAYS = st.integers(0, 4)


@st.composite
def mini_plans(draw: st.DrawFn) -> Plan:
    """An item in three days with one or two needs, and people with levels and absences."""
    people = []
    for name in "abcd":
        person: dict[str, Any] = {"id": name, "skills": draw(LEVELS), "team": draw(TEAMS)}
        if draw(st.booleans()):
            first = draw(DAYS)
            last = first + draw(DAYS)
            person["time_off"] = [{"from": f"2026-12-0{1 + first}", "to": f"2026-12-0{1 + last}"}]
        if draw(st.integers(0, 3)) == 0:
            person["to"] = f"2026-12-0{1 + draw(DAYS)}"
        people.append(person)
    needs = draw(
        st.lists(
            st.fixed_dictionaries({"skills": ASKED, "people": st.integers(1, 2)}),
            min_size=1,
            max_size=2,
        )
    )
    places = [need for need in needs for _ in range(need["people"])]
    on = draw(st.permutations("abcd").map(lambda names: list(zip(names, places, strict=False))))
    extra = draw(st.sampled_from([{}, {"avoid": [on[0][0]]}, {"assign": [who for who, _ in on]}]))
    if "avoid" in extra:
        extra = {"avoid": [name for name in "abcd" if name not in [who for who, _ in on]][:1]}
    scenario = plans.scenario(
        people=people, items=[{"id": "X", "effort": "3d", "needs": needs, **extra}]
    )
    works = (
        plans.works(who, "12-01 09:00", "12-03 17:00", hours=24, skills=tuple(need["skills"]))
        for who, need in on
    )
    return plans.plan_of(scenario, [plans.entry("X", "12-01 09:00", "12-03 17:00", *works)])


TEAMS = st.sampled_from([None, "red", "blue"])


def could(scenario: Scenario, who: str, skills: dict[str, int]) -> bool:
    """Whether somebody has the skills and is there on a day of the three, and not gone by then."""
    person = next(p for p in scenario.people if p.id == who)
    days = [dt.date(2026, 12, d) for d in (1, 2, 3)]
    away = {
        off.start + k * DAY
        for off in person.time_off
        for k in range((off.end - off.start).days + 1)  # type: ignore[operator]
    }
    there = any(day not in away for day in days)
    stays = person.leaves is None or person.leaves >= days[-1]
    skilled = all(person.skills.get(skill, -1) >= level for skill, level in skills.items())
    return skilled and there and stays and who not in scenario.items[0].avoid


@given(mini_plans())
def test_indispensable_are_those_without_whom_no_others_fill_the_places(plan: Plan) -> None:
    (entry,), (item,) = plan.items, plan.scenario.items
    places = [need for need in item.staffing for _ in range(need.people)]
    working = {work.person: set(work.skills) for work in entry.assignments}

    def fits(who: str, place: Any) -> bool:
        on_it = working.get(who) == set(place.skills)
        return on_it or could(plan.scenario, who, place.skills)

    expected = tuple(
        one
        for one in working
        if not any(
            one not in chosen and all(map(fits, chosen, places))
            for chosen in permutations("abcd", len(places))
        )
    )
    found = Substitutes(plan.scenario, Calendars(plan.scenario)).indispensable(entry)
    assert found.people == expected
    assert found.alone == (len(places) == 1 and len(expected) == 1)
