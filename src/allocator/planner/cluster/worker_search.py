"""A worker's end of a search: the portfolio of operators, told of news from the planner.

The planner calls the functions of this module. ``improve`` takes a thread of the worker for as long
as a tier has time; the others are quick and come in between. A search is kept from one tier to the
next, with all that its operators have learnt, until the planner closes it or is heard of no longer.
"""

from __future__ import annotations

import pickle
import platform
import threading
import time
from importlib.metadata import version

from allocator import __version__
from allocator.heuristics.candidate import Score, scored
from allocator.planner.background import BackgroundWork
from allocator.planner.clock import Clock
from allocator.planner.cluster.messages import ClusterNews, SearchPackage, TierTask, WorkerIdentity
from allocator.planner.incumbent import Incumbent
from allocator.planner.operators import OPERATORS, SearchContext
from allocator.planner.portfolio import Portfolio
from allocator.planner.progress import Throttle
from allocator.problem.evaluation import Evaluator

SILENCE_SECONDS = 30.0
"""How long a worker goes on without a word from the planner, which asks every second."""

KEPT_SECONDS = 600.0
"""How long a search is kept in which nothing happens."""


class PlannerWatch(threading.Event):
    """Ends a turn when the planner says so, or is not heard of any longer."""

    def __init__(self) -> None:
        super().__init__()
        self._heard = time.monotonic()

    def hear(self) -> None:
        """Note that the planner is there."""
        self._heard = time.monotonic()

    @property
    def silent_seconds(self) -> float:
        """Seconds since the planner was heard of."""
        return time.monotonic() - self._heard

    def is_set(self) -> bool:
        """Whether the turn is to end."""
        return super().is_set() or self.silent_seconds > SILENCE_SECONDS


class WorkerSearch:
    """One search on one worker.

    Parameters
    ----------
    package
        What is searched.
    cores
        Threads of the worker.
    seed, number
        Of this worker alone.
    """

    def __init__(
        self, package: SearchPackage, cores: int, seed: int, number: int, watch: PlannerWatch
    ) -> None:
        evaluator = Evaluator(package.problem)
        self._watch, self._clock = watch, Clock(0.0, watch)
        start = scored(evaluator, package.solution)
        self._incumbent = Incumbent(evaluator, start, self._clock, Throttle(None))
        self._context = SearchContext(
            problem=package.problem,
            windows=package.windows,
            incumbent=self._incumbent,
            clock=self._clock,
            cores=cores,
            seed=seed,
            params=package.params,
            relax=package.relax,
            decoder=None,
            order=package.order,
            worker=number,
        )
        self._portfolio = Portfolio(self._context, OPERATORS)
        self._compilation = BackgroundWork(self._context, bounds=False)
        self._compilation.__enter__()
        self._reported: Score = start.score
        self._reported_bounds: dict[str, int] = {}

    def improve(self, task: TierTask) -> str:
        """Improve a tier; return the families of the operators that have been at work."""
        self._clock.restart(task.seconds)
        self._portfolio.improve(task.tier, task.kept, task.seconds)
        return self._portfolio.engines

    def hear(self, news: ClusterNews) -> None:
        """Take what the planner tells."""
        if news.solution is not None:
            self._incumbent.offer(news.solution, news.engine)
            self._reported = min(
                self._reported, scored(self._incumbent.evaluator, news.solution).score
            )
        for tier, (bound, source) in news.bounds.items():
            self._incumbent.raise_bound(tier, bound, source)
            self._reported_bounds[tier] = max(bound, self._reported_bounds.get(tier, -1))

    def news(self) -> ClusterNews:
        """Return what the planner has not been told yet."""
        incumbent = self._incumbent
        best, bounds = incumbent.best, dict(incumbent.bounds)
        sources = dict(incumbent.sources)
        found = {
            tier: (bound, sources[tier])
            for tier, bound in bounds.items()
            if bound > self._reported_bounds.get(tier, -1)
        }
        self._reported_bounds |= {tier: bound for tier, (bound, _) in found.items()}
        if best is None or best.score >= self._reported:
            return ClusterNews(bounds=found)
        self._reported = best.score
        return ClusterNews(solution=best.solution, engine=incumbent.last_finder, bounds=found)

    def close(self) -> None:
        """End what the search has started."""
        self._portfolio.__exit__()
        self._compilation.__exit__()


class _KeptSearch:
    """Where a worker keeps a search: packed until its first turn, then open."""

    def __init__(self, packed: bytes, cores: int, seed: int, number: int) -> None:
        self._packed, self._cores, self._seed, self._number = packed, cores, seed, number
        self.watch = PlannerWatch()
        self._turn, self._lock = threading.Lock(), threading.Lock()
        self._early: list[ClusterNews] = []
        self._search: WorkerSearch | None = None

    def improve(self, task: TierTask) -> str:
        with self._turn:  # the planner may have given up a turn that is only about to end
            self.watch.clear()
            self.watch.hear()
            return self._opened().improve(task)

    def _opened(self) -> WorkerSearch:
        if self._search is None:
            package: SearchPackage = pickle.loads(self._packed)
            search = WorkerSearch(package, self._cores, self._seed, self._number, self.watch)
            with self._lock:
                for news in self._early:
                    search.hear(news)
                self._search, self._packed = search, b""
        return self._search

    def exchange(self, news: ClusterNews) -> ClusterNews:
        self.watch.hear()
        if news.stop:
            self.watch.set()
        with self._lock:
            if self._search is None:
                self._early.append(news)
                return ClusterNews()
        self._search.hear(news)
        return self._search.news()

    def close(self) -> None:
        self.watch.set()
        if self._search is not None:
            self._search.close()


_kept: dict[str, _KeptSearch] = {}


def worker_identity() -> WorkerIdentity:
    """Return what the planner wants to know before it gives work."""
    return WorkerIdentity(
        version=__version__, solver_version=version("ortools"), host=platform.node()
    )


def open_search(key: str, packed: bytes, cores: int, seed: int, number: int) -> None:
    """Keep what is to be searched; searches that nobody asks for any longer are closed.

    Parameters
    ----------
    key
        Of the search on this worker.
    packed
        A pickled ``SearchPackage``.
    cores, seed, number
        Of this worker.
    """
    for other, kept in list(_kept.items()):
        if kept.watch.silent_seconds > KEPT_SECONDS:
            close_search(other)
    _kept[key] = _KeptSearch(packed, cores, seed, number)


def improve(key: str, task: TierTask) -> str:
    """Improve a tier; see ``WorkerSearch.improve``.

    Raises
    ------
    LookupError
        This worker does not have the search, as it has been started anew.
    """
    return _kept[key].improve(task)


def exchange(key: str, news: ClusterNews) -> ClusterNews:
    """Take news from the planner and return those that it does not know."""
    return _kept[key].exchange(news)


def close_search(key: str) -> None:
    """End a search, in the middle of a turn if need be, and forget it."""
    kept = _kept.pop(key, None)
    if kept is not None:
        threading.Thread(target=kept.close, daemon=True).start()
