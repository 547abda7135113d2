"""The live line shows elapsed time, and the incumbent of each tier with bound and gap."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from allocator.cli.live import LiveLine, phase_text, tier_text
from allocator.planner import Progress, TierProgress


def tier(**changes: object) -> TierProgress:
    values: dict[str, object] = {
        "name": "tardiness",
        "unit": "h",
        "incumbent": 12.5,
        "bound": 10.0,
        "gap": 0.2,
        "proved": False,
    }
    return TierProgress(**{**values, **changes})  # type: ignore[arg-type]


def line(*tiers: TierProgress) -> LiveLine:
    made = LiveLine(60.0, threading.Event())
    made.update(Progress(elapsed=3.0, phase="tier", tier="flow", engine="CP-SAT", tiers=tiers))
    return made


def test_a_tier_with_bound_and_gap() -> None:
    assert tier_text(tier()) == "tardiness 12.5 h (bound 10, gap 20 %)"


def test_a_tier_that_is_proved() -> None:
    assert tier_text(tier(proved=True)) == "tardiness 12.5 h proved"


def test_a_tier_without_a_bound_yet() -> None:
    assert tier_text(tier(bound=None, gap=None)) == "tardiness 12.5 h"


def test_a_tier_without_a_plan_yet() -> None:
    assert tier_text(tier(incumbent=None)) == "tardiness -"


def test_before_any_news_it_says_what_goes_on() -> None:
    shown = LiveLine(60.0, threading.Event()).text(80).plain
    assert shown == "0 s of 1 min  reading and compiling"


def test_all_tiers_stand_in_one_line_where_they_fit() -> None:
    shown = line(tier(), tier(name="flow")).text(200).plain
    assert shown == (
        "0 s of 1 min  improve flow (CP-SAT)  tardiness 12.5 h (bound 10, gap 20 %)  "
        "flow 12.5 h (bound 10, gap 20 %)"
    )


def test_each_tier_has_its_line_where_they_do_not_fit() -> None:
    shown = line(tier(), tier(name="flow")).text(80).plain.splitlines()
    assert shown[1:] == [
        "  tardiness 12.5 h (bound 10, gap 20 %)",
        "  flow 12.5 h (bound 10, gap 20 %)",
    ]
    assert max(map(len, shown)) < 80


def test_after_an_interrupt_it_says_that_it_stops() -> None:
    stop = threading.Event()
    stop.set()
    assert "stopping, with the best plan so far" in LiveLine(60.0, stop).text(80).plain


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"phase": "first_plan"}, "first plan"),
        ({"phase": "deadlines"}, "meet the deadlines"),
        ({"phase": "tier", "tier": "flow"}, "improve flow"),
    ],
)
def test_each_phase_has_its_words(changes: Any, words: str) -> None:
    assert phase_text(Progress(elapsed=3.0, engine="SGS", tiers=(), **changes)) == words
