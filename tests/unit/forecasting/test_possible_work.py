"""The widened scenario has further tries, rework, fallbacks and added scope as the docs say."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Plan, Scenario
from allocator.domain.uncertainty import ScopeGrowth
from allocator.forecasting.possible_work import PossibleWork, possible_work
from support.plans import dropped, plan_of, scenario, solo

PEOPLE = [{"id": "ana", "skills": {"ml": 1}}]


def item(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "needs": "ml", "effort": "1d", **fields}


def widened(*items: dict[str, Any], **fields: Any) -> PossibleWork:
    made = scenario(people=PEOPLE, items=list(items), **fields)
    return possible_work(made, plan_of(made, ()))


def links(found: PossibleWork, name: str) -> dict[str, str]:
    """Return links of an item: id -> type with lag."""
    after = found.scenario.item_by_id[name].after
    return {link.item: f"{link.type.value} {link.lag or ''}".strip() for link in after}


def test_nothing_uncertain_is_the_scenario_itself() -> None:
    found = widened(item("A"), item("B", after=["A"]))
    assert [i.id for i in found.scenario.items] == ["A", "B"]
    assert not (found.origin or found.attempts or found.only_if or found.drops)


def test_further_tries_follow_one_another_with_their_share_of_the_effort() -> None:
    fails = {"repeat": 2, "effort": 0.6}
    found = widened(item("X", succeeds=0.6, if_fails=fails), item("S", after=["X"]))
    tries = ("X", "X (try 2)", "X (try 3)")
    assert found.attempts == {"X": tries}
    assert found.only_if == {tries[1]: (tries[0],), tries[2]: (tries[1],)}
    assert found.origin == {tries[1]: "X", tries[2]: "X"}
    assert links(found, tries[1]) == {"X": "FS"}
    assert links(found, tries[2]) == {tries[1]: "FS"}
    assert links(found, "S") == dict.fromkeys(tries, "FS")
    entry = found.scenario.item_by_id[tries[2]]
    assert entry.effort == "0.6d"
    assert entry.staffing[0].skills == {"ml": 0}
    assert entry.succeeds is None


def test_who_waits_for_a_start_waits_for_the_first_try_alone_and_a_lag_stays() -> None:
    waiting = [{"item": "X", "type": "SS"}]
    lagging = [{"item": "X", "lag": "2d"}]
    found = widened(
        item("X", succeeds=0.5, if_fails={"repeat": 1}),
        item("S", after=waiting),
        item("L", after=lagging),
    )
    assert links(found, "S") == {"X": "SS"}
    assert links(found, "L") == {"X": "FS 2d", "X (try 2)": "FS 2d"}


def test_tries_that_have_failed_are_used_up() -> None:
    fails = {"repeat": 2}
    found = widened(item("X", succeeds=0.5, if_fails=fails, failures=1))
    assert found.attempts == {"X": ("X", "X (try 3)")}
    found = widened(item("X", succeeds=0.5, if_fails=fails, failures=2))
    assert found.attempts == {"X": ("X",)}


def test_the_next_try_after_a_failed_one_keeps_its_share_of_the_effort() -> None:
    given = item("X", succeeds=0.5, if_fails={"repeat": 2, "effort": 0.5}, failures=1)
    found = widened(given)
    now = scenario(people=PEOPLE, items=[given]).item_by_id["X"]
    assert found.scenario.item_by_id["X"].staffing == now.staffing
    assert found.scenario.item_by_id["X (try 3)"].effort == "0.5d"


def test_the_effort_of_a_further_try_of_what_is_under_way_is_of_the_whole() -> None:
    found = widened(
        item(
            "X",
            effort={"low": "1d", "likely": "2d", "high": "4d"},
            state="in_progress",
            started="2026-12-01",
            remaining="2h",
            people=["ana"],
            succeeds=0.5,
            if_fails={"repeat": 1, "effort": 0.5},
        ),
        calendar={"start": "2026-11-30"},
        now="2026-12-02",
    )
    entry = found.scenario.item_by_id["X (try 2)"]
    effort = entry.staffing[0].effort
    assert not isinstance(effort, str) and effort is not None
    assert (effort.low, effort.likely, effort.high) == ("0.5d", "1d", "2d")
    assert (entry.state, entry.remaining, entry.people) == ("todo", None, ())


def test_rework_is_done_before_each_further_try_in_the_order_of_its_links() -> None:
    found = widened(
        item("R1"),
        item("R2", after=["R1"]),
        item("U", after=["R1"]),
        item(
            "X",
            after=["R2"],
            succeeds=0.5,
            if_fails={"repeat": 1, "effort": 0.5, "redo": ["R2", "R1"]},
        ),
    )
    again = [f"R{k} (again for X, try 2)" for k in (1, 2)]
    assert links(found, again[0]) == {"X": "FS"}
    assert links(found, again[1]) == {"X": "FS", again[0]: "FS"}
    assert set(links(found, "X (try 2)")) == {"X", *again}
    assert all(found.only_if[name] == ("X",) for name in (*again, "X (try 2)"))
    assert found.scenario.item_by_id[again[0]].effort == "0.5d"
    assert links(found, "U") == {"R1": "FS"}


def test_fallbacks_follow_the_last_try_and_who_waits_for_the_item_waits_for_them() -> None:
    found = widened(
        item("X", succeeds=0.5, if_fails={"repeat": 1, "then": ["F", "G"]}),
        item("F"),
        item("G", after=["F"]),
        item("S", after=["X"]),
    )
    assert not found.scenario.contingent
    assert found.only_if["F"] == found.only_if["G"] == ("X (try 2)",)
    assert links(found, "F") == {"X (try 2)": "FS"}
    assert links(found, "G") == {"F": "FS", "X (try 2)": "FS"}
    assert set(links(found, "S")) == {"X", "X (try 2)", "F", "G"}


def test_a_fallback_may_fail_itself_and_have_its_own_fallback() -> None:
    found = widened(
        item("X", succeeds=0.5, if_fails={"then": ["F"]}),
        item("F", succeeds=0.5, if_fails={"repeat": 1, "then": ["G"]}),
        item("G"),
        item("S", after=["X"]),
    )
    assert found.only_if == {"F": ("X",), "F (try 2)": ("F",), "G": ("F (try 2)",)}
    assert set(links(found, "S")) == {"X", "F", "F (try 2)", "G"}


def test_a_fallback_that_waits_for_a_follower_closes_no_circle() -> None:
    found = widened(
        item("X", succeeds=0.5, if_fails={"then": ["F"]}),
        item("S", after=["X"]),
        item("F", after=["S"]),
    )
    assert links(found, "S") == {"X": "FS"}
    assert links(found, "F") == {"S": "FS", "X": "FS"}


def test_what_nothing_can_call_for_and_what_the_plan_drops_is_left_out() -> None:
    made = scenario(
        people=PEOPLE,
        items=[
            item("X", optional=True, succeeds=0.5, if_fails={"then": ["F"]}),
            item("F"),
            item("S", after=["F"]),
            item("D", state="done", started="2026-12-01", finished="2026-12-01",
                 succeeds=0.5, if_fails={"then": ["H"]}),
            item("H"),
        ],
        now="2026-12-02",
    )  # fmt: skip
    found = possible_work(made, plan_of(made, [dropped("X")]))
    assert [i.id for i in found.scenario.items] == ["S", "D"]
    assert links(found, "S") == {}


def test_a_failed_item_has_no_further_try_and_its_fallback_is_ordinary() -> None:
    made = scenario(
        people=PEOPLE,
        items=[
            item("X", state="failed", started="2026-12-01", finished="2026-12-01",
                 succeeds=0.5, if_fails={"then": ["F"]}),
            item("F"),
        ],
        now="2026-12-02",
    )  # fmt: skip
    found = possible_work(made, plan_of(made, ()))
    assert [i.id for i in found.scenario.items] == ["X", "F"]
    assert not found.only_if and not found.attempts


def test_what_is_dropped_takes_its_tries_and_own_fallbacks_along() -> None:
    found = widened(
        item("X", succeeds=0.5, if_fails={"repeat": 1, "drop": ["Y"]}),
        item("Y", succeeds=0.5, if_fails={"repeat": 1, "then": ["F", "G"]}),
        item("Z", succeeds=0.5, if_fails={"then": ["G"]}),
        item("F"),
        item("G"),
    )
    assert found.drops == {"X (try 2)": ("Y", "F", "Y (try 2)")}


def test_stop_gives_up_all_of_the_project_but_the_own_fallbacks() -> None:
    projects = [{"id": "P"}, {"id": "Q"}]
    found = widened(
        item("X", project="P", succeeds=0.5, if_fails={"repeat": 1, "stop": True, "then": ["F"]}),
        item("F", project="P"),
        item("A", project="P", state="in_progress", started="2026-12-01"),
        item("B", project="P", after=["X"]),
        {"id": "M", "kind": "milestone", "project": "P", "after": ["B"]},
        item("C", project="Q"),
        projects=projects,
        calendar={"start": "2026-11-30"},
        now="2026-12-02",
    )
    assert found.drops == {"X (try 2)": ("B", "M")}


def grown(**scope: Any) -> tuple[Scenario, Plan]:
    made = scenario(
        people=[{"id": "ana"}, {"id": "bob"}],
        projects=[{"id": "P"}],
        sprints={"length": "1w", "first": "2026-11-30", "count": 4},
        uncertainty={"scope": {"growth": 0.25, **scope}},
        items=[
            {"id": "A", "project": "P", "effort": "5d"},
            {"id": "B", "project": "P", "effort": "2d"},
            {"id": "M", "kind": "milestone", "project": "P", "after": ["A"]},
            {"id": "E", "kind": "milestone", "project": "P"},
        ],
    )
    plan = plan_of(
        made,
        [
            solo("A", "ana", "12-03 09:00", "12-09 17:00", hours=40),
            solo("B", "bob", "12-08 09:00", "12-09 17:00", hours=16),
            solo("M", "ana", "12-09 17:00", "12-09 17:00", hours=0).model_copy(
                update={"assignments": ()}
            ),
            solo("E", "ana", "12-01 09:00", "12-01 09:00", hours=0).model_copy(
                update={"assignments": ()}
            ),
        ],
    )
    return made, plan


def test_scope_grows_by_a_share_of_the_planned_work_of_each_sprint_that_begins() -> None:
    found = possible_work(*grown())
    names = [f"P (added in Sprint 2, {who})" for who in ("ana", "bob")]
    assert list(found.added_scope) == names  # Sprint 1 has begun, Sprint 3 has no work of P
    entry = found.added_scope[names[0]].entry
    assert entry.needs[0].effort == "6h"  # a quarter of the three days from 7 to 9 December
    assert found.added_scope[names[1]].entry.needs[0].effort == "4h"
    assert entry.assign == ("ana", "bob")
    assert str(entry.not_before) == "2026-12-07"
    assert found.origin[names[0]] == "P"
    assert set(links(found, "M")) == {"A", *names}
    assert links(found, "E") == {}


@pytest.mark.parametrize(("until", "count"), [("2026-12-06", 0), ("2026-12-07", 2)])
def test_scope_ends_with_until(until: str, count: int) -> None:
    assert len(possible_work(*grown(until=until)).added_scope) == count


def test_no_growth_adds_nothing() -> None:
    made, plan = grown()
    assert made.uncertainty is not None
    none = made.uncertainty.model_copy(update={"scope": ScopeGrowth(growth=0.0)})
    flat = made.model_copy(update={"uncertainty": none})
    assert not possible_work(flat, plan).added_scope
