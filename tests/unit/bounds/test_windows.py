"""Work inside windows by hand, and the finishes that it allows, in slots of one day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from allocator.bounds.finish_choice import FinishChoice
from allocator.bounds.params import WindowParams
from allocator.bounds.shared_work import SharedWork
from allocator.bounds.window_load import WindowLoad
from allocator.domain import Scenario
from support.loads import Loads, loads
from support.plans import scenario

DAYS: dict[str, Any] = {"calendar": {"start": "2026-01-05", "slot": "1d"}, "objectives": ["flow"]}


def one_person(*efforts: str, **person: Any) -> Scenario:
    """Return projects of one item each, all for one person."""
    return scenario(
        **DAYS,
        people=[{"id": "ana", **person}],
        projects=[{"id": f"P{k}"} for k in range(len(efforts))],
        items=[
            {"id": f"I{k}", "project": f"P{k}", "effort": effort}
            for k, effort in enumerate(efforts)
        ],
    )


def window_load(found: Loads) -> WindowLoad:
    """Return the work of all terms of the flow in windows."""
    terms = tuple(found.term_works("flow"))
    shared = SharedWork(found.work, found.inequalities, found.finishes, terms)
    return WindowLoad(found.problem, shared, WindowParams())


@pytest.mark.parametrize(
    ("finish", "begin", "end", "inside"),
    [
        (7, 0, 7, 7.0),  # all of it
        (7, 2, 4, 2.0),  # it goes on throughout
        (9, 0, 4, 2.0),  # begun two days later at the latest
        (9, 4, 9, 3.0),  # begun at once
        (9, 3, 5, 2.0),  # it spans the window whether it begins soon or late
        (20, 0, 7, 0.0),  # it can wait
    ],
)
def test_work_inside_a_window(finish: int, begin: int, end: int, inside: float) -> None:
    """Seven days from day 0 on, which must be over by the finish."""
    load = window_load(loads(one_person("7d")))
    found = load.inside(np.array([finish]), begin, np.array([end]))
    assert found == pytest.approx(np.array([[inside]]))


def test_who_is_away_does_nothing_inside_a_window() -> None:
    """Ana is away on days 3 to 5: seven days of work may last from 0 to 10, or from 1 to 11."""
    away = [{"from": "2026-01-08", "to": "2026-01-12"}]
    load = window_load(loads(one_person("7d", time_off=away)))
    inside = load.inside(np.array([12]), 2, np.array([7]))
    assert inside[0, 0] <= 2.0


def test_finishes_of_two_projects_of_one_person() -> None:
    """Five days each: one ends on day 5, the other on day 10."""
    found = loads(one_person("5d", "5d"))
    terms = found.term_works("flow")
    choice = FinishChoice(terms, found.grid(list(range(13))), window_load(found), WindowParams())
    *_, best = choice.bounds(float("inf"), lambda: False)
    assert float(best * found.problem.tier("flow").unit / 8) == pytest.approx(15.0)


def test_a_finish_after_the_last_border_asks_for_nothing() -> None:
    """Nothing ends within three days: each finish costs what the first day after does."""
    found = loads(one_person("5d", "5d"))
    choice = FinishChoice(
        found.term_works("flow"), found.grid([0, 3]), window_load(found), WindowParams()
    )
    *_, best = choice.bounds(float("inf"), lambda: False)
    assert float(best * found.problem.tier("flow").unit / 8) == pytest.approx(10.0)
