"""Red, amber, green: the rule by examples that can be worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.analysis.rag.rule import rag_statuses, worst_projects_first
from allocator.analysis.rag.sentences import Sentences
from allocator.analysis.rag.status import RagStatus, least_spare_days
from allocator.domain import Plan
from allocator.domain.answers import AnswerTarget, PlanAnswers, ShownCause, ShownLever
from allocator.domain.forecast import Driver, Forecast, PromiseForecast
from support import forecasts
from support.plans import dropped, entry, plan_of, scenario, solo

FINISH = "12-02 17:00"


def made(
    *,
    milestone: dict[str, Any] | None = None,
    task: dict[str, Any] | None = None,
    project: dict[str, Any] | None = None,
    finish: str = FINISH,
    **fields: Any,
) -> Plan:
    """Task A of ana from Tuesday 1 December on, then milestone M, both of project p."""
    of = scenario(
        people=[{"id": "ana", "name": "Ana Souza"}],
        projects=[{"id": "p", "name": "Churn", **(project or {})}],
        items=[
            {"id": "A", "title": "Train", "project": "p", "effort": "2d", **(task or {})},
            {
                "id": "M",
                "title": "Live",
                "project": "p",
                "kind": "milestone",
                "after": "A",
                **(milestone or {}),
            },
        ],
        **fields,
    )
    work = solo("A", "ana", "12-01 09:00", finish, hours=16)
    return plan_of(of, [work, entry("M", finish, finish)])


def stands(plan: Plan, forecast: Forecast | None = None) -> dict[str, RagStatus]:
    return {one.line.id: one for one in rag_statuses(plan, forecast)}


def forecast_of(plan: Plan, chance: float, confidence: float = 0.85) -> Forecast:
    """A forecast in which milestone M has a chance of being on time."""
    base = forecasts.forecast_of(plan)
    rows = tuple(
        row.model_copy(update={"p_on_time": chance if row.id == "M" else None}) for row in base.rows
    )
    return base.model_copy(update={"rows": rows, "promises": (), "confidence": confidence})


@pytest.mark.parametrize(
    ("due", "colour", "text"),
    [
        ("2026-12-01", "red", "1 d late"),
        ("2026-12-02", "amber", "at risk: 0 d to spare"),  # it ends on the very day
        ("2026-12-03", "green", "on time: 1 d to spare"),
    ],
)
def test_one_working_day_to_spare_is_enough_for_a_near_date(
    due: str, colour: str, text: str
) -> None:
    one = stands(made(milestone={"due": due}))["M"]
    assert (one.colour, one.text) == (colour, text)


@pytest.mark.parametrize(
    ("days", "least"), [(0, 1.0), (10, 1.0), (20, 2.0), (49, 4.9), (50, 5.0), (300, 5.0)]
)
def test_a_tenth_of_the_time_is_to_spare_one_day_at_least_five_at_most(
    days: float, least: float
) -> None:
    assert least_spare_days(days) == pytest.approx(least)


@pytest.mark.parametrize(("finish", "colour"), [("12-24 17:00", "green"), ("12-25 17:00", "amber")])
def test_what_is_due_in_twenty_working_days_needs_two_to_spare(finish: str, colour: str) -> None:
    """28 December is the twentieth working day from 1 December on."""
    one = stands(made(milestone={"due": "2026-12-28"}, finish=finish))["M"]
    assert one.least_spare_days == 2
    assert one.colour == colour


def test_a_date_that_nobody_gave_is_no_green() -> None:
    assert {one.text for one in rag_statuses(made())} == {"no date"}
    assert {one.colour for one in rag_statuses(made())} == {"none"}


@pytest.mark.parametrize(
    ("chance", "colour", "word"),
    [
        (0.49, "red", "likely late"),
        (0.5, "amber", "at risk"),
        (0.84, "amber", "at risk"),
        (0.85, "green", "on time"),
    ],
)
def test_a_chance_counts_instead_of_days_to_spare(chance: float, colour: str, word: str) -> None:
    plan = made(milestone={"due": "2026-12-02"})  # 0 days to spare
    one = stands(plan, forecast_of(plan, chance))["M"]
    assert (one.colour, one.word) == (colour, word)
    assert one.amount == f"on time with {100 * chance:.0f} %"


def test_what_the_plan_has_late_is_late_whatever_the_chance() -> None:
    plan = made(milestone={"due": "2026-12-01"})
    assert stands(plan, forecast_of(plan, 0.99))["M"].text == "1 d late"


def test_a_promise_is_a_date_and_its_confidence_is_what_has_to_be_reached() -> None:
    promise = {"milestone": "M", "by": "2026-12-01", "confidence": 0.6}
    assert stands(made(promises=[promise]))["M"].text == "late: 1 d past its promise"
    plan = made(promises=[{**promise, "by": "2026-12-10"}])
    kept = PromiseForecast(
        policy="dispatch",
        kind="milestone",
        id="M",
        by=dt.date(2026, 12, 10),
        confidence=0.6,
        p_kept=0.58,
        se_kept=0.02,
    )
    base = forecast_of(plan, 0.1)
    rows = tuple(row.model_copy(update={"p_on_time": None}) for row in base.rows)
    for broken, colour in ((False, "green"), (True, "amber")):
        given = (kept.model_copy(update={"broken": broken}),)
        forecast = base.model_copy(update={"promises": given, "rows": rows})
        assert stands(plan, forecast)["M"].colour == colour


@pytest.mark.parametrize(
    ("wait", "colour"),
    [
        ("GPU quota", "amber"),
        ({"what": "GPU quota", "expected": "2026-12-01"}, "green"),
    ],
)
def test_what_waits_for_something_without_a_date_is_at_risk(wait: Any, colour: str) -> None:
    plan = made(milestone={"due": "2026-12-31"}, task={"waits_for": wait})
    assert stands(plan)["M"].colour == colour


@pytest.mark.parametrize(
    ("block", "colour"), [({"by": "Legal", "owner": "Counsel"}, "amber"), (None, "green")]
)
def test_what_needs_work_under_way_that_is_blocked_is_at_risk(block: Any, colour: str) -> None:
    begun = {"state": "in_progress", "started": "2026-12-01", "people": ["ana"], "remaining": "1d"}
    blocked = {} if block is None else {"blocked": block}
    of = scenario(
        now="2026-12-02",
        people=[{"id": "ana"}],
        items=[
            {"id": "A", "effort": "2d", **begun, **blocked},
            {"id": "M", "kind": "milestone", "after": "A", "due": "2026-12-31"},
        ],
    )
    work = solo("A", "ana", "12-01 09:00", FINISH, hours=8).model_copy(
        update={"state": "in_progress"}
    )
    one = stands(plan_of(of, [work, entry("M", FINISH, FINISH)]))["M"]
    assert one.colour == colour
    assert one.awaited == (() if block is None else ("Legal (Counsel)",))


def test_what_was_expected_and_has_not_come_has_no_date_any_more() -> None:
    wait = {"what": "Labels", "owner": "acme", "expected": "2026-12-01"}
    of = made(milestone={"due": "2026-12-31"}, task={"waits_for": wait}, now="2026-12-03")
    assert stands(of)["M"].awaited == ("Labels (acme), was expected Tue 1 Dec 2026",)


def test_a_project_without_a_date_stands_as_its_worst_milestone() -> None:
    for due, text in (("2026-12-01", "late"), ("2026-12-02", "at risk"), ("2026-12-31", "on time")):
        own = stands(made(milestone={"due": due}))["p"]
        assert own.word == text
        assert own.worst is not None and own.worst.line.id == "M"


def test_a_project_on_time_with_a_late_milestone_is_at_risk() -> None:
    plan = made(milestone={"due": "2026-12-01"}, project={"due": "2026-12-31"})
    own = stands(plan)["p"]
    assert (own.colour, own.text) == ("amber", "at risk")
    assert Sentences(plan).words(own).why == "Its milestone Live is 1 d late."


def test_a_project_is_at_risk_where_a_task_with_a_due_date_is_late() -> None:
    plan = made(task={"due": "2026-12-01"}, project={"due": "2026-12-31"})
    assert Sentences(plan).words(stands(plan)["p"]).why == "Its item Train is 1 d late."


def test_a_fixed_date_is_measured_from_what_comes_before() -> None:
    """A ends on 2 December; a fair on the 3rd leaves nothing, one on the 10th five days."""
    of = {"kind": "milestone", "project": "p", "id": "M", "after": "A"}
    for date, at, colour in (
        ("2026-12-03", "12-03 00:00", "amber"),
        ("2026-12-10", "12-10 00:00", "green"),
    ):
        plan = plan_of(
            scenario(
                people=[{"id": "ana"}],
                projects=[{"id": "p"}],
                items=[{"id": "A", "effort": "2d", "project": "p"}, {**of, "date": date}],
            ),
            [solo("A", "ana", "12-01 09:00", FINISH, hours=16), entry("M", at, at)],
        )
        assert stands(plan)["M"].colour == colour


def test_a_milestone_at_its_not_before_is_measured_from_what_comes_before() -> None:
    """A fair on 10 December, written as not before and no later: A has six days to spare."""
    fair = {"not_before": "2026-12-10", "deadline": "2026-12-10"}
    of = scenario(
        people=[{"id": "ana"}],
        items=[
            {"id": "A", "effort": "2d"},
            {"id": "M", "kind": "milestone", "after": "A", **fair},
        ],
    )
    work = solo("A", "ana", "12-01 09:00", FINISH, hours=16)
    one = stands(plan_of(of, [work, entry("M", "12-10 00:00", "12-10 00:00")]))["M"]
    assert (one.colour, one.text) == ("green", "on time: 6 d to spare")


def test_what_is_over_is_done() -> None:
    of = scenario(
        now="2026-12-07",
        people=[{"id": "ana"}],
        projects=[{"id": "p", "due": "2026-12-01"}, {"id": "q", "due": "2026-12-01"}],
        items=[
            {"id": "A", "project": "p", "effort": "2d", "state": "done", "people": ["ana"],
             "started": "2026-12-01", "finished": "2026-12-02"},
            {"id": "B", "project": "q", "effort": "1d", "optional": True},
        ],
    )  # fmt: skip
    plan = plan_of(of, [entry("A", "12-01 09:00", FINISH, state="done"), dropped("B")])
    assert [(one.colour, one.text) for one in rag_statuses(plan)] == [
        ("done", "done: 1 d late"),
        ("none", "nothing planned"),
    ]


def test_the_worst_projects_come_first_with_their_milestones() -> None:
    people = [{"id": "ana"}]
    names = {"g": "2026-12-31", "r": "2026-12-01", "n": None, "a": "2026-12-02"}
    projects = [{"id": name, **({"due": due} if due else {})} for name, due in names.items()]
    items = [{"id": f"{name}1", "project": name, "elapsed": "2d"} for name in names]
    of = scenario(people=people, projects=projects, items=items)
    plan = plan_of(of, [entry(f"{name}1", "12-01 00:00", "12-03 00:00") for name in names])
    order = [one.line.id for one in worst_projects_first(rag_statuses(plan))]
    assert order == ["r", "a", "g", "n"]


def test_without_a_trial_only_facts_are_told() -> None:
    plan = made(milestone={"due": "2026-12-01"})
    words = Sentences(plan).words(stands(plan)["M"])
    assert words.why == ("The last work before it is A Train (Ana Souza), until Wed 2 Dec 2026.")
    assert words.doing == "Next: A Train (Ana Souza), from Tue 1 Dec 2026."
    assert Sentences(plan).words(stands(made())["M"]).why == ""


def test_with_trials_the_cause_and_what_helps_are_told() -> None:
    plan = made(milestone={"due": "2026-12-01"})
    target = AnswerTarget(kind="milestone", id="M")
    answers = PlanAnswers(
        causes=(ShownCause(target=target, kind="away", text="Bo is away until 8 Dec", days=3),),
        levers=(ShownLever(target=target, kind="person", text="one more like Ana", days=1.5),),
    )
    words = Sentences(plan, answers=answers).words(stands(plan)["M"])
    assert words.why == "Bo is away until 8 Dec (3 d earlier without that)."
    assert words.doing == "Would help: one more like Ana (1.5 d earlier)."


def test_with_a_forecast_it_is_told_what_moves_the_date() -> None:
    plan = made(milestone={"due": "2026-12-10"})
    driver = Driver(
        policy="dispatch",
        target_kind="milestone",
        target="M",
        kind="item",
        id="A",
        title="Train",
        share=0.7,
    )
    forecast = forecast_of(plan, 0.7).model_copy(update={"drivers": (driver,)})
    words = Sentences(plan, forecast).words(stands(plan, forecast)["M"])
    assert words.why.startswith("85 % sure, as is wanted, only by ")
    assert words.why.endswith(" 2026; what moves it most: Train (70 %).")
