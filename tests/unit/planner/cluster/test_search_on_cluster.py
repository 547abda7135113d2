"""Searches on workers: what they find is taken, what is wrong or lost is not missed."""

from __future__ import annotations

import dataclasses
import pickle
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from allocator.domain import Result, Scenario
from allocator.planner import Progress, SolveOptions, solve
from allocator.planner.cluster import search_cluster
from allocator.planner.cluster.improver import ClusterImprover
from allocator.planner.cluster.messages import ClusterNews, WorkerIdentity
from allocator.planner.cluster.params import ClusterParams
from allocator.planner.cluster.search_cluster import SearchCluster
from allocator.planner.params import SearchParams, WholeModelParams
from allocator.problem.model import Solution
from support.fake_cluster import FakeCluster

HERE, THERE = "tcp://one:1", "tcp://two:2"
QUICK = SearchParams(
    cluster=ClusterParams(exchange_seconds=0.1, look_seconds=0.2),
    whole_model=WholeModelParams(small_time_fraction=0.0),  # a presolve cannot be stopped
)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeCluster:
    """Two workers on this machine, with a core each."""
    made = FakeCluster({HERE: 1, THERE: 1})
    monkeypatch.setattr(search_cluster, "Cluster", lambda address: made)
    return made


def _scenario(items: int) -> Scenario:
    """The order of work alone decides; no bound of chains or loads proves it."""
    return Scenario.model_validate(
        {
            "name": "late",
            "calendar": {"start": "2026-01-05"},
            "objectives": ["tardiness"],
            "people": [{"id": "ana"}, {"id": "bo"}],
            "items": [
                {"id": f"i{k}", "effort": f"{1 + k % 7}d", "due": "2026-01-06"}
                for k in range(items)
            ],
        }
    )


def _solved(
    items: int,
    seconds: float,
    *,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    said: list[str] | None = None,
) -> tuple[Result, list[str]]:
    said = [] if said is None else said
    with SearchCluster("tcp://fake:1", said.append) as cluster:
        options = SolveOptions(time_limit=seconds, workers=2, cluster=cluster, params=QUICK)
        return solve(_scenario(items), options, progress=progress, stop=stop), said


def test_workers_prove_what_this_machine_proves(fake: FakeCluster) -> None:
    alone = solve(_scenario(6), SolveOptions(time_limit=20.0))
    found, said = _solved(6, 20.0)
    assert found.status == alone.status == "optimal"
    assert found.report.tiers[0].value == alone.report.tiers[0].value
    assert found.report.cluster_workers == 2
    assert alone.report.cluster_workers is None
    assert said == []


def test_each_worker_gets_the_problem_once_and_is_left_tidy(fake: FakeCluster) -> None:
    _solved(6, 20.0)
    for worker in (HERE, THERE):
        names = [name for at, name in fake.calls if at == worker]
        assert names.count("open_search") == names.count("close_search") == 1


def test_a_worker_that_is_lost_on_the_way_takes_nothing_with_it(fake: FakeCluster) -> None:
    stop = threading.Event()

    def lose(news: ClusterNews, *_: object) -> ClusterNews:
        fake.threads.pop(HERE, None)
        return news

    def end(news: ClusterNews, *_: object) -> ClusterNews:
        if HERE not in fake.threads and fake.said:
            stop.set()
        return news

    fake.answers[HERE, "exchange"], fake.answers[THERE, "exchange"] = lose, end
    found, said = _solved(70, 60.0, stop=stop, said=fake.said)
    assert said == [f"worker {HERE} of the cluster is gone; the search goes on"]
    assert found.report.stop_reason == "interrupted"
    assert found.report.cluster_workers == 2


def test_without_any_worker_this_machine_goes_on(fake: FakeCluster) -> None:
    def lose(progress: Progress) -> None:
        if progress.phase == "tier":
            fake.threads.clear()

    found, said = _solved(6, 20.0, progress=lose)
    assert found.status == "optimal"
    assert said[-1] == "the cluster at tcp://fake:1 has no worker; this machine searches"


def test_a_cluster_without_workers_is_told(fake: FakeCluster) -> None:
    fake.threads.clear()
    found, said = _solved(6, 20.0)
    assert found.status == "optimal"
    assert found.report.cluster_workers == 0
    assert said == ["the cluster at tcp://fake:1 has no worker; this machine searches"]


def test_a_worker_that_comes_later_joins_in(fake: FakeCluster) -> None:
    stop, late = threading.Event(), fake.threads.pop(THERE)

    def join(news: ClusterNews, *_: object) -> ClusterNews:
        fake.threads[THERE] = late
        return news

    def end(news: ClusterNews, *_: object) -> ClusterNews:
        stop.set()
        return news

    fake.answers[HERE, "exchange"], fake.answers[THERE, "exchange"] = join, end
    found, said = _solved(70, 60.0, stop=stop)
    assert found.stop_reason == "interrupted"
    assert said == []


def test_what_is_no_plan_is_not_taken(fake: FakeCluster) -> None:
    solutions: list[Solution] = []

    def note(_: None, key: str, packed: bytes, *rest: object) -> None:
        solutions.append(pickle.loads(packed).solution)

    def everything_at_once(news: ClusterNews, *_: object) -> ClusterNews:
        starts = tuple(0 for _ in solutions[0].starts)
        return ClusterNews(solution=dataclasses.replace(solutions[0], starts=starts), engine="LNS")

    fake.answers[HERE, "open_search"] = note
    fake.answers[HERE, "exchange"] = everything_at_once
    found, said = _solved(6, 20.0)
    assert found.status == "optimal"
    assert said == [
        f"worker {HERE} of the cluster has failed (what it found is no plan); the search goes on"
    ]


def _nonsense(news: ClusterNews, *_: object) -> ClusterNews:
    solution: Any = "a plan"
    return ClusterNews(solution=solution)


def test_nonsense_is_not_taken(fake: FakeCluster) -> None:
    fake.answers[HERE, "exchange"] = _nonsense
    found, said = _solved(6, 20.0)
    assert found.status == "optimal"
    assert any("what it found is no plan" in line for line in said)


def test_a_worker_that_fails_is_named(fake: FakeCluster) -> None:
    def fail(*_: object) -> str:
        raise MemoryError("too little memory")

    fake.answers[HERE, "improve"] = fail
    found, said = _solved(6, 20.0)
    assert found.status == "optimal"
    assert f"worker {HERE} of the cluster has failed (too little memory)" in said[0]


def test_a_worker_of_another_version_is_not_used(fake: FakeCluster) -> None:
    fake.answers[HERE, "worker_identity"] = lambda identity: dataclasses.replace(
        identity, version="0.0.1"
    )
    found, said = _solved(6, 20.0)
    assert found.report.cluster_workers == 1
    assert len(said) == 1
    assert said[0].startswith(f"worker {HERE} of the cluster is not used: it has allocator 0.0.1")


def test_cores_that_no_worker_has_search_too(fake: FakeCluster) -> None:
    def elsewhere(identity: WorkerIdentity) -> WorkerIdentity:
        return dataclasses.replace(identity, host="another machine")

    fake.answers[HERE, "worker_identity"] = fake.answers[THERE, "worker_identity"] = elsewhere
    with SearchCluster("tcp://fake:1", print) as cluster:
        assert cluster.cores_left(3) == 3
    fake.answers.pop((HERE, "worker_identity"))
    fake.threads[HERE] = 2
    with SearchCluster("tcp://fake:1", print) as cluster:
        assert cluster.has_cores_left(3)
        assert cluster.cores_left(3) == 1
        assert not cluster.has_cores_left(2)
        assert cluster.cores_left(2) == 2  # where no worker is left, all of them


def test_an_interrupt_ends_the_workers_turns(fake: FakeCluster) -> None:
    stop, told = threading.Event(), []

    def end(news: ClusterNews, _: str, given: ClusterNews) -> ClusterNews:
        stop.set()
        told.append(given.stop)
        return news

    fake.answers[HERE, "exchange"] = end
    found, _ = _solved(70, 60.0, stop=stop)
    assert found.stop_reason == "interrupted"
    assert True in told


def test_a_worker_may_join_while_the_last_answers_are_waited_for() -> None:
    """It changed what was gone through, which ended the search with an error."""
    context = SimpleNamespace(incumbent=None)
    improver = ClusterImprover(context, None, None, None, cores=1)  # type: ignore[arg-type]

    class Turn(threading.Thread):
        def join(self, timeout: float | None = None) -> None:
            improver._turns[THERE] = threading.Thread()

    improver._turns[HERE] = Turn()
    improver._end_turns()
    assert improver._turns == {}
