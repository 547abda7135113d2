"""A worker's end of a search, called as the planner calls it."""

from __future__ import annotations

import pickle
import threading
import time

import pytest

from allocator.domain import Scenario
from allocator.planner.clock import Clock
from allocator.planner.cluster import worker_search
from allocator.planner.cluster.messages import ClusterNews, SearchPackage, TierTask
from allocator.planner.first_plan import first_plan
from allocator.planner.params import SearchParams, WholeModelParams
from allocator.problem.evaluation import Evaluator
from allocator.problem.time_windows import time_windows

PARAMS = SearchParams(whole_model=WholeModelParams(small_time_fraction=0.0))
"""Without CP-SAT where there are more than 40 items: its presolve cannot be stopped."""


def _package(items: int) -> SearchPackage:
    scenario = Scenario.model_validate(
        {
            "name": "late",
            "calendar": {"start": "2026-01-05"},
            "objectives": ["tardiness"],
            "people": [{"id": "ana"}, {"id": "bo"}],
            "items": [
                {"id": f"i{k}", "effort": f"{1 + k % 5}d", "due": "2026-01-06"}
                for k in range(items)
            ],
        }
    )
    first = first_plan(scenario, Clock(0.2, None), 0, quick=True)
    assert first.candidate is not None
    return SearchPackage(
        problem=first.problem,
        windows=time_windows(first.problem),
        solution=first.candidate.solution,
        order=first.order,
        relax=False,
        params=PARAMS,
    )


def _value(package: SearchPackage, news: ClusterNews) -> int:
    assert news.solution is not None
    return Evaluator(package.problem).evaluate(news.solution).tier("tardiness")


@pytest.fixture
def package() -> SearchPackage:
    """A problem so small that it is proved in a moment, its plan built backwards."""
    return _package(7)


TASK = TierTask(tier="tardiness", kept=(), seconds=20.0)


def test_a_turn_ends_with_plan_and_proof(package: SearchPackage) -> None:
    worker_search.open_search("a", pickle.dumps(package), 1, 0, 0)
    assert worker_search.exchange("a", ClusterNews()) == ClusterNews()  # nothing is open yet
    assert "CP-SAT" in worker_search.improve("a", TASK)
    news = worker_search.exchange("a", ClusterNews())
    bound, _ = news.bounds["tardiness"]
    before = Evaluator(package.problem).evaluate(package.solution).tier("tardiness")
    value = before if news.solution is None else _value(package, news)
    assert bound >= value  # both are of one plan: the bound has reached it
    assert worker_search.exchange("a", ClusterNews()) == ClusterNews()  # it is told once
    worker_search.close_search("a")


def test_what_the_planner_knows_is_not_told_again(package: SearchPackage) -> None:
    worker_search.open_search("b", pickle.dumps(package), 1, 0, 0)
    worker_search.exchange("b", ClusterNews(bounds={"tardiness": (10**9, "the planner")}))
    begun = time.monotonic()
    worker_search.improve("b", TASK)  # proved by that bound: there is nothing to do
    assert time.monotonic() - begun < 5.0
    assert worker_search.exchange("b", ClusterNews()) == ClusterNews()
    worker_search.close_search("b")


def test_a_worker_that_was_started_anew_says_so() -> None:
    with pytest.raises(LookupError):
        worker_search.improve("unknown", TASK)


def _turn(key: str) -> threading.Thread:
    task = TierTask(tier="tardiness", kept=(), seconds=60.0)
    thread = threading.Thread(target=worker_search.improve, args=(key, task), daemon=True)
    thread.start()
    time.sleep(0.5)
    return thread


def test_a_turn_ends_when_the_planner_says_so_and_another_follows() -> None:
    worker_search.open_search("c", pickle.dumps(_package(70)), 1, 0, 0)
    thread = _turn("c")
    worker_search.exchange("c", ClusterNews(stop=True))
    thread.join(10.0)
    assert not thread.is_alive()
    short = TierTask(tier="tardiness", kept=(), seconds=0.3)
    assert "search" in worker_search.improve("c", short)
    worker_search.close_search("c")


def test_a_worker_ends_when_nobody_is_heard_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_search, "SILENCE_SECONDS", 0.8)
    worker_search.open_search("d", pickle.dumps(_package(70)), 1, 0, 0)
    thread = _turn("d")
    thread.join(10.0)
    assert not thread.is_alive()
    worker_search.close_search("d")


def test_searches_that_nobody_asks_for_are_closed(
    package: SearchPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_search.open_search("e", pickle.dumps(package), 1, 0, 0)
    monkeypatch.setattr(worker_search, "KEPT_SECONDS", -1.0)
    worker_search.open_search("f", pickle.dumps(package), 1, 0, 0)
    with pytest.raises(LookupError):
        worker_search.exchange("e", ClusterNews())
    worker_search.close_search("f")
