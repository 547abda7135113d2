"""Decoding without delay: who starts what and when, and where it is given up."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.heuristics.kernel.decode import ABOVE_LIMIT, BUILT, NO_PLACE
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.no_delay import decode_without_delay
from allocator.problem.compile import compile_problem

NO_LIMIT = 1 << 40


def decoder_of(people: list[Any], items: list[Any], days: int = 14, **more: Any) -> Decoder:
    data = {"name": "n", "calendar": {"start": "2026-12-07", "slot": "4h"}, **more}
    scenario = Scenario.model_validate({**data, "people": people, "items": items})
    return Decoder(compile_problem(scenario, axis_days=days))


def built(decoder: Decoder, priority: list[int], tier: int = 1, limit: int = NO_LIMIT) -> int:
    return int(decode_without_delay(*decoder.kernel_arrays, priority, tier, limit))


ANA = {"id": "ana", "skills": ["ml"]}
BO = {"id": "bo", "skills": ["ml", "ops"]}


def item(name: str, needs: Any, effort: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "needs": needs, "effort": effort, **more}


@pytest.mark.parametrize(
    ("priority", "starts"), [([0, 1, 2], (0, 2, 3)), ([2, 1, 0], (3, 2, 0)), ([1, 0, 2], (1, 0, 3))]
)
def test_what_goes_first_starts_first(priority: list[int], starts: tuple[int, ...]) -> None:
    work = [item("A", "ml", "1d"), item("B", "ml", "4h"), item("C", "ml", "1d")]
    decoder = decoder_of([ANA], work)
    assert built(decoder, priority) == BUILT
    assert decoder.solution().starts == starts


def test_nobody_waits_for_what_goes_before() -> None:
    """Only Bo knows ops; he does not wait half a day for C, though it goes first."""
    work = [item("A", "ml", "4h"), item("B", "ml", "1d"), item("C", "ops", "4h", after="A")]
    decoder = decoder_of([ANA, BO], work)
    assert built(decoder, [0, 1, -1]) == BUILT
    assert decoder.solution().starts == (0, 0, 2)
    assert decoder.solution().people == (((0,),), ((1,),), ((1,),))


def test_a_team_starts_when_all_of_it_is_free() -> None:
    pair = {"skills": {"ml": 1}, "people": 2}
    decoder = decoder_of([ANA, BO], [item("A", "ops", "1d"), item("B", pair, "4h")])
    assert built(decoder, [0, 1]) == BUILT
    assert decoder.solution().starts == (0, 2)
    assert built(decoder, [1, 0]) == BUILT
    assert decoder.solution().starts == (1, 0)


def test_it_is_given_up_once_the_chain_behind_is_sure_to_be_too_late() -> None:
    work = [item("A", "ml", "1d", project="P"), item("B", "ml", "1d", project="P", after="A")]
    projects = [{"id": "P", "due": "2026-12-07"}]
    decoder = decoder_of([ANA], work, projects=projects, objectives=["tardiness"])
    assert built(decoder, [0, 1]) == BUILT
    late = decoder.score()[1]
    assert late > 0
    assert built(decoder, [0, 1], limit=late) == BUILT
    assert built(decoder, [0, 1], limit=late - 1) == ABOVE_LIMIT
    assert decoder.solution().starts[1] is None, "the chain says so before B is placed"


def test_what_does_not_fit_on_the_axis_has_no_place() -> None:
    assert built(decoder_of([ANA], [item("A", "ml", "30d")], days=21), [0]) == NO_PLACE
