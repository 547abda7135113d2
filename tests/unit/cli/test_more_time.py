"""Whether more time helps is said from the course of the search, and only where it is known."""

from __future__ import annotations

import pytest

from allocator.cli.more_time import more_time_document, more_time_text
from allocator.domain import Course, LateGain, Plan
from allocator.planner import SolveOptions, solve
from allocator.planner.clock import Clock
from allocator.planner.course import course_of
from allocator.planner.first_plan import first_plan
from allocator.planner.incumbent import Incumbent
from allocator.planner.progress import Throttle
from allocator.problem.evaluation import Evaluator
from support import plans


def plan(stop_reason: str = "time_limit", **tier: object) -> Plan:
    of = plans.scenario(
        people=[{"id": "a", "skills": {"x": 1}}],
        items=[{"id": "A", "needs": "x", "effort": "1d"}],
        objectives=["makespan"],
    )
    made = plans.plan_of(of, [plans.solo("A", "a", "12-01 09:00", "12-01 17:00", hours=8)])
    (only,) = made.solver.tiers
    tiers = (only.model_copy(update={"proved": False, "bound": 0.0, **tier}),)
    report = made.solver.model_copy(update={"tiers": tiers, "stop_reason": stop_reason})
    return made.model_copy(update={"solver": report})


def course(improved: float, searched: float = 60.0) -> Course:
    return Course(searched_seconds=searched, improved_seconds=improved)


def test_an_improvement_in_the_last_third_says_that_more_time_is_likely_to_help() -> None:
    assert more_time_text(plan(), course(51)) == (
        "Still improving when the time ended: the last better plan came after 51 of 60 s. "
        "More time is likely to help: --time-limit 120s."
    )
    told = more_time_text(plan("interrupted"), course(51))
    assert told.startswith("Still improving when it was interrupted: ")


def gained(fraction: float, tier: str = "makespan") -> Course:
    late = LateGain(tier=tier, fraction=fraction)
    return Course(searched_seconds=60.0, improved_seconds=51.0, late_gain=late)


def test_what_was_gained_of_late_says_how_much_to_hope_for() -> None:
    assert more_time_text(plan(), gained(0.124)) == (
        "Still improving when the time ended: the last better plan came after 51 of 60 s, and "
        "makespan fell by 12.4 % in the last third of the search. "
        "More time is likely to help: --time-limit 120s."
    )
    assert more_time_text(plan(), gained(0.004, "value")) == (
        "Still improving a little when the time ended: the last better plan came after 51 of 60 s, "
        "and the value of what is left out fell by 0.4 % in the last third of the search. "
        "More time may help a little: --time-limit 120s."
    )
    gain = more_time_document(plan(), gained(0.124))["late_gain"]
    assert gain == {"tier": "makespan", "fraction": 0.124}


def test_the_late_gain_is_that_of_the_first_tier_that_differs() -> None:
    """Scores are deadlines, tardiness, flow; the search has just begun, so all came of late."""
    first = first_plan(plan().scenario, Clock(60.0, None), 0)
    clock = Clock(60.0, None)
    incumbent = Incumbent(Evaluator(first.problem), first.candidate, clock, Throttle(None))
    incumbent.scores = [(-1.0, (0, 200, 80)), (1e-9, (0, 200, 70)), (1e9, (0, 150, 90))]
    late = course_of(incumbent, clock, ("tardiness", "flow")).late_gain
    assert late == LateGain(tier="tardiness", fraction=0.25)
    incumbent.scores = incumbent.scores[1:]
    incumbent.scores[0] = (1e9, (0, 200, 70))
    assert course_of(incumbent, clock, ("tardiness", "flow")).late_gain is None


def test_of_a_search_that_found_nothing_better_for_long_nothing_is_promised() -> None:
    assert more_time_text(plan(), course(4.04)) == (
        "No better plan came in the last third of the search, the last one after 4 of 60 s: "
        "more time may not help."
    )


@pytest.mark.parametrize(("improved", "improving"), [(39.9, False), (40.0, True), (60.0, True)])
def test_the_border_is_two_thirds(improved: float, improving: bool) -> None:
    assert course(improved).improving is improving


@pytest.mark.parametrize(
    "made",
    [
        plan("proved", proved=True),
        plan(proved=True),
        plan(goal=100.0),  # good enough, though not proved
        plan("work_limit"),
    ],
)
def test_nothing_is_said_where_nothing_is_open_or_time_says_nothing(made: Plan) -> None:
    assert more_time_text(made, course(59)) == ""
    assert more_time_text(plan(), None) == ""
    assert more_time_document(plan(), None)["still_improving"] is None


def test_two_searches_one_after_the_other() -> None:
    """What the second one begins with is no improvement."""
    first = course(5, 30)
    assert first.then(course(1, 20), first=1.0).improved_seconds == 5
    both = first.then(course(18, 20), first=1.0)
    assert (both.searched_seconds, both.improved_seconds) == (50, 48)
    assert both.improving


def test_a_search_tells_its_course_but_not_a_reproducible_one() -> None:
    of = plan().scenario
    found = solve(of, SolveOptions(time_limit=5, workers=1)).course
    assert found is not None
    assert 0 < found.improved_seconds <= found.searched_seconds
    again = solve(of, SolveOptions(time_limit=1, workers=1, reproducible=True))
    assert again.course is None
