"""What is late by the clock alone counts a minute, in the tables that every search reads."""

from __future__ import annotations

from allocator.planner import SolveOptions, solve
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.objective import Term
from support.plans import scenario

ELAPSED = {"id": "A", "elapsed": "4d", "after": [], "due": "2026-12-04"}


def _term(**fields: object) -> tuple[Term, list[int]]:
    """The tardiness term of A, from Monday 30 November on, and its lateness by start slot."""
    of = scenario(
        objectives=["tardiness"],
        calendar={"start": "2026-11-30", "slot": "1d"},
        people=[{"id": "ana", **fields}],
        items=[{**ELAPSED, **({"elapsed": None, "effort": "1d"} if fields else {})}],
    )
    problem = compile_problem(of, axis_days=14)
    (term,) = problem.tier("tardiness").terms
    ((_, source),) = term.finish.sources
    late = Evaluator(problem).reached(source, term).values - term.due
    return term, [max(0, int(ticks)) * problem.tick for ticks in late[:8]]


def test_what_ends_on_saturday_is_late_for_friday() -> None:
    """Four days by the clock from Monday to Friday: done on Friday, Saturday, ... Tuesday."""
    term, late = _term()
    assert term.late is not None
    assert late[:5] == [0, 1, 1, 1, 480]


def test_where_ends_lie_in_working_time_no_table_is_raised() -> None:
    term, late = _term(capacity=1)
    assert term.late is None
    assert late == [0, 0, 0, 0, 0, 0, 480, 960]


def test_who_works_on_saturday_can_be_late_by_the_weekend() -> None:
    term, late = _term(workdays=["fri", "sat"])
    assert term.late is not None
    assert 1 in late


def test_a_start_that_moves_over_the_weekend_is_upheaval() -> None:
    """Ana also works on Sundays; A stood on Sunday, and stands on Monday when she is away."""
    data = {
        "calendar": {"start": "2026-12-04"},
        "now": "2026-12-04",
        "objectives": ["stability"],
        "baseline": [{"item": "A", "start": "2026-12-06T09:00", "people": ["ana"]}],
        "items": [{"id": "A", "effort": "1d", "not_before": "2026-12-06"}],
    }
    week = ["mon", "tue", "wed", "thu", "fri", "sun"]
    stays = scenario(**data, people=[{"id": "ana", "workdays": week}])
    away = scenario(
        **data,
        people=[
            {
                "id": "ana",
                "workdays": week,
                "time_off": [{"from": "2026-12-06", "to": "2026-12-06"}],
            }
        ],
    )
    options = SolveOptions(time_limit=5, workers=1)
    values = [solve(of, options).plan.solver.tiers[0].value for of in (stays, away)]
    assert values[0] == 0
    assert values[1] > 0
