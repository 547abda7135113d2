"""Workers of a scheduler that runs in this process, called by their address."""

from __future__ import annotations

import math
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import allocator
from allocator.errors import InputError
from allocator.jobs import cluster as jobs_cluster
from allocator.jobs.cluster import Cluster, WorkerCallError, WorkerLostError
from allocator.planner import Progress

pytestmark = pytest.mark.filterwarnings("ignore")

QUICKSTART = Path(__file__).parents[3] / "scenarios" / "quickstart.yaml"


@pytest.fixture(scope="module")
def scheduler() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    ) as made:
        yield made


@pytest.fixture
def workers(scheduler: Any) -> Iterator[Cluster]:
    with Cluster(scheduler.scheduler_address) as found:
        yield found


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20.0
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    assert is_so()


def test_workers_are_called_by_address(workers: Cluster) -> None:
    assert list(workers.workers().values()) == [1, 1]
    for worker in workers.workers():
        assert workers.call(worker, math.sqrt, 4) == 2
        queued = workers.submit(worker, math.sqrt, 9)
        _until(lambda call=queued: call.is_done)  # type: ignore[misc]
        assert queued.answer() == 3


def test_an_error_there_is_told(workers: Cluster) -> None:
    worker = next(iter(workers.workers()))
    with pytest.raises(WorkerCallError, match="ValueError: math domain error"):
        workers.call(worker, math.sqrt, -1)
    queued = workers.submit(worker, math.sqrt, -1)
    _until(lambda: queued.is_done)
    with pytest.raises(WorkerCallError, match="ValueError: math domain error"):
        queued.answer()


def test_what_cannot_be_sent_is_told(workers: Cluster) -> None:
    worker = next(iter(workers.workers()))
    with pytest.raises(WorkerCallError, match="pickle"):
        workers.call(worker, id, threading.Lock())
    with pytest.raises(WorkerCallError, match=r"pickle|serialize"):
        workers.submit(worker, id, threading.Lock())


def test_a_worker_that_is_not_there_is_lost_at_once(workers: Cluster) -> None:
    begun = time.monotonic()
    with pytest.raises(WorkerLostError):
        workers.call("tcp://127.0.0.1:9", math.sqrt, 4)
    assert time.monotonic() - begun < 2.0


def test_a_plan_is_found_and_proved_on_a_cluster(scheduler: Any) -> None:
    said: list[str] = []
    session = allocator.Session(notify=said.append)
    address = scheduler.scheduler_address
    found = allocator.solve(QUICKSTART, time_limit=30, cluster=address, session=session)
    assert found.status == "optimal"
    assert found.report.cluster_workers == 2
    assert said == []


def test_a_wrong_address_is_told_before_anything_is_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(jobs_cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(InputError, match=r"answers at tcp://127\.0\.0\.1:9"):
        allocator.solve(QUICKSTART, time_limit=30, cluster="tcp://127.0.0.1:9")


@pytest.mark.parametrize("given", [{"reproducible": True}, {"steps": 5}])
def test_what_must_be_the_same_every_time_is_not_for_a_cluster(given: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="cannot run on a cluster"):
        allocator.solve(QUICKSTART, cluster="tcp://127.0.0.1:9", **given)


@pytest.mark.slow
def test_a_worker_process_that_is_killed_takes_nothing_with_it() -> None:
    distributed = pytest.importorskip("distributed")
    said: list[str] = []

    def note(line: str) -> None:
        said.append(line)
        session.stop.set()

    def kill_soon(progress: Progress) -> None:
        if progress.phase == "tier" and pids:
            kill = getattr(signal, "SIGKILL", signal.SIGTERM)
            threading.Timer(3.0, os.kill, (pids.pop(), kill)).start()

    session = allocator.Session(notify=note, progress=kill_soon)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as made:
        pids = [made.workers[0].pid]
        found = allocator.solve(
            QUICKSTART.with_name("portfolio.yaml"),
            time_limit=90,
            workers=2,
            cluster=made.scheduler_address,
            session=session,
        )
    assert found.stop_reason == "interrupted"  # by the line, long before its time
    assert any("is gone; the search goes on" in line for line in said)
