"""Executors: the same bytes whoever simulates, whatever is killed on the way."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from allocator.errors import InputError
from allocator.forecasting.simulation.arrays import Futures, SimulationModel
from allocator.forecasting.simulation.futures import simulate
from allocator.forecasting.simulation.params import SimulationParams
from allocator.jobs import cluster, executors
from allocator.jobs.executors import executor
from allocator.jobs.process import WorkerGoneError
from support.made_models import GivenDraws, random_draws, random_model

FUTURES = 40


@pytest.fixture(scope="module")
def made() -> tuple[SimulationModel, GivenDraws, Futures]:
    draw = np.random.default_rng(11)
    model = random_model(draw, 20, 5)
    draws = GivenDraws(random_draws(draw, model, FUTURES))
    return model, draws, simulate(model, draws, FUTURES, policy="dispatch")


def _same(one: Futures, other: Futures) -> bool:
    names = ("start", "end", "held", "reason", "who", "beyond")
    pairs = [(getattr(one, name), getattr(other, name)) for name in names]
    return all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in pairs)


@pytest.mark.parametrize("workers", [1, 2, 7])
@pytest.mark.parametrize("block", [1, 7, 250])
def test_threads_and_blocks_change_no_byte(
    workers: int, block: int, made: tuple[SimulationModel, GivenDraws, Futures]
) -> None:
    model, draws, expected = made
    params = SimulationParams(dispatch_block=block)
    with executor(workers) as pool:
        found = simulate(model, draws, FUTURES, policy="dispatch", executor=pool, params=params)
    assert _same(found, expected)


def test_fewer_futures_are_the_head_of_more(
    made: tuple[SimulationModel, GivenDraws, Futures],
) -> None:
    model, draws, expected = made
    head = simulate(model, draws, 13, policy="dispatch", params=SimulationParams(dispatch_block=5))
    for name in ("start", "end", "held", "reason", "who", "beyond"):
        assert (getattr(head, name) == getattr(expected, name)[:13]).all()


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_processes_change_no_byte(
    workers: int, made: tuple[SimulationModel, GivenDraws, Futures], monkeypatch: Any
) -> None:
    model, draws, expected = made
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))  # the draws are a test's
    params = SimulationParams(dispatch_block=9)
    with executor(workers, "processes") as pool:
        found = simulate(model, draws, FUTURES, policy="dispatch", executor=pool, params=params)
    assert _same(found, expected)


def _end_once(marker: str, value: int) -> int:
    """End this process as a system without memory does, but for the second time."""
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        time.sleep(60)
    return value


def _end_always() -> None:
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    time.sleep(60)


def test_a_process_killed_on_the_way_changes_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    module = _as_module()
    with executor(2, "processes") as pool:
        asked = [pool.submit(module._end_once, str(tmp_path / f"{k % 2}"), k) for k in range(6)]
        assert [each.result(timeout=60) for each in asked] == list(range(6))


def test_a_call_that_ends_every_process_is_given_up(monkeypatch: Any) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(executors, "TRIES", 2)
    with (
        executor(1, "processes") as pool,
        pytest.raises(WorkerGoneError, match="2 worker processes have ended"),
    ):
        pool.submit(_as_module()._end_always).result(timeout=60)


def test_an_error_of_a_call_is_told_and_ends_nothing() -> None:
    with executor(1, "processes") as pool:
        with pytest.raises(RuntimeError, match="math domain error"):
            pool.submit(__import__("math").sqrt, -1).result(timeout=60)
        assert pool.submit(__import__("math").sqrt, 4).result(timeout=60) == 2


def _as_module() -> Any:
    """Return this file as a module that a worker finds by its name."""
    import importlib

    return importlib.import_module("test_executors")


def test_without_distributed_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"allocator\[cluster\]"):
        executor(1, cluster="tcp://localhost:8786")


@contextmanager
def _cluster() -> Iterator[tuple[Any, Executor]]:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as made,
        executor(1, cluster=made.scheduler_address) as pool,
    ):
        yield made, pool


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_changes_no_byte(
    made: tuple[SimulationModel, GivenDraws, Futures], monkeypatch: Any
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    model, draws, expected = made
    with _cluster() as (_, pool):
        found = simulate(
            model,
            draws,
            FUTURES,
            policy="dispatch",
            executor=pool,
            params=SimulationParams(dispatch_block=9),
        )
    assert _same(found, expected)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_worker_of_a_cluster_killed_on_the_way_changes_nothing(
    tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    module = _as_module()
    with _cluster() as (_, pool):
        asked = [pool.submit(module._end_once, str(tmp_path / "once"), k) for k in range(6)]
        assert [each.result(timeout=60) for each in asked] == list(range(6))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1.0)
    with pytest.raises(InputError, match=r"answers at tcp://127\.0\.0\.1:9"):
        executor(1, cluster="tcp://127.0.0.1:9")
    with pytest.raises(InputError, match="answers at nonsense"):
        executor(1, cluster="nonsense://x")
