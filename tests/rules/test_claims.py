"""Claims: what a plan says about itself is what its dates and people come to."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.checks import claims
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Plan, RelaxedDeadline, Scenario
from support.plans import messages, plan_of, rich, rich_items, when


def _plan(relaxed: tuple[RelaxedDeadline, ...] = (), **changes: Any) -> Plan:
    return plan_of(Scenario.model_validate(rich(**changes)), rich_items().values(), relaxed)


def _messages(plan: Plan) -> list[str]:
    """What claims reports; no other rule may speak up."""
    found = [violation.message for violation in claims.check(CheckedPlan(plan.scenario, plan))]
    assert messages(plan) == [f"claims: {message}" for message in found]
    return found


def _with_item(plan: Plan, item_id: str, **fields: Any) -> Plan:
    items = (i.model_copy(update=fields) if i.id == item_id else i for i in plan.items)
    return plan.model_copy(update={"items": tuple(items)})


def _with_assignment(plan: Plan, item_id: str, **fields: Any) -> Plan:
    (entry,) = (item for item in plan.items if item.id == item_id)
    said = entry.assignments[0].model_copy(update=fields)
    return _with_item(plan, item_id, assignments=(said, *entry.assignments[1:]))


def _with_tier(plan: Plan, number: int, **fields: Any) -> Plan:
    tiers = list(plan.solver.tiers)
    tiers[number] = tiers[number].model_copy(update=fields)
    solver = plan.solver.model_copy(update={"tiers": tuple(tiers)})
    return plan.model_copy(update={"solver": solver})


def _with_project(plan: Plan, **fields: Any) -> Plan:
    project = plan.metrics.projects[0].model_copy(update=fields)
    return _with_metrics(plan, projects=(project,))


def _with_metrics(plan: Plan, **fields: Any) -> Plan:
    return plan.model_copy(update={"metrics": plan.metrics.model_copy(update=fields)})


def _with_ana(plan: Plan, **fields: Any) -> Plan:
    ana = plan.people[0].model_copy(update=fields)
    return plan.model_copy(update={"people": (ana, *plan.people[1:])})


def _with_solver(plan: Plan, **fields: Any) -> Plan:
    return plan.model_copy(update={"solver": plan.solver.model_copy(update=fields)})


# The checker catches a breach made by hand.


def test_true_claims_pass() -> None:
    assert _messages(_plan()) == []


FALSE: list[tuple[Plan, str]] = [
    (
        _with_tier(_plan(), 1, value=30.0, bound=30.0),
        "tier tardiness is 30 by plan; its items come to 36",
    ),
    (
        _with_tier(_plan(), 2, value=181.001, bound=181.001),
        "tier flow is 181.001 by plan; its items come to 181",
    ),
    (_with_tier(_plan(), 0, unit="h"), "tier value is in h by plan; its unit is value"),
    (
        _with_tier(_plan(), 1, bound=40.0, gap=0.111111111),
        "tier tardiness has a bound of 40, above its value of 36; no plan can be better than a "
        "proved bound",
    ),
    (
        _with_tier(_plan(), 1, bound=18.0, gap=0.5),
        "tier tardiness is proved by plan, but its bound 18 lies below its value 36",
    ),
    (
        _with_tier(_plan(), 1, gap=0.25),
        "tier tardiness has a gap of 0.25 by plan; value and bound come to 0",
    ),
    (
        _with_tier(_plan(), 1, proved=False),
        "the plan says that it is optimal, but not all of its tiers are proved",
    ),
    (
        _with_solver(_plan(), tiers=_plan().solver.tiers[:2]),
        "the plan reports the objectives value and tardiness; "
        "the scenario has value, tardiness and flow",
    ),
    (
        _with_item(_plan(), "F", late_days=0.0),
        'F "Model card" has days late 0 by plan; it is 1',
    ),
    (
        _with_item(_plan(), "A", late_days=0.0),
        'A "Data" has days late 0 by plan; it is none',
    ),
    (
        _with_item(_plan(), "F", past_deadline_days=2.0),
        'F "Model card" has days past the deadline 2 by plan; it is 0',
    ),
    (
        _with_item(_plan(), "F", due=when("12-04 00:00").date()),
        'F "Model card" has due date 2026-12-04 by plan; it is 2026-12-02',
    ),
    (
        _with_item(_plan(), "A", deadline=None),
        'A "Data" has deadline none by plan; it is 2027-01-15',
    ),
    (
        _with_item(_plan(), "A", project=None),
        'A "Data" has project none by plan; it is core',
    ),
    (
        _with_assignment(_plan(), "F", effort_hours=3.5),
        'dee has 3.5h of effort on F "Model card" by plan; the need is for 4h',
    ),
    (
        _with_assignment(_plan(), "F", skills=("python",)),
        'dee is on F "Model card" for python by plan; the need is for sql',
    ),
    (
        _with_project(_plan(), finish=when("12-04 17:00")),
        "project core has finish Fri 2026-12-04 17:00 by plan; it is Mon 2026-12-07 15:00",
    ),
    (
        _with_project(_plan(), late_days=0.0),
        "project core has late days 0 by plan; it is 0.75",
    ),
    (
        _with_project(_plan(), start=None),
        "project core has start none by plan; it is Tue 2026-12-01 09:00",
    ),
    (
        _with_metrics(_plan(), projects=()),
        "the dates of project core are missing from the plan's metrics",
    ),
    (
        _with_metrics(_plan(), late_items=0),
        "the plan has late items 0 by plan; it is 1",
    ),
    (
        _with_metrics(_plan(), finish=when("12-07 17:00")),
        "the plan has finish Mon 2026-12-07 17:00 by plan; it is Mon 2026-12-07 15:00",
    ),
    (_with_ana(_plan(), planned_hours=20.0), "ana has planned hours 20 by plan; it is 31.5"),
    (_with_ana(_plan(), items=1), "ana has items 1 by plan; it is 4"),
]


@pytest.mark.parametrize(("plan", "message"), FALSE, ids=[message for _, message in FALSE])
def test_a_false_claim_is_named_with_what_is_true(plan: Plan, message: str) -> None:
    assert _messages(plan) == [message]


def test_the_fingerprint_is_the_scenarios() -> None:
    plan = _plan().model_copy(update={"scenario_sha256": "0" * 64})
    (message,) = _messages(plan)
    assert message.startswith("the plan was made for a scenario with the fingerprint 000000000000")


def test_a_plan_of_another_scenario_says_so() -> None:
    plan, other = _plan(), Scenario.model_validate(rich(name="another"))
    (found,) = claims.check(CheckedPlan(other, plan))
    assert found.message == "the plan holds another scenario than the one it is checked against"


def test_numbers_agree_up_to_their_printing() -> None:
    """A value printed with 15 digits is not another one."""
    plan = _with_tier(_plan(), 2, value=181.00000000001, bound=181.0)
    assert _messages(plan) == []


def _relaxed(**fields: Any) -> RelaxedDeadline:
    """The breach of a deadline of project core on 2026-12-04, which M ends 6 hours late."""
    given: dict[str, Any] = {
        "kind": "project",
        "id": "core",
        "deadline": when("12-04 00:00").date(),
        "finish": when("12-07 15:00"),
        "late_days": 0.75,
    }
    return RelaxedDeadline.model_validate({**given, **fields})


def _with_deadline(day: str, *relaxed: RelaxedDeadline) -> list[str]:
    """All violations that are not relaxed, with that deadline of project core."""
    from allocator.checks.run import check

    plan = _plan(relaxed, projects=[{**rich()["projects"][0], "deadline": day}])
    return [found.message for found in check(plan.scenario, plan) if not found.relaxed]


def test_declared_breaches_of_deadlines_are_what_they_say() -> None:
    assert _with_deadline("2026-12-04", _relaxed()) == []
    head = "the plan says that it breaks the deadline"
    assert _with_deadline("2026-12-07", _relaxed(deadline="2026-12-07")) == [
        f"{head} 2026-12-07 of project core, but that is kept: "
        "the last finish is Mon 2026-12-07 15:00"
    ]
    assert _with_deadline("2026-12-04", _relaxed(finish="2026-12-08T15:00")) == [
        f"{head} 2026-12-04 of project core with Tue 2026-12-08 15:00; "
        "the last finish is Mon 2026-12-07 15:00"
    ]
    assert _with_deadline("2026-12-04", _relaxed(late_days=0.5)) == [
        f"{head} 2026-12-04 of project core by 0.5 working days; it is 0.75"
    ]
    assert _with_deadline("2026-12-04", _relaxed(deadline="2026-12-03")) == [
        f"{head} 2026-12-03 of project core; it is 2026-12-04"
    ]
    assert _with_deadline("2026-12-04", _relaxed(), _relaxed(kind="calendar", id=None)) == [
        f"{head} 2026-12-04 of the end of the calendar, but nothing planned has such a deadline"
    ]


def test_sums_are_not_looked_at_where_the_plan_is_incomplete() -> None:
    """They cannot be right then; the missing item is the news."""
    plan = _plan()
    fewer = plan.model_copy(update={"items": tuple(i for i in plan.items if i.id != "F")})
    assert claims.check(CheckedPlan(fewer.scenario, fewer)) == []
