"""Every name of the kernel's layout is filled, once, and lists do not overlap."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from allocator.domain import Scenario
from allocator.heuristics.kernel import decoder, flat, layout
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.settings import settings_of
from allocator.heuristics.params import DEFAULT_PARAMS
from allocator.problem.compile import compile_problem
from allocator.problem.timeline import IntArray
from support.plans import rich

FLAT = range(layout.FLAT_HEAD)
STATE = range(layout.STATE_HEAD)


def _packed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[set[int], dict[int, int], IntArray]]:
    """Numbers, sizes of lists and array of a problem and of a schedule, as they are packed."""
    found = []

    def pack(head: int, numbers: Mapping[int, int], lists: Mapping[int, IntArray]) -> IntArray:
        array = original(head, numbers, lists)
        found.append((set(numbers), {name: len(lists[name]) for name in lists}, array))
        return array

    original = flat.pack
    monkeypatch.setattr(flat, "pack", pack)
    monkeypatch.setattr(decoder, "pack", pack)
    Decoder(compile_problem(Scenario.model_validate(rich()), axis_days=60))
    return found


def test_every_name_of_a_problem_and_of_a_schedule_is_filled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (numbers, lists, _), (no_numbers, state_lists, _) = _packed(monkeypatch)
    assert numbers | set(lists) == set(FLAT)
    assert not numbers & set(lists)
    assert not no_numbers
    assert set(state_lists) == set(STATE)


def test_lists_lie_one_after_another_behind_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    for (_, lists, array), head in zip(_packed(monkeypatch), (FLAT, STATE), strict=True):
        at = len(head)
        for name, size in lists.items():
            assert array[name] == at
            at += size
        assert at == len(array)


def test_what_a_schedule_is_lies_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """``copy_schedule`` takes all from START to WHO_PTR."""
    _, (_, lists, array) = _packed(monkeypatch)
    schedule = (layout.START, layout.END, layout.HELD, layout.WHO, layout.DROPPED)
    assert array[layout.WHO_PTR] - array[layout.START] == sum(lists[name] for name in schedule)
    assert np.all(np.diff([array[name] for name in (*schedule, layout.WHO_PTR)]) >= 0)


def test_every_setting_is_filled_and_positive() -> None:
    """``settings_of`` fails where a name of the layout has no number."""
    settings = settings_of(DEFAULT_PARAMS)
    assert len(settings) == layout.SETTINGS_SIZE
    assert (settings > 0).all()
