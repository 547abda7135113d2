"""Work of projects that exceed their budgets goes to people who cost less."""

from __future__ import annotations

from typing import Any

from allocator.domain import Scenario
from allocator.heuristics.candidate import Candidate
from allocator.heuristics.cheaper_people import with_cheaper_people
from allocator.heuristics.construct import Constructor
from allocator.problem.compile import compile_problem


def _problem(budget: Any) -> Any:
    """Eight days of work, for Ana at 100 an hour and for Bo at 50, who is half as quick."""
    data = {
        "name": "cheaper",
        "calendar": {"start": "2026-11-30"},
        "people": [
            {"id": "ana", "skills": {"ml": 2}, "rate": 100},
            {"id": "bo", "skills": {"ml": 1}, "rate": 50},
        ],
        "proficiency": {1: 0.5, 2: 1},
        "projects": [{"id": "P", "budget": budget}],
        "items": [
            {"id": f"I{k}", "project": "P", "needs": {"ml": 1}, "effort": "1d"} for k in range(8)
        ],
    }
    return compile_problem(Scenario.model_validate(data), axis_days=60)


def _first(constructor: Constructor) -> Candidate:
    found = next(constructor.candidates())
    assert found is not None
    return found


def test_as_much_is_exchanged_as_the_budget_needs() -> None:
    for budget in (4000, {"limit": 4000}):
        constructor = Constructor(_problem(budget), seed=0)
        first = _first(constructor)
        assert not constructor.problem.budgets[0].hard or not first.feasible
        found = with_cheaper_people(constructor.decoder, first)
        assert found is not None
        assert found.feasible
        teams = [needs[0][0] for needs in found.solution.people]
        assert sorted(teams).count(0) == 2, "8 x 8 h: 4,000 are 16 h at 100 and 48 h at 50"


def test_a_budget_that_is_kept_changes_nothing() -> None:
    constructor = Constructor(_problem(6400), seed=0)
    assert with_cheaper_people(constructor.decoder, _first(constructor)) is None


def test_others_are_free_to_do_anything_afterwards() -> None:
    constructor = Constructor(_problem(4000), seed=0)
    first = _first(constructor)
    with_cheaper_people(constructor.decoder, first)
    assert _first(constructor).score == first.score
