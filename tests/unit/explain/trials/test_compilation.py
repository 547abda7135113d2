"""Trials do not wait for the kernel to be compiled; one process does it, beside and after them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from allocator.explain.params import TrialParams
from allocator.explain.trials import compilation
from allocator.explain.trials.compilation import ABANDONED_SECONDS, MARK, main, use_kernel
from allocator.heuristics.kernel import announcement, jit, warmup

PARAMS = TrialParams(compile_items=10)


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine on which nothing is compiled, and what is said and started there."""
    found: list[str] = []
    monkeypatch.setattr(warmup, "load_compiled", lambda: False)
    monkeypatch.setattr(compilation, "_start", lambda: found.append("started"))
    monkeypatch.setattr(jit, "enabled", lambda: False)
    monkeypatch.setattr(jit, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(warmup, "possible", lambda: True)
    return found


def test_it_is_said_and_begun_once(started: list[str]) -> None:
    with announcement.announced(started.append):
        assert use_kernel(10, PARAMS)
        assert use_kernel(10, PARAMS)  # by another command, or a later trial
    assert started == [announcement.COMPILING, "started"]


def test_a_small_plan_is_not_worth_it(started: list[str]) -> None:
    assert not use_kernel(9, PARAMS)
    assert started == []


def test_what_is_compiled_is_used(started: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jit, "enabled", lambda: True)
    assert not use_kernel(10, PARAMS)
    assert started == []


def test_where_nothing_can_be_compiled_nothing_is_begun(
    started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warmup, "possible", lambda: False)
    assert not use_kernel(10, PARAMS)
    assert started == []


def test_what_a_killed_process_has_left_is_begun_anew(started: list[str], tmp_path: Path) -> None:
    mark, old = tmp_path / MARK, time.time() - ABANDONED_SECONDS - 1
    mark.touch()
    os.utime(mark, (old, old))
    assert use_kernel(10, PARAMS)
    assert started == ["started"]


def test_a_folder_that_cannot_be_written_is_no_reason_to_begin(
    started: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jit, "cache_folder", lambda: tmp_path / "not there")
    assert use_kernel(10, PARAMS)
    assert started == []


def test_the_process_takes_its_mark_away(
    started: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise OSError("no space left")

    (tmp_path / MARK).touch()
    monkeypatch.setattr(warmup, "warm_up", fail)
    with pytest.raises(OSError, match="no space"):
        main()
    assert not (tmp_path / MARK).exists()
