"""The planner's end of one worker: a turn for each tier, and an exchange of news meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

from allocator.heuristics.candidate import Score
from allocator.jobs.cluster import Call, Cluster, WorkerCallError, WorkerLostError
from allocator.planner.cluster import worker_search
from allocator.planner.cluster.messages import ClusterNews, TierTask
from allocator.planner.incumbent import Incumbent

LOOK_SECONDS = 0.05
"""How often it is looked whether a turn is over."""


class WorkerLane:
    """One worker.

    Parameters
    ----------
    cluster, address, cores
        Where it is, and the threads that it has.
    key
        Of the search on this worker.
    incumbent
        The best plan and the bounds, which the worker is told.

    Attributes
    ----------
    trouble
        Why it is not used any longer; None as long as it is.
    engines
        The families of the operators that have been at work there.
    """

    def __init__(
        self, cluster: Cluster, address: str, cores: int, key: str, incumbent: Incumbent
    ) -> None:
        self.address, self.cores = address, cores
        self._cluster, self._key, self._incumbent = cluster, key, incumbent
        self._call: Call | None = None
        self._known: Score | None = None
        self._known_bounds: dict[str, int] = {}
        self.trouble: str | None = None
        self.engines = ""

    def open(self, packed: bytes, seed: int, number: int) -> None:
        """Send what is to be searched; ``trouble`` says where that fails."""
        self._tried(
            lambda: self._cluster.call(
                self.address, worker_search.open_search, self._key, packed, self.cores, seed, number
            )
        )

    def run(
        self,
        task: TierTask,
        is_over: Callable[[], bool],
        take: Callable[[ClusterNews], bool],
        seconds: float,
    ) -> None:
        """Have a tier improved until it is over; ``trouble`` says where that fails.

        Parameters
        ----------
        task
            The tier.
        is_over
            Whether to end.
        take
            Takes what is found, and returns whether it is right.
        seconds
            Between two exchanges of news; and how long an answer is waited for in the end.
        """
        self._tried(lambda: self._run(task, is_over, take, seconds))

    def _run(
        self,
        task: TierTask,
        is_over: Callable[[], bool],
        take: Callable[[ClusterNews], bool],
        seconds: float,
    ) -> None:
        self._call = call = self._cluster.submit(
            self.address, worker_search.improve, self._key, task
        )
        while not (is_over() or call.is_done):
            self._wait(call, is_over, seconds)
            self._exchange(take, stop=False)
        if not call.is_done:
            self._exchange(take, stop=True)
            self._wait(call, lambda: False, seconds)
        if call.is_done:
            self.engines = call.answer()
            self._exchange(take, stop=False)
        else:
            call.cancel()  # it ends soon, and the next turn begins after it
        self._call = None

    def _wait(self, call: Call, is_over: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not call.is_done and not is_over() and time.monotonic() < end:
            time.sleep(LOOK_SECONDS)

    def _exchange(self, take: Callable[[ClusterNews], bool], *, stop: bool) -> None:
        news = self._cluster.call(
            self.address, worker_search.exchange, self._key, self._news(stop=stop)
        )
        if not take(news):
            raise WorkerCallError("what it found is no plan")

    def _news(self, *, stop: bool) -> ClusterNews:
        """Return what the worker has not been told yet."""
        incumbent = self._incumbent
        best, bounds, sources = incumbent.best, dict(incumbent.bounds), dict(incumbent.sources)
        new = {
            tier: (bound, sources[tier])
            for tier, bound in bounds.items()
            if bound > self._known_bounds.get(tier, -1)
        }
        self._known_bounds |= bounds
        assert best is not None
        is_better = self._known is None or best.score < self._known
        self._known = best.score
        return ClusterNews(
            solution=best.solution if is_better else None,
            engine=incumbent.last_finder,
            bounds=new,
            stop=stop,
        )

    def _tried(self, work: Callable[[], object]) -> None:
        """Do something with the worker; note where it cannot be done."""
        if self.trouble is not None:
            return
        try:
            work()
        except WorkerLostError:
            self.trouble = "is gone"
        except WorkerCallError as error:
            self.trouble = f"has failed ({error})"
        if self.trouble is not None and self._call is not None:
            self._call.cancel()

    def close(self) -> None:
        """End the search on the worker."""
        if self._call is not None:
            self._call.cancel()
        self._tried(lambda: self._cluster.call(self.address, worker_search.close_search, self._key))
