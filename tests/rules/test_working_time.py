"""Working time: starts when all work, goes on through every working slot, ends when it is done."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.checks import working_time
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import PlanItem, Scenario
from support.planned import planned
from support.plans import entry, plan_of, scenario, solo, works


def _messages(of: Scenario, *items: PlanItem) -> list[str]:
    return [found.message for found in working_time.check(CheckedPlan(of, plan_of(of, items)))]


def _one(effort: str = "1d", calendar: Any = None, **person: Any) -> Scenario:
    """One person with one item."""
    return scenario(
        calendar=calendar or {},
        people=[{"id": "ana", **person}],
        items=[{"id": "T", "effort": effort}],
    )


def _of_ana(start: str, finish: str, hours: float = 8) -> PlanItem:
    return solo("T", "ana", start, finish, hours=hours)


# The checker catches a breach made by hand.

EXACT: list[tuple[str, Scenario, PlanItem]] = [
    ("over a night", _one(), _of_ana("12-01 13:00", "12-02 13:00")),
    ("over a weekend", _one(), _of_ana("12-04 13:00", "12-07 13:00")),
    ("rounded up at the end only", _one("2.5h"), _of_ana("12-01 09:00", "12-01 12:00", 2.5)),
    ("part of the day", _one(capacity=0.8), _of_ana("12-01 09:00", "12-02 11:00")),
    ("a third of it ten times", _one("1h", capacity=0.1), _of_ana("12-01 09:00", "12-02 11:00", 1)),
    ("over a holiday", _one(calendar={"holidays": {"dates": ["2026-12-02"]}}), _of_ana(
        "12-01 13:00", "12-03 13:00")),
    ("over time off", _one(time_off=[{"from": "2026-12-02", "to": "2026-12-04"}]), _of_ana(
        "12-01 13:00", "12-07 13:00")),
    ("time off takes the slots that it touches", _one(
        time_off=[{"from": "2026-12-01T10:30", "to": "2026-12-01T11:30"}]), _of_ana(
        "12-01 09:00", "12-02 11:00")),
    ("on a holiday of the team, with holidays of their own", _one(
        calendar={"holidays": {"dates": ["2026-12-01"]}}, holidays={"dates": []}), _of_ana(
        "12-01 09:00", "12-01 17:00")),
    ("on a weekend of the team, with workdays of their own", _one(workdays=["sat", "sun"]), _of_ana(
        "12-05 13:00", "12-06 13:00")),
    ("less in a window", _one(
        availability=[{"from": "2026-12-02", "to": "2026-12-02", "capacity": 0.5}]), _of_ana(
        "12-01 13:00", "12-02 17:00")),
    ("nothing in a window", _one(
        availability=[{"from": "2026-12-02", "to": "2026-12-02", "capacity": 0}]), _of_ana(
        "12-01 13:00", "12-03 13:00")),
    ("until the last day", _one(to="2026-12-01"), _of_ana("12-01 09:00", "12-01 17:00")),
    ("around the clock", _one("3d", calendar={"continuous": True}), _of_ana(
        "12-04 09:00", "12-07 09:00", 72)),
    ("in slots of a quarter", _one("20m", calendar={"slot": "15m"}), _of_ana(
        "12-01 09:15", "12-01 09:45", 1 / 3)),
    ("in slots of a day", _one("9h", calendar={"slot": "1d"}), _of_ana(
        "12-01 09:00", "12-02 17:00", 9)),
]  # fmt: skip


@pytest.mark.parametrize(("of", "item"), [pytest.param(s, i, id=n) for n, s, i in EXACT])
def test_work_ends_with_the_slot_in_which_it_is_done(of: Scenario, item: PlanItem) -> None:
    assert _messages(of, item) == []


@pytest.mark.parametrize(("of", "item"), [pytest.param(s, i, id=n) for n, s, i in EXACT])
def test_a_slot_less_or_more_is_a_breach(of: Scenario, item: PlanItem) -> None:
    from allocator.calendars import Calendars

    slot = Calendars(of).team.slot
    for finish in (item.finish - slot, item.finish + slot):
        said = item.assignments[0].model_copy(update={"finish": finish})
        found = _messages(of, item.model_copy(update={"finish": finish, "assignments": (said,)}))
        assert any(message.startswith("ana finishes T ") for message in found), found


def test_the_message_says_what_the_effort_takes() -> None:
    of = scenario(
        people=[{"id": "ana", "skills": {"sql": 1}}],
        proficiency={1: 0.8},
        items=[{"id": "T", "title": "Load", "needs": [{"skills": "sql", "share": 0.5}],
                "effort": "2h"}],
    )  # fmt: skip
    said = works("ana", "12-01 09:00", "12-01 11:00", hours=2, share=0.5)
    assert _messages(of, entry("T", "12-01 09:00", "12-01 11:00", said)) == [
        'ana finishes T "Load" Tue 2026-12-01 11:00 by plan; 2h (0.25d) of effort at a share of '
        "0.5 and a speed of 0.8 from Tue 2026-12-01 09:00 on takes until Tue 2026-12-01 14:00",
        'T "Load" finishes Tue 2026-12-01 11:00, before ana is done, Tue 2026-12-01 14:00',
    ]


def test_work_that_is_never_done() -> None:
    assert _messages(_one("2d", to="2026-12-01"), _of_ana("12-01 09:00", "12-02 17:00", 16)) == [
        "ana finishes T Wed 2026-12-02 17:00 by plan; 16h (2d) of effort full time from "
        "Tue 2026-12-01 09:00 on is never done"
    ]


AWAY: list[tuple[str, Scenario, str]] = [
    ("no slot of their working day begins then", _one(), "12-01 09:30"),
    ("no slot of their working day begins then", _one(), "12-01 17:00"),
    ("not a working day of theirs", _one(), "12-05 09:00"),
    ("a holiday of theirs", _one(holidays={"country": "US"}), "12-25 09:00"),
    ("off from 2026-12-01 to 2026-12-02", _one(
        time_off=[{"from": "2026-12-01", "to": "2026-12-02"}]), "12-02 16:00"),
    ("not there before 2026-12-03", _one(**{"from": "2026-12-03"}), "12-02 16:00"),
    ("gone after 2026-12-01", _one(to="2026-12-01"), "12-02 09:00"),
    ("their capacity is 0 then", _one(
        availability=[{"from": "2026-12-02", "to": "2026-12-02", "capacity": 0}]), "12-02 09:00"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "of", "start"), AWAY, ids=[why for why, _, _ in AWAY])
def test_a_start_when_somebody_is_away_says_why(why: str, of: Scenario, start: str) -> None:
    found = _messages(of, _of_ana(start, "12-28 17:00"))
    assert any(f"when ana does not work: {why}" in message for message in found), found


def test_all_people_of_an_item_start_with_it_and_it_ends_with_the_last() -> None:
    of = scenario(
        people=[{"id": "ana"}, {"id": "bob", "capacity": 0.5}],
        items=[{"id": "T", "needs": [{"people": 2}], "effort": "4h"}],
    )
    ana = works("ana", "12-01 09:00", "12-01 13:00", hours=4)
    bob = works("bob", "12-01 09:00", "12-01 17:00", hours=4)
    late = works("ana", "12-01 10:00", "12-01 13:00", hours=4)
    assert _messages(of, entry("T", "12-01 09:00", "12-01 17:00", ana, bob)) == []
    assert _messages(of, entry("T", "12-01 09:00", "12-01 17:00", late, bob)) == [
        "ana starts on T Tue 2026-12-01 10:00; all its people start with it, Tue 2026-12-01 09:00"
    ]
    assert _messages(of, entry("T", "12-01 09:00", "12-01 13:00", ana, bob)) == [
        "T finishes Tue 2026-12-01 13:00, before bob is done, Tue 2026-12-01 17:00"
    ]
    assert _messages(of, entry("T", "12-01 09:00", "12-02 17:00", ana, bob)) == [
        "T finishes Wed 2026-12-02 17:00, after bob is done, Tue 2026-12-01 17:00"
    ]


def test_elapsed_time_runs_around_the_clock_from_a_slot_of_the_team() -> None:
    of = scenario(
        calendar={"holidays": {"dates": ["2026-12-02"]}}, items=[{"id": "T", "elapsed": "2d"}]
    )
    assert _messages(of, entry("T", "12-04 16:00", "12-06 16:00")) == []
    assert _messages(of, entry("T", "12-04 16:00", "12-07 10:00")) == [
        "T finishes Mon 2026-12-07 10:00, after its 2d have elapsed, Sun 2026-12-06 16:00"
    ]
    for start, finish in (("12-04 17:00", "12-06 17:00"), ("12-02 09:00", "12-04 09:00")):
        (message,) = _messages(of, entry("T", start, finish))
        assert message.endswith("when no working slot of the team begins")


def test_with_people_and_elapsed_time_the_longer_counts() -> None:
    of = scenario(people=[{"id": "ana"}], items=[{"id": "T", "effort": "4h", "elapsed": "6h"}])
    ana = works("ana", "12-01 09:00", "12-01 13:00", hours=4)
    assert _messages(of, entry("T", "12-01 09:00", "12-01 15:00", ana)) == []
    assert _messages(of, entry("T", "12-01 09:00", "12-01 13:00", ana)) == [
        "T finishes Tue 2026-12-01 13:00, before its 6h have elapsed, Tue 2026-12-01 15:00"
    ]


def test_a_milestone_is_an_instant_at_any_time() -> None:
    of = scenario(items=[{"id": "M", "kind": "milestone"}])
    assert _messages(of, entry("M", "12-06 03:30", "12-06 03:30")) == []
    assert _messages(of, entry("M", "12-01 09:00", "12-01 10:00")) == [
        "milestone M has no length, but lasts from Tue 2026-12-01 09:00 to Tue 2026-12-01 10:00"
    ]


def test_a_finish_before_the_start_is_a_breach() -> None:
    assert len(_messages(_one(), _of_ana("12-03 09:00", "12-01 17:00"))) == 2


# The planner keeps the rule, and without its constraint the model breaks it.

WEEKENDS_AND_ABSENCES = scenario(
    people=[
        {"id": "ana", "time_off": [{"from": "2026-12-01", "to": "2026-12-02"}]},
        {"id": "bob", "workdays": ["wed"]},
    ],
    items=[
        {"id": "T1", "effort": "6d", "assign": ["ana"]},
        {"id": "T2", "effort": "3d", "assign": ["bob"]},
        {"id": "T3", "needs": [{"people": 2}], "effort": "4h"},
    ],
)


def test_the_model_keeps_the_rule() -> None:
    assert (
        working_time.check(CheckedPlan(WEEKENDS_AND_ABSENCES, planned(WEEKENDS_AND_ABSENCES))) == []
    )


def test_without_its_constraint_the_model_breaks_the_rule() -> None:
    assert working_time.check(
        CheckedPlan(WEEKENDS_AND_ABSENCES, planned(WEEKENDS_AND_ABSENCES, without="working_time"))
    )
