"""Costs of plans that are not proved to be the best are told as bounds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.domain.answers import DelayCost, ShownRoadblock
from allocator.explain.roadblocks.models import DelayOutcome, Roadblock, RoadblockReport
from allocator.explain.roadblocks.sentences import costs_text, first_sentence
from allocator.exports.roadblock_rows import cost_words


@pytest.mark.parametrize(("at_most", "told"), [(True, "at most 8 h"), (False, "8 h")])
def test_costs_are_told_as_bounds_where_a_longer_search_may_find_less(
    at_most: bool, told: str
) -> None:
    costs: dict[str, Any] = {"breaks": (), "milestones": (), "left_out": (), "change": {}}
    found = Roadblock(
        kind="awaited",
        text="Labels",
        items=("A",),
        needed=dt.datetime(2026, 12, 1, 9),
        day=DelayOutcome(weighted_hours=0, **costs),
        week=DelayOutcome(weighted_hours=8, **costs),
        at_most=at_most,
    )
    text = costs_text(found)
    assert text.startswith(f"A day more: nothing moves. A week more: {told} of lateness.")
    shown = ShownRoadblock(kind="awaited", text="Labels", at_most=at_most)
    assert cost_words(shown, DelayCost(weighted_hours=8)).startswith(told)
    assert cost_words(shown, DelayCost(weighted_hours=0)) == "nothing"


def test_where_nothing_was_tried_no_cost_is_told() -> None:
    untried = Roadblock(
        kind="awaited", text="Labels", items=("A",), needed=dt.datetime(2026, 12, 1, 9)
    )
    told = first_sentence(RoadblockReport(roadblocks=(untried,)))
    assert told == "The time ended before anything was tried; give it more with --time-limit."
