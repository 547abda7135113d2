"""Every standing that an item can have is answered: frozen, under way, done, left out, free."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from allocator import planner
from allocator.domain import Plan
from allocator.errors import InputError, InterruptedBeforePlanError
from allocator.explain.params import WhyParams
from allocator.explain.trials import Trials
from allocator.explain.why import WhyAnswer
from allocator.explain.why.question import why
from support.plans import scenario

QUICK = WhyParams(screening_steps=50, steps=100, seeds=2)
ANA = {"id": "ana", "name": "Ana", "skills": ["ml"]}
BO = {"id": "bo", "name": "Bo", "skills": ["ml"]}


def planned(**fields: Any) -> Plan:
    return planner.solve(scenario(**fields), planner.SolveOptions(time_limit=5, workers=1)).plan


def asked(plan: Plan, what: str | None) -> WhyAnswer:
    with Trials(plan, workers=1) as trials:
        return why(trials, what, params=QUICK)


def test_a_frozen_item_is_held_by_its_baseline() -> None:
    baseline = [{"item": "A", "start": "2026-12-07T09:00", "people": ["ana"], "frozen": True}]
    plan = planned(
        people=[ANA], baseline=baseline, items=[{"id": "A", "needs": "ml", "effort": "1d"}]
    )
    found = asked(plan, "A").causes[0]
    assert (found.kind, found.days) == ("frozen", 4.0)
    assert found.text == "A is frozen where the baseline has it, on Mon 7 Dec 2026"


def test_what_is_done_is_history() -> None:
    item = {"id": "A", "effort": "1d", "state": "done", "started": "2026-12-01"}
    plan = planned(
        now="2026-12-03",
        people=[ANA],
        items=[{**item, "finished": "2026-12-01"}, {"id": "B", "effort": "1d"}],
    )
    found = asked(plan, "A")
    assert found.answer == (
        "A was done Tue 1 Dec 2026. That is history: nothing can bring it earlier."
    )
    assert (found.causes, found.tried) == ((), 0)


def test_work_under_way_with_its_people_could_go_on_with_others() -> None:
    plan = planned(
        now="2026-12-02",
        people=[{**ANA, "time_off": [{"from": "2026-12-02", "to": "2026-12-04"}]}, BO],
        items=[
            {"id": "A", "needs": "ml", "effort": "3d", "remaining": "2d", "people": ["ana"],
             "state": "in_progress", "started": "2026-12-01"},
        ],
    )  # fmt: skip
    found = {one.kind: one for one in asked(plan, "A").causes}
    assert found["assigned"].text.startswith("A is in progress with Ana, who is on it")
    assert found["assigned"].days == 3.0
    assert found["away"].days == 3.0


@pytest.mark.parametrize(
    ("fields", "what", "answer"),
    [
        (
            {"items": [
                {"id": "A", "effort": "5d", "optional": True, "deadline": "2026-12-02"},
                {"id": "B", "effort": "1d"},
            ]},
            "A",
            "A is not planned: optional, dropped.",
        ),
        (
            {"items": [
                {"id": "A", "effort": "1d", "succeeds": 0.5, "if_fails": {"then": ["B"]}},
                {"id": "B", "effort": "1d"},
            ]},
            "B",
            "B is not planned: only if A fails.",
        ),
        (
            {"items": [{"id": "A", "effort": "1d", "assign": ["ana"]}], "people": [ANA, BO]},
            "Bo",
            "Bo has no work in the plan.",
        ),
    ],
)  # fmt: skip
def test_what_is_not_planned_says_why(fields: dict[str, Any], what: str, answer: str) -> None:
    found = asked(planned(**{"people": [ANA], **fields}), what)
    assert (found.answer, found.finish, found.causes) == (answer, None, ())


def test_without_a_name_it_answers_for_all_that_is_late() -> None:
    plan = planned(
        people=[ANA],
        items=[
            {"id": "A", "needs": "ml", "effort": "2d", "due": "2026-12-02"},
            {"id": "B", "needs": "ml", "effort": "2d", "due": "2026-12-03"},
        ],
    )
    found = asked(plan, None)
    assert (found.kind, [one.what for one in found.answers]) == ("late", ["B"])
    assert found.answer.startswith("B ends Fri 4 Dec 2026, 1 working day late: only Ana can do B")


def test_where_nothing_is_late_it_answers_for_the_end() -> None:
    plan = planned(
        people=[ANA],
        projects=[{"id": "p", "name": "Churn"}],
        items=[{"id": "A", "project": "p", "needs": "ml", "effort": "2d"}],
    )
    found = asked(plan, None)
    assert (found.kind, [one.what for one in found.answers]) == ("ends", ["p"])
    assert found.answer.startswith("Nothing is late. Project Churn ends Wed 2 Dec 2026")


def test_a_name_that_nothing_has_is_refused() -> None:
    plan = planned(people=[ANA], items=[{"id": "CH-1", "needs": "ml", "effort": "1d"}])
    with pytest.raises(InputError, match='did you mean "CH-1"'):
        asked(plan, "CH-2")


def test_stopped_at_once_nothing_is_claimed() -> None:
    import allocator

    plan = planned(people=[ANA], items=[{"id": "A", "needs": "ml", "effort": "1d"}])
    stop = threading.Event()
    stop.set()
    with Trials(plan, workers=1, stop=stop) as trials:
        found = why(trials, "A", params=QUICK)
    assert (found.causes, found.tried) == ((), 0)
    session = allocator.Session()
    session.stop.set()
    with pytest.raises(InterruptedBeforePlanError):
        allocator.why(plan, "A", session=session)


@pytest.mark.parametrize("what", [None, "A", "M"])
def test_a_plan_without_people_is_answered(what: str | None) -> None:
    """Told before: StatisticsError, as nobody's usual share of the day was asked for."""
    milestone = {"id": "M", "kind": "milestone", "after": "A", "due": "2026-12-02"}
    plan = planned(people=[], items=[{"id": "A", "elapsed": "3d"}, milestone])
    found = asked(plan, what)
    assert "Fri 4 Dec 2026 09:00" in found.answer
    assert found.causes
