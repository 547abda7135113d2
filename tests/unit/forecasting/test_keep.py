"""The policy ``keep`` on plans made by hand, with figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from allocator.forecasting.possible_work import possible_work
from allocator.forecasting.simulation.arrays import DrawBlock, SimulationModel
from allocator.forecasting.simulation.building import nothing_drawn
from allocator.forecasting.simulation.compile import compile_model, forecast_problem
from allocator.forecasting.simulation.dispatch import dispatch
from allocator.forecasting.simulation.keep import as_planned, keep
from support.plans import entry, plan_of, scenario, solo


def _model(
    items: list[dict[str, Any]], *entries: Any, **fields: Any
) -> tuple[SimulationModel, dict[str, int]]:
    """Compile a plan of two people in slots of an hour, eight of them a day."""
    of = scenario(people=[{"id": "ana"}, {"id": "bob"}], items=items, **fields)
    plan = plan_of(of, entries)
    possible = possible_work(of, plan)
    problem = forecast_problem(possible, plan)
    return compile_model(problem, possible, plan), {a.id: a.index for a in problem.activities}


TWO = (
    [{"id": "A", "effort": "4h"}, {"id": "B", "effort": "4h"}, {"id": "C", "effort": "2h"}],
    solo("A", "ana", "12-01 09:00", "12-01 13:00", hours=4),
    solo("B", "ana", "12-01 13:00", "12-01 17:00", hours=4),
    solo("C", "bob", "12-01 15:00", "12-01 17:00", hours=2),
)


def _with(block: DrawBlock, **changes: Any) -> DrawBlock:
    return replace(block, **changes)


def test_the_order_of_a_person_is_kept_when_work_takes_longer() -> None:
    """A takes 6 hours in place of 4, so that B goes from hour 6 to 10: to 11:00 the next day."""
    model, number = _model(*TWO)
    block = nothing_drawn(model, 1)
    block.ratios[model.entries.need_ptr[number["A"]]] = 1.5
    futures = keep(model, block)
    assert futures.start[0].tolist() == [0, 6, 6]
    assert futures.end[0].tolist() == [6, 10, 8]
    assert futures.reason[0].tolist() == [-1, number["A"], -1]


@pytest.mark.parametrize("policy", [keep, dispatch])
def test_a_risk_adds_to_certain_work_and_its_person_does_not(policy: Any) -> None:
    """A is certain, but a risk makes 6 hours of 4; ana, who takes twice as long, adds nothing."""
    certain = {"low": "4h", "likely": "4h", "high": "4h"}
    model, number = _model([{"id": "A", "effort": certain}, *TWO[0][1:]], *TWO[1:])
    block = nothing_drawn(model, 1)
    block.factors[0] = 2.0
    block.ratios[model.entries.need_ptr[number["A"]]] = 1.5
    futures = policy(model, block)
    done = futures.end[0, number["A"]] - futures.start[0, number["A"]]
    assert done == 6


def test_what_the_plan_leaves_idle_stays_idle() -> None:
    """Nothing holds C back, and the plan has it at 15:00: no future starts it earlier."""
    model, number = _model(*TWO)
    block = nothing_drawn(model, 1)
    block.ratios[model.entries.need_ptr[number["C"]]] = 0.5
    assert keep(model, block).start[0, number["C"]] == 6
    assert keep(model, as_planned(model)).end[0].tolist() == [4, 8, 8]


def test_absence_interrupts_work_and_puts_off_a_start() -> None:
    """Ana is away in hours 2 and 3: A ends after 6, and B is put off by two hours."""
    model, _ = _model(*TWO)
    away = np.full((1, 2, 1, 2), model.calendars.horizon, dtype=np.int32)
    away[0, 0, 0] = (2, 4)
    futures = keep(model, _with(nothing_drawn(model, 1), away=away))
    assert futures.start[0].tolist() == [0, 6, 6]
    assert futures.end[0].tolist() == [6, 10, 8]


EXPERIMENT = (
    [
        {"id": "X", "effort": "4h", "succeeds": 0.5, "if_fails": {"repeat": 1, "drop": ["Y"]}},
        {"id": "Y", "effort": "4h", "after": "X"},
        {"id": "Z", "effort": "4h", "after": "Y"},
    ],
    solo("X", "ana", "12-01 09:00", "12-01 13:00", hours=4),
    solo("Y", "bob", "12-01 13:00", "12-01 17:00", hours=4),
    solo("Z", "ana", "12-02 09:00", "12-02 13:00", hours=4),
)


def test_a_further_try_is_done_by_the_same_person_before_what_follows() -> None:
    """The second try takes hours 4 to 8 of ana, and Y and Z follow it; skipped it takes nothing."""
    model, number = _model(*EXPERIMENT)
    again = next(k for name, k in number.items() if name not in "XYZ")
    futures = keep(model, nothing_drawn(model, 1))
    assert futures.start[0, again] == 4 and futures.who[0, again] == 0
    assert futures.start[0, number["Y"]] == 8 and futures.start[0, number["Z"]] == 12
    skipped = keep(model, as_planned(model))
    assert skipped.start[0, again] == skipped.held[0, again] == 4
    assert skipped.start[0, number["Y"]] == 4 and skipped.start[0, number["Z"]] == 8


def test_what_a_failure_drops_holds_nobody_up() -> None:
    """The second try fails after 8 hours: Y is given up, and Z starts at once."""
    model, number = _model(*EXPERIMENT)
    again = next(k for name, k in number.items() if name not in "XYZ")
    rows = np.full(model.count, -1, dtype=np.int32)
    rows[again] = 0
    block = _with(nothing_drawn(model, 1), fail_row=rows, fails=np.ones((1, 1), dtype=np.bool_))
    futures = keep(model, block)
    assert futures.dropped[0, number["Y"]] and futures.who[0, number["Y"]] == -1
    assert futures.start[0, number["Z"]] == 8


def test_added_scope_that_holds_an_end_only_is_done_after_what_began_before() -> None:
    """M waits for the scope added to Q in the second sprint, A's end for M with a lead of 2 weeks.

    So ana does A on the first day, as planned, and the added work a week later.
    """
    model, number = _model(
        [
            {"id": "A", "effort": "4h", "after": [{"item": "M", "type": "FF", "lag": "-2w"}]},
            {"id": "W", "effort": "4h", "project": "P"},
            {"id": "V", "effort": "4h", "project": "Q"},
            {"id": "M", "kind": "milestone", "project": "Q", "after": ["V"]},
        ],
        solo("A", "ana", "12-01 09:00", "12-01 13:00", hours=4),
        solo("W", "ana", "12-08 09:00", "12-08 13:00", hours=4),
        solo("V", "ana", "12-08 13:00", "12-08 17:00", hours=4),
        entry("M", "12-08 17:00", "12-08 17:00"),
        projects=[{"id": "P"}, {"id": "Q"}],
        sprints={"length": "1w", "first": "2026-12-01", "count": 4},
        uncertainty={"scope": {"growth": 0.5, "from": "sprint"}},
    )
    added = [k for name, k in number.items() if "added" in name]
    assert len(added) == 2
    for block in (as_planned(model), nothing_drawn(model, 1)):
        futures = keep(model, block)
        assert (futures.start[0, number["A"]], futures.end[0, number["A"]]) == (0, 4)
        assert (futures.start[0, added] > futures.end[0, number["A"]]).all()
