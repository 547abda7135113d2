"""Costs of plans that are not proved to be the best are told as bounds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from allocator.domain.answers import DelayCost, ShownRoadblock
from allocator.explain.roadblocks.models import DelayOutcome, Roadblock, RoadblockReport
from allocator.explain.roadblocks.sentences import about, costs_text, first_sentence
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


def test_a_date_that_cannot_be_kept_is_told_in_a_sentence_of_its_own() -> None:
    broken = DelayOutcome(breaks=("the deadline of B (Thu 10 Dec 2026)",), change={})
    away = Roadblock(
        kind="person",
        text="Ana away: nobody else can do B",
        owner="Ana",
        items=("B",),
        needed=dt.datetime(2026, 12, 9, 9),
        week=broken,
    )
    assert first_sentence(RoadblockReport(roadblocks=(away,))) == (
        "See to a stand-in first: if Ana is away for a week, no plan was found that keeps "
        "the deadline of B (Thu 10 Dec 2026)."
    )


def test_a_decision_at_the_beginning_of_a_day_has_no_time() -> None:
    decision = Roadblock(
        kind="decision",
        text="D",
        expected=dt.datetime(2026, 12, 7),
        items=("C",),
        needed=dt.datetime(2026, 12, 7, 9),
    )
    told = "Now expected Mon 7 Dec 2026; needed for C from Mon 7 Dec 2026 on."
    assert about(decision) == told
