"""What can happen on the way, with figures worked out by hand: five people, ticks for slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from allocator.forecasting.simulation.arrays import DrawBlock, Futures, SimulationModel
from allocator.forecasting.simulation.building import calendars_of, nothing_drawn
from allocator.forecasting.simulation.dispatch import dispatch
from support.made_models import MadeEntry, MadeNeed, MadeTeam, model_of

TEAM = MadeTeam(5)
FS = (1, 0, -1)
FF = (1, 1, -1)


def _alone(person: int, units: float, **kwargs: Any) -> MadeEntry:
    return MadeEntry([MadeNeed([person], units)], **kwargs)


def _run(
    entries: Sequence[MadeEntry],
    links: Sequence[tuple[int, int, int, int, int]] = (),
    team: MadeTeam = TEAM,
    **rows: Any,
) -> Futures:
    model = model_of(entries, team, links)
    return dispatch(model, _block(model, **rows))


def _block(model: SimulationModel, **rows: Any) -> DrawBlock:
    """Return one future; rows are given by entry, as ``releases={2: 7}``."""
    block = nothing_drawn(model, 1)
    for name, row in (
        ("releases", "release_row"),
        ("delays", "delay_row"),
        ("skips", "skip_row"),
        ("fails", "fail_row"),
    ):
        if name in rows:
            given = rows.pop(name)
            numbers = np.full(model.count, -1, dtype=np.int32)
            numbers[list(given)] = range(len(given))
            values = np.array([list(given.values())], dtype=getattr(block, name).dtype).T
            block = replace(block, **{row: numbers, name: values})
    return replace(block, **rows)


def _starts(made: Futures) -> list[int]:
    return [int(each) for each in made.start[0]]


def test_a_late_delivery_holds_the_start() -> None:
    made = _run([_alone(0, 3), _alone(0, 2)], releases={0: 7})
    assert _starts(made) == [7, 0]


def test_a_delay_counts_from_what_links_allow() -> None:
    made = _run([_alone(0, 3), _alone(1, 2)], [(0, 1, *FS)], delays={1: 4})
    assert _starts(made) == [0, 7]
    assert made.reason[0].tolist() == [-1, 0]


def test_a_delay_counts_slots_of_the_team() -> None:
    """The team works in every other slot: four slots of it after slot 3 end at boundary 11."""
    slots = np.arange(40)
    calendars = calendars_of(
        [np.ones(40, dtype=np.int64)], np.zeros(5, dtype=np.int32), slots % 2 == 0, slots * 60
    )
    team = replace(TEAM, calendars=calendars)
    made = _run([_alone(0, 3), _alone(1, 2)], [(0, 1, *FS)], team, delays={1: 4})
    assert _starts(made) == [0, 11]


def test_what_is_skipped_is_over_at_once_and_takes_nobody() -> None:
    """The try after a good one: what waits for it counts from the one before."""
    entries = [_alone(0, 3), _alone(0, 5), _alone(0, 2)]
    links = [(0, 1, *FS), (0, 2, *FS), (1, 2, *FS)]
    made = _run(entries, links, skips={1: True})
    assert _starts(made) == [0, 3, 3]
    assert made.held[0].tolist() == [3, 3, 5] and made.who[0].tolist() == [0, -1, 0]
    made = _run(entries, links, skips={1: False})
    assert _starts(made) == [0, 3, 8]


def test_what_is_skipped_holds_nobody() -> None:
    """Who waits for tries waits for the first one, too, and not for what a fallback waits for."""
    entries = [_alone(0, 3), *(_alone(0, 5) for _ in range(3)), _alone(1, 2)]
    links = [(k, 4, *FS) for k in range(4)] + [(k, k + 1, *FS) for k in range(3)]
    skips = dict.fromkeys((1, 2, 3), True)
    assert _starts(_run(entries, links, skips=skips))[4] == 3
    assert _starts(_run(entries, links, skips=skips, releases={3: 9}))[3:] == [9, 3]
    assert _starts(_run(entries, links, skips={1: True, 2: True}, releases={3: 9}))[3:] == [9, 14]


def test_a_failed_attempt_gives_up_what_has_not_begun() -> None:
    """Entry 1 has begun and goes on, entry 2 is given up, and 3 waits for it no longer."""
    entries = [_alone(0, 4, drops=[1, 2]), _alone(1, 6), _alone(0, 9), _alone(2, 1)]
    links = [(2, 3, *FS)]
    made = _run(entries, links, fails={0: True})
    assert _starts(made) == [0, 0, -1, 4] and made.dropped[0].tolist() == [0, 0, 1, 0]
    assert made.who[0].tolist() == [0, 1, -1, 2] and made.held[0].tolist() == [4, 6, -1, 5]
    made = _run(entries, links, fails={0: False})
    assert _starts(made) == [0, 0, 4, 13] and not made.dropped.any()


def test_what_could_begin_as_it_fails_is_given_up() -> None:
    made = _run([_alone(0, 4, drops=[1]), _alone(1, 6)], [(0, 1, *FS)], fails={0: True})
    assert _starts(made) == [0, -1]


def test_an_attempt_that_is_given_up_fails_nothing() -> None:
    """What would fail, had it been tried, drops nothing."""
    entries = [_alone(0, 4, drops=[1]), _alone(0, 2, drops=[2]), _alone(1, 3, release=9)]
    assert _starts(_run(entries, fails={0: True, 1: True})) == [0, -1, 9]


def test_an_end_that_waits_for_what_is_given_up_waits_no_longer() -> None:
    """Entry 2's end is held by 1 (FF), which begins after slot 20 and is given up at 8."""
    entries = [_alone(0, 8, drops=[1]), _alone(1, 2, release=20), _alone(2, 3)]
    links = [(1, 2, *FF)]
    made = _run(entries, links, fails={0: True})
    assert _starts(made) == [0, -1, 8] and made.held[0, 2] == 11


def test_people_factors_touch_no_certain_need() -> None:
    needs = [MadeNeed([0], 4, certain=True)], [MadeNeed([0], 4)]
    factors = np.full((5, 1), 2.0)
    made = _run([MadeEntry(each) for each in needs], factors=factors)
    assert made.held[0].tolist() == [4, 12]


def test_each_need_has_a_ratio_of_its_own() -> None:
    entry = MadeEntry([MadeNeed([0], 4), MadeNeed([1], 4)])
    made = _run([entry, _alone(0, 1), _alone(1, 1)], ratios=np.array([[2.0], [0.5], [1.0], [1.0]]))
    assert made.end[0].tolist() == [8, 9, 3]


def test_links_of_what_is_past_hold_the_end() -> None:
    made = _run([_alone(0, 3, end_floor=9), _alone(0, 1)])
    assert made.held[0].tolist() == [9, 10]


def test_work_in_progress_apart_begins_before_all_are_at_work() -> None:
    """Person 1 works from slot 6 on: together they begin then, apart at once."""
    units = [np.ones(40, dtype=np.int64), (np.arange(40) >= 6).astype(np.int64)]
    calendars = calendars_of(
        units, np.array([0, 1, 0, 0, 0], dtype=np.int32), np.ones(40, dtype=np.bool_),
        np.arange(40) * 60,
    )  # fmt: skip
    team = replace(TEAM, calendars=calendars)
    needs = [MadeNeed([0], 2), MadeNeed([1], 3)]
    made = _run([MadeEntry(needs, apart=True), _alone(0, 1)], team=team)
    assert _starts(made) == [0, 2] and made.held[0].tolist() == [9, 3]
    made = _run([MadeEntry(needs), _alone(0, 1)], team=team)
    assert _starts(made) == [6, 0] and made.held[0].tolist() == [9, 1]


def test_nobody_overruns_into_what_is_reserved_of_them() -> None:
    """By the estimate: what takes longer than that delays what is frozen."""
    frozen = _alone(0, 2, release=5)
    team = replace(TEAM, reserved=[[5], [], [], [], []])
    made = _run([frozen, _alone(0, 6), _alone(0, 5)], team=team)
    assert _starts(made) == [5, 7, 0]


def test_a_team_does_not_starve() -> None:
    """Without reservations each of the two always finds something to do alone."""
    together = MadeEntry([MadeNeed([0], 2), MadeNeed([1], 2)], release=1)
    singles = [_alone(k % 2, 5 if k > 1 else 3 + 2 * k) for k in range(8)]
    made = _run([together, *singles])
    assert _starts(made)[:3] == [5, 0, 0], "person 0 is held back from 3 to 5"


def test_who_waits_for_a_team_does_what_ends_before() -> None:
    together = MadeEntry([MadeNeed([0], 2), MadeNeed([1], 2)], release=1)
    made = _run([together, _alone(0, 3), _alone(1, 9), _alone(0, 7), _alone(0, 5), _alone(0, 1)])
    assert _starts(made) == [9, 0, 0, 11, 3, 8]


def test_nobody_is_on_more_items_than_they_may() -> None:
    """Each of three takes a quarter of the time: the third waits for the first that is done."""
    team = replace(TEAM, whole=4, max_items=2)
    made = _run([_alone(0, units) for units in (3, 5, 2)], (), team)
    assert _starts(made) == [0, 0, 3]


def test_what_is_taken_over_from_elsewhere_waits_for_a_morning() -> None:
    """The first is done at 5; the mornings of the second are 0, 4 and 8."""
    slots = np.arange(40)
    calendars = calendars_of(
        [np.ones(40, dtype=np.int64)], np.zeros(5, dtype=np.int32), slots >= 0, slots * 60
    )
    team = replace(TEAM, calendars=calendars)
    made = _run([_alone(0, 5), _alone(1, 2, begins=[0, 4, 8])], [(0, 1, *FS)], team)
    assert _starts(made) == [0, 8]


def test_what_leaves_room_for_what_is_reserved_goes_on_beside_it() -> None:
    team = replace(TEAM, whole=2, reserved=[[2], [], [], [], []], reserved_share=1)
    made = _run([_alone(0, 2, release=2), _alone(0, 5), _alone(0, 5)], (), team)
    assert _starts(made) == [2, 0, 4]
