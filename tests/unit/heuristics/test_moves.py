"""What single moves do to a small schedule: the rest of it stays with its people."""

from __future__ import annotations

from typing import Any

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel import moves
from allocator.heuristics.kernel.decode import STEPS_PER_SLOT
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.random_numbers import initial_seeds
from allocator.heuristics.kernel.settings import settings_of
from allocator.heuristics.params import DEFAULT_PARAMS
from allocator.problem.compile import compile_problem
from support.plans import scenario

ITEMS = [
    {"id": "A", "needs": "ml", "effort": "4h", "project": "P"},
    {"id": "B", "needs": "ml", "effort": "4h", "project": "P", "after": "A", "due": "2026-12-01"},
    {"id": "C", "needs": "ml", "effort": "4h", "project": "Q"},
    {"id": "D", "needs": "ml", "effort": "4h", "project": "Q", "value": 3, "optional": True},
]
STARTS = [2, 3, 0, 1]


def decoder_of() -> Decoder:
    """Return a decoder that holds C and D before A and B, all done by Ana; B is late."""
    data: dict[str, Any] = {
        "calendar": {"slot": "4h"},
        "people": [{"id": "ana", "skills": ["ml"]}, {"id": "bo", "skills": ["ml"]}],
        "projects": [{"id": "P"}, {"id": "Q"}],
        "objectives": ["tardiness", "value"],
    }
    decoder = Decoder(compile_problem(scenario(items=ITEMS, **data), axis_days=14))
    for a in range(4):
        decoder.lock([[0]], a)
    assert decoder.decode(np.array(STARTS, dtype=np.int64))
    return decoder


def moved(decoder: Decoder, move: int, seed: int) -> list[float]:
    """Return the priorities that a move writes, in slots."""
    flat, _, values, _ = decoder.kernel_arrays
    settings, priority = decoder.to_kernel(settings_of(DEFAULT_PARAMS)), [0] * 4
    moves.mutate(flat, values, decoder.state, settings, priority, move, 1, 0, initial_seeds(seed))
    return [p / STEPS_PER_SLOT for p in priority]


def locks(decoder: Decoder) -> list[int]:
    first = decoder.state[at.LOCK]
    return [int(lock) for lock in decoder.state[first : first + 4]]


def starts(decoder: Decoder) -> list[int]:
    first = decoder.state[at.START]
    return [int(start) for start in decoder.state[first : first + 4]]


def test_a_move_of_one_leaves_the_others_where_and_with_whom_they_are() -> None:
    for seed in range(20):
        decoder = decoder_of()
        kept = locks(decoder)
        changed = [k for k, p in enumerate(moved(decoder, moves.MOVE_ONE, seed)) if p != STARTS[k]]
        assert len(changed) <= 1
        assert all(locks(decoder)[k] == kept[k] for k in range(4) if k not in changed)


def test_a_project_moves_as_a_whole() -> None:
    for seed in range(20):
        priority = moved(decoder_of(), moves.SHIFT_PROJECT, seed)
        delta = {p - start for p, start in zip(priority[:2], STARTS[:2], strict=True)}
        other = {p - start for p, start in zip(priority[2:], STARTS[2:], strict=True)}
        assert len(delta) == len(other) == 1
        assert 0 in delta | other


def test_a_late_project_moves_earlier() -> None:
    for seed in range(20):
        priority = moved(decoder_of(), moves.ADVANCE_PROJECT, seed)
        assert priority[0] <= STARTS[0] and priority[2:] == STARTS[2:]


def test_projects_change_places() -> None:
    seen = {tuple(moved(decoder_of(), moves.SWAP_PROJECTS, seed)) for seed in range(20)}
    assert seen == {(0, 1, 2, 3), tuple(STARTS)}  # the late project with the other, or with itself


def test_a_late_chain_goes_before_everything_else() -> None:
    """B is late and waits for A: a stretch of the two is put four slots earlier."""
    for seed in range(20):
        priority = moved(decoder_of(), moves.HURRY_CHAIN, seed)
        assert priority[2:] == STARTS[2:]
        assert all(p in (start, start - 4) for p, start in zip(priority, STARTS, strict=True))
    assert any(moved(decoder_of(), moves.HURRY_CHAIN, seed)[0] < 0 for seed in range(20))


def test_what_blocks_a_late_chain_goes_behind_it_or_to_somebody_else() -> None:
    """A waits for D by Ana, and D for C."""
    for seed in range(20):
        decoder = decoder_of()
        before = locks(decoder)
        priority = moved(decoder, moves.UNBLOCK, seed)
        earlier = [k for k in range(4) if priority[k] < STARTS[k]]
        opened = [k for k in range(4) if locks(decoder)[k] != before[k]]
        assert set(earlier) <= {0, 3}
        assert set(opened) <= {0, 2, 3}


def test_an_optional_item_is_left_out_and_taken_in() -> None:
    decoder = decoder_of()
    dropped = decoder.state[at.DROPPED] + 3
    moved(decoder, moves.TOGGLE_OPTIONAL, 1)
    assert decoder.state[dropped] == 1
    moved(decoder, moves.TOGGLE_OPTIONAL, 2)
    assert decoder.state[dropped] == 0


def test_work_is_handed_over_and_stays_in_its_place() -> None:
    for seed in range(20):
        decoder = decoder_of()
        assert moved(decoder, moves.HAND_OVER, seed) == STARTS
        assert starts(decoder) == STARTS
