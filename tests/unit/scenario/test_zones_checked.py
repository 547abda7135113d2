"""What check says of overlaps and handovers: each fault once."""

from __future__ import annotations

import pytest

from allocator.errors import ScenarioError
from allocator.scenario.load import loads

HEAD = """
name: x
calendar: {start: 2026-12-01, timezone: Europe/Berlin}
people: [{id: ana, skills: [a]}, {id: bo, skills: [b]}]
"""


def codes(items: str) -> list[str]:
    try:
        return [one.code for one in loads(HEAD + items).warnings]
    except ScenarioError as error:
        return [one.code for one in error.findings]


def test_an_overlap_that_no_day_has_is_one_error() -> None:
    assert codes("items: [{id: A, needs: [a, b], effort: 3d, overlap: 2d}]") == [
        "overlap-longer-than-day"
    ]


def test_a_handover_to_a_milestone_is_one_error() -> None:
    items = """
items:
- {id: A, needs: a, effort: 1d}
- {id: B, needs: b, effort: 1d}
- {id: M, kind: milestone, after: [{item: A, handover: true}]}
"""
    assert codes(items) == ["handover-of-nobody"]


def test_a_distance_from_greenwich_is_no_zone() -> None:
    """ "GMT+1" was answered with: did you mean "GMT+0"?"""
    for zone in ("GMT+1", "UTC+02:00", "+5:30"):
        with pytest.raises(ScenarioError) as caught:
            loads(HEAD.replace("Europe/Berlin", f'"{zone}"') + "items: [{id: A, elapsed: 1d}]")
        hints = [one.hint for one in caught.value.findings if one.code == "unknown-time-zone"]
        assert hints == [
            "write the zone of a city, as Europe/Berlin, which knows when clocks change"
        ]


def test_an_overlap_where_nobody_works_is_told_so() -> None:
    with pytest.raises(ScenarioError, match="asks for an overlap of 1h, and nobody works on it"):
        loads(HEAD + "items: [{id: A, elapsed: 1d, overlap: 1h}]")
