"""Decoding in turn: who waits for whom, where it is given up, and what it is good for."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.heuristics.kernel.decode import ABOVE_LIMIT, BUILT, NO_PLACE
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.in_turn import decode_in_turn
from allocator.heuristics.kernel.no_delay import decode_without_delay
from allocator.heuristics.kernel.project_orders import ProjectOrders
from allocator.problem.compile import compile_problem

NO_LIMIT = 1 << 40
ANA = {"id": "ana", "skills": ["ml"]}
BO = {"id": "bo", "skills": ["ml"], "capacity": 0.25}


def decoder_of(people: list[Any], items: list[Any], days: int = 28, **more: Any) -> Decoder:
    data = {"name": "n", "calendar": {"start": "2026-12-07", "slot": "4h"}, **more}
    scenario = Scenario.model_validate({**data, "people": people, "items": items})
    return Decoder(compile_problem(scenario, axis_days=days))


def built(decoder: Decoder, priority: list[int], tier: int = 1, limit: int = NO_LIMIT) -> int:
    return int(decode_in_turn(*decoder.kernel_arrays, priority, tier, limit))


def item(name: str, effort: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "needs": "ml", "effort": effort, **more}


def test_work_waits_for_who_is_done_sooner() -> None:
    """Bo works a quarter of the time: for two days of work he takes eight, and is not asked."""
    decoder = decoder_of([ANA, BO], [item("A", "1d"), item("B", "2d")])
    assert built(decoder, [0, 1]) == BUILT
    assert decoder.solution().starts == (0, 2)
    assert decoder.solution().people == (((0,),), ((0,),))
    assert int(decode_without_delay(*decoder.kernel_arrays, [0, 1], 1, NO_LIMIT)) == BUILT
    assert decoder.solution().starts == (0, 0)


def test_a_gap_is_filled_by_what_comes_later_in_turn() -> None:
    late = item("A", "1d", not_before="2026-12-08")
    decoder = decoder_of([ANA], [late, item("B", "1d")])
    assert built(decoder, [0, 1]) == BUILT
    assert decoder.solution().starts == (2, 0)


@pytest.mark.parametrize(("less", "outcome"), [(0, BUILT), (1, ABOVE_LIMIT)])
def test_it_is_given_up_above_the_limit_alone(less: int, outcome: int) -> None:
    work = [item("A", "1d", project="P"), item("B", "1d", project="P", after="A")]
    projects = [{"id": "P", "due": "2026-12-07"}]
    decoder = decoder_of([ANA], work, projects=projects, objectives=["tardiness"])
    assert built(decoder, [0, 1]) == BUILT
    late = decoder.score()[1]
    assert late > 0
    assert built(decoder, [0, 1], limit=late - less) == outcome


def test_what_does_not_fit_on_the_axis_has_no_place() -> None:
    assert built(decoder_of([ANA], [item("A", "30d")], days=21), [0]) == NO_PLACE


def test_orders_of_projects_are_better_where_they_may_wait() -> None:
    """Begun at once by Bo, the second project would be six days later than after the first."""
    work = [item("A", "1d", project="P"), item("B", "2d", project="Q")]
    projects = [{"id": one, "due": "2026-12-07"} for one in "PQ"]
    decoder = decoder_of([ANA, BO], work, projects=projects, objectives=["tardiness"])
    assert built(decoder, [0, 1]) == BUILT
    waiting, solution = decoder.score()[1], decoder.solution()
    at_once, in_turn = (ProjectOrders(decoder.problem, 0, in_turn=way) for way in (False, True))
    assert at_once.start(solution, 1) and in_turn.start(solution, 1)
    assert in_turn.score[1] == waiting < at_once.score[1]
