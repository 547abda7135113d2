"""Orders of projects as an operator: ways to decode take turns, the better one goes on."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from allocator.planner.operators import TimeSlice, projects
from allocator.planner.operators.protocol import Target

AT_ONCE, IN_TURN = False, True


def turns_of(
    monkeypatch: pytest.MonkeyPatch,
    scores: dict[bool, int],
    *,
    turns: int = 7,
    race: int = 2,
    certain: bool = False,
) -> tuple[list[bool], bool]:
    """Return by which way each turn searched, and whether there is another one to come.

    Parameters
    ----------
    scores
        By way to decode, what its orders come to; where one is missing, nothing has a place.
    race
        Turns of each until one has all.
    certain
        Whether all work takes equally long whoever does it.
    """
    searched: list[bool] = []

    class Orders:
        def __init__(self, *_: Any, in_turn: bool) -> None:
            self.in_turn = in_turn
            self.score = (0, scores.get(in_turn, 0))

        def start(self, *_: Any) -> bool:
            return self.in_turn in scores

        def run(self, *_: Any, **__: Any) -> int:
            searched.append(self.in_turn)
            return 0

    monkeypatch.setattr(projects, "ProjectOrders", Orders)
    monkeypatch.setattr(projects, "are_certain", lambda _: certain)
    monkeypatch.setattr(projects, "take_turn", lambda _name, search, *_: search.run())
    around = SimpleNamespace(
        problem=SimpleNamespace(
            activities=[SimpleNamespace(group=name) for name in "PQ"], tier_names=("tardiness",)
        ),
        seed=0,
        decoder=None,
        params=SimpleNamespace(heuristics=None, operators=SimpleNamespace(project_race_turns=race)),
        best=SimpleNamespace(solution=None, score=(0, 0)),
        has_kernel=True,
    )
    operator = projects.ProjectKeys(around)  # type: ignore[arg-type]
    target = Target(tier="tardiness", focus=1, kept=())
    time_slice = TimeSlice(target=target, seconds=1.0, end=time.monotonic() + 1.0)
    for _ in range(turns):
        if operator.can_run(time_slice):
            operator.run(time_slice)
    return searched, operator.can_run(time_slice)


@pytest.mark.parametrize(
    ("scores", "better"), [((5, 3), IN_TURN), ((3, 5), AT_ONCE), ((3, 3), AT_ONCE)]
)
def test_after_the_race_all_turns_are_for_the_better_way(
    scores: tuple[int, int], better: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_way = dict(zip((AT_ONCE, IN_TURN), scores, strict=True))
    searched, more = turns_of(monkeypatch, by_way)
    assert searched == [AT_ONCE, IN_TURN, AT_ONCE, IN_TURN, better, better, better] and more


def test_a_way_that_has_no_place_for_something_has_no_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert turns_of(monkeypatch, {IN_TURN: 3}) == ([IN_TURN] * 7, True)
    assert turns_of(monkeypatch, {}) == ([], False)


def test_where_nobody_is_worth_waiting_for_no_time_goes_into_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert turns_of(monkeypatch, {AT_ONCE: 5, IN_TURN: 3}, certain=True) == ([AT_ONCE] * 7, True)
