"""The kernel's functions on schedules small enough to work out by hand.

Slots are of four hours, two a day. Ana knows ml, Bo ml and ops.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.breed import NEXT_BAND, cross, keep_child, store
from allocator.heuristics.kernel.chains import blocker, causes, last_predecessor
from allocator.heuristics.kernel.decode import STEPS_PER_SLOT
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.justify import justify
from allocator.heuristics.kernel.place import place, reserve
from allocator.heuristics.kernel.profile import (
    blocked_from,
    blocked_until,
    book,
    clear,
    full_from,
    full_until,
    hold,
)
from allocator.heuristics.kernel.random_numbers import initial_seeds
from allocator.heuristics.kernel.score import less
from allocator.problem.compile import compile_problem
from support.plans import scenario

PEOPLE = [{"id": "ana", "skills": ["ml"]}, {"id": "bo", "skills": ["ml", "ops"]}]
ANA, BO = 0, 1


def decoder_of(items: list[dict[str, Any]], **fields: Any) -> Decoder:
    """Return a decoder of items for Ana and Bo, with nothing booked."""
    data = {"calendar": {"slot": "4h"}, "people": PEOPLE, "objectives": ["makespan"], **fields}
    decoder = Decoder(compile_problem(scenario(items=items, **data), axis_days=14))
    clear(decoder.kernel_arrays[0], decoder.state)
    return decoder


def listed(decoder: Decoder, name: int, size: int) -> list[int]:
    """Return the first entries of a list of the state."""
    first = decoder.state[name]
    return [int(value) for value in decoder.state[first : first + size]]


def steps_of(decoder: Decoder, person: int) -> list[tuple[int, int]]:
    """Return a person's profile: slots from which so many units of them are in use."""
    first = listed(decoder, at.PROFILE_PTR, person + 1)[person]
    count = listed(decoder, at.PROFILE_STEPS, person + 1)[person]
    slots = listed(decoder, at.STEP_SLOT, first + count)[first:]
    return list(zip(slots, listed(decoder, at.STEP_SHARE, first + count)[first:], strict=True))


def person_on(decoder: Decoder, a: int) -> int:
    """Return who does an activity for one person."""
    candidate = listed(decoder, at.WHO, a + 1)[a]
    return int(decoder.flat.list(at.CAND_PERSON, candidate + 1)[candidate])


ITEM = {"id": "A", "needs": "ml", "effort": "1d"}


def test_bookings_that_touch_are_one_step() -> None:
    decoder = decoder_of([ITEM])
    for start, end in ((2, 4), (6, 8), (4, 6)):
        book(decoder.state, ANA, start, end, 5)
    assert steps_of(decoder, ANA) == [(0, 0), (2, 5), (8, 0)]
    book(decoder.state, ANA, 2, 8, -5)
    assert steps_of(decoder, ANA) == [(0, 0)]
    assert steps_of(decoder, BO) == [(0, 0)]


def test_a_person_is_blocked_where_too_much_of_them_is_in_use() -> None:
    decoder = decoder_of([ITEM])
    book(decoder.state, ANA, 2, 4, 5)
    book(decoder.state, ANA, 3, 7, 2)
    blocked = [blocked_until(decoder.state, ANA, 0, 10, most) for most in (0, 4, 6, 7)]
    assert blocked == [3, 3, 4, -1]
    assert [blocked_from(decoder.state, ANA, 0, 10, most) for most in (0, 4, 6, 7)] == [4, 3, 3, -1]
    assert blocked_until(decoder.state, ANA, 7, 10, 0) == -1


def test_resources_have_room_bit_field_by_bit_field() -> None:
    """Of 3 and 1 units, 2 and 1 are held in slots 2 and 3."""
    item = {"id": "A", "elapsed": "1d", "resources": {"gpu": 2, "rig": 1}}
    pools = [{"id": "gpu", "capacity": 3}, {"id": "rig", "capacity": 1}]
    decoder = decoder_of([item], resources=pools)
    amount, bits = (
        int(decoder.flat.list(name, 1)[0]) for name in (at.DEMAND_AMOUNT, at.DEMAND_BITS)
    )
    row = decoder.state[at.WORD_USE]
    assert full_until(decoder.state, row, 0, 6, amount, bits) == -1
    hold(decoder.state, row, 2, 4, amount)
    assert full_until(decoder.state, row, 0, 6, amount, bits) == 4
    assert full_from(decoder.state, row, 0, 6, amount, bits) == 2
    assert full_from(decoder.state, row, 4, 6, amount, bits) == -1


def test_an_activity_goes_to_whom_fewer_others_count_on() -> None:
    """Bo alone can do ops, so that ml goes to Ana, and to Bo where Ana is not free."""
    decoder = decoder_of([ITEM, {"id": "B", "needs": "ops", "effort": "1d"}])
    flat, tables, _, _ = decoder.kernel_arrays
    assert place(flat, tables, decoder.state, 0) == 0
    assert person_on(decoder, 0) == ANA
    book(decoder.state, ANA, 0, 1, flat[at.WHOLE])
    assert place(flat, tables, decoder.state, 0) == 0
    assert person_on(decoder, 0) == BO
    book(decoder.state, BO, 0, 3, flat[at.WHOLE])
    assert place(flat, tables, decoder.state, 0) == 1  # Ana is free again before Bo
    assert person_on(decoder, 0) == ANA


def test_a_locked_activity_waits_for_its_person() -> None:
    decoder = decoder_of([ITEM])
    flat, tables, _, _ = decoder.kernel_arrays
    decoder.lock([[BO]], 0)
    book(decoder.state, BO, 0, 5, flat[at.WHOLE])
    assert place(flat, tables, decoder.state, 0) == 5
    assert person_on(decoder, 0) == BO


def test_a_team_starts_when_everybody_is_free_and_nobody_counts_twice() -> None:
    """Ana cannot do ops, so that she takes ml whoever is preferred for it."""
    needs = [{"skills": "ml", "effort": "1d"}, {"skills": "ops", "effort": "4h"}]
    decoder = decoder_of([{"id": "A", "needs": needs}])
    flat, tables, _, _ = decoder.kernel_arrays
    book(decoder.state, BO, 0, 2, flat[at.WHOLE])
    assert place(flat, tables, decoder.state, 0) == 2
    assert decoder.state[decoder.state[at.END]] == 4
    reserve(flat, tables, decoder.state, 0, 2, 1)
    assert steps_of(decoder, ANA) == [(0, 0), (2, flat[at.WHOLE]), (4, 0)]
    assert steps_of(decoder, BO) == [(0, flat[at.WHOLE]), (3, 0)]


def test_an_activity_starts_after_what_it_waits_for() -> None:
    decoder = decoder_of([ITEM, {"id": "B", "needs": "ml", "effort": "4h", "after": "A"}])
    flat, tables, _, _ = decoder.kernel_arrays
    place(flat, tables, decoder.state, 0)
    reserve(flat, tables, decoder.state, 0, 0, 1)
    assert place(flat, tables, decoder.state, 1) == 2


CHAIN = [
    {"id": "A", "needs": "ml", "effort": "1d"},
    {"id": "B", "needs": "ml", "effort": "1d", "after": "A"},
    {"id": "C", "needs": "ops", "effort": "4h"},
]


def decoded(decoder: Decoder, priority: list[int]) -> list[int]:
    """Decode priorities and return the starts."""
    assert decoder.decode(np.array(priority, dtype=np.int64))
    return listed(decoder, at.START, len(priority))


def test_the_backward_pass_moves_what_has_room_to_the_end() -> None:
    """The chain of A and B takes all four slots; C can begin in the last one."""
    decoder = decoder_of(CHAIN)
    flat, tables, _, _ = decoder.kernel_arrays
    assert decoded(decoder, [0, 1, 2]) == [0, 2, 0]
    priority = [0, 0, 0]
    assert justify(flat, tables, decoder.state, priority, flat[at.MAKESPAN_TIER])
    assert priority == [0, 2 * STEPS_PER_SLOT, 3 * STEPS_PER_SLOT]


def test_justification_closes_a_gap() -> None:
    """Bo does C first, so that D, which needs ops after A, is late; by latest starts A is first."""
    items = [
        {"id": "A", "needs": "ops", "effort": "1d"},
        {"id": "C", "needs": "ops", "effort": "1d"},
        {"id": "D", "needs": "ml", "effort": "2d", "after": "A"},
    ]
    decoder = decoder_of(items)
    assert decoded(decoder, [1, 0, 2]) == [2, 0, 4]
    assert decoder.justify(int(decoder.flat.number(at.MAKESPAN_TIER)))
    assert listed(decoder, at.START, 3) == [0, 2, 2]


def test_the_score_is_deadlines_then_tiers() -> None:
    """Four slots of four hours are two days. Due after one, B is a day late, twice as bad."""
    items = [CHAIN[0], {**CHAIN[1], "due": "2026-12-01", "priority": 2}]
    decoder = decoder_of(items, objectives=["tardiness", "makespan"])
    decoded(decoder, [0, 1])
    excess, tardiness, makespan = decoder.score()
    assert excess == 0
    assert makespan == 2 * 8 * 60 // decoder.problem.tick
    assert tardiness == 2 * 8 * 60 // decoder.problem.tick


def test_a_broken_deadline_counts_from_its_instant() -> None:
    decoder = decoder_of([CHAIN[0], {**CHAIN[1], "deadline": "2026-12-01"}])
    decoded(decoder, [0, 1])
    slot = 4 * 60
    assert decoder.score()[0] == 8 * 60 + slot


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([1, 9], [2, 0], True),
        ([1, 9], [1, 9], False),
        ([1, 8], [1, 9], True),
        ([2, 0], [1, 9], False),
    ],
)
def test_scores_are_compared_tier_by_tier(one: Any, other: Any, expected: bool) -> None:
    assert less(one, other, len(one)) is expected


def test_a_chain_is_walked_by_links_and_by_people() -> None:
    """B waits for A by its link; D, second on Bo's list, waits for C by Bo."""
    items = [*CHAIN, {"id": "D", "needs": "ops", "effort": "4h"}]
    decoder = decoder_of(items)
    flat = decoder.kernel_arrays[0]
    assert decoded(decoder, [0, 1, 2, 3]) == [0, 2, 0, 1]
    assert last_predecessor(flat, decoder.state, 1) == (0, 2)
    assert last_predecessor(flat, decoder.state, 3) == (-1, -1)
    assert blocker(flat, decoder.state, 3, 0) == 2
    assert causes(flat, decoder.state, 1, 1) == (0, -1)
    assert causes(flat, decoder.state, 3, 1) == (-1, 2)
    assert causes(flat, decoder.state, 3, 0) == (-1, -1)


def test_a_child_takes_a_mothers_beginning_then_a_fathers_stretch() -> None:
    """Its priorities are in three bands: the mother's, the father's, the mother's again."""
    items = [{"id": f"i{k}", "needs": "ops", "effort": "4h"} for k in range(6)]
    decoder = decoder_of(items)
    flat, _, _, _ = decoder.kernel_arrays
    size = decoder.state[at.WHO_PTR] - decoder.state[at.START]
    pool, orders = [0] * (2 * size), ([0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0])
    for member, order in enumerate(orders):
        assert decoded(decoder, order) == order
        store(decoder.state, pool, member * size)
    seen = set()
    for seed in range(30):
        priority = [0] * 6
        cross(flat, decoder.state, pool, 0, size, priority, initial_seeds(seed))
        band = [p // NEXT_BAND for p in priority]
        place_in_band = [p % NEXT_BAND // STEPS_PER_SLOT for p in priority]
        mothers = [k for k in range(6) if band[k] == 0]
        assert mothers == list(range(len(mothers)))  # a beginning of her order
        fathers = [place_in_band[k] for k in range(6) if band[k] == 1]
        assert all(orders[band[k] == 1][k] == place_in_band[k] for k in range(6))
        assert all(orders[1][k] >= max(fathers, default=-1) for k in range(6) if band[k] == 2)
        seen |= set(band)
    assert seen == {0, 1, 2}


@pytest.mark.parametrize(
    ("new", "kept", "best"),
    [
        ([1, 1], True, True),  # better than all
        ([3, 0], True, False),  # better than its mother
        ([2, 0], False, False),  # as good as another member
        ([9, 0], False, False),  # worse than its mother
    ],
)
def test_a_child_takes_its_mothers_place_if_it_is_better(
    new: list[int], kept: bool, best: bool
) -> None:
    pool, scores = [10, 20], [2, 0, 5, 0]
    assert keep_child(pool, scores, [99], 1, new, len(new), 2, 1) is best  # type: ignore[arg-type]
    assert pool == ([10, 99] if kept else [10, 20])
    assert scores == ([2, 0, *new] if kept else [2, 0, 5, 0])
