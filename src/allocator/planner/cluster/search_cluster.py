"""The cluster of one command: connected once, and what happens on it is told."""

from __future__ import annotations

import platform
import threading
import uuid
from collections.abc import Callable
from importlib.metadata import version

from allocator import __version__
from allocator.jobs.cluster import Cluster, WorkerCallError, WorkerLostError
from allocator.planner.cluster.worker_lane import WorkerLane
from allocator.planner.cluster.worker_search import worker_identity
from allocator.planner.incumbent import Incumbent


class SearchCluster:
    """Workers of a cluster that take part in searches; leave it with ``with``.

    Parameters
    ----------
    address
        Of the scheduler.
    notify
        Called with a sentence where workers are not used or are lost.

    Attributes
    ----------
    participants
        Addresses of the workers that have taken part.

    Raises
    ------
    InputError
        There is no cluster at the address.
    """

    def __init__(self, address: str, notify: Callable[[str], object]) -> None:
        self._cluster = Cluster(address)
        self._notify = notify
        self._checked: dict[str, bool] = {}
        self._local_threads: dict[str, int] = {}
        self.participants: set[str] = set()
        self._is_told_alone = False
        self._lock = threading.Lock()
        self.workers()

    def __enter__(self) -> SearchCluster:
        return self

    def __exit__(self, *exception: object) -> None:
        self._cluster.__exit__(*exception)

    @property
    def address(self) -> str:
        """Of the scheduler."""
        return self._cluster.address

    def workers(self) -> dict[str, int]:
        """Return the threads of each worker that can be used; none where the cluster is gone."""
        try:
            return {
                address: threads
                for address, threads in self._cluster.workers().items()
                if self._is_usable(address, threads)
            }
        except (WorkerLostError, WorkerCallError):
            return {}

    def has_cores_left(self, cores: int) -> bool:
        """Return whether some of so many cores of this machine belong to no worker."""
        return cores > sum(self._local_threads.values())

    def cores_left(self, cores: int) -> int:
        """Return how many of so many cores belong to no worker; all of them where none is left.

        So many search here in any case, or where no worker is left.
        """
        return cores - sum(self._local_threads.values()) if self.has_cores_left(cores) else cores

    def lane(self, address: str, threads: int, incumbent: Incumbent) -> WorkerLane:
        """Return the planner's end of a worker, for one search."""
        key = f"{uuid.uuid4().hex}-{address}"
        return WorkerLane(self._cluster, address, threads, key, incumbent)

    def give_up(self, lane: WorkerLane) -> None:
        """Use a worker no longer, and say why."""
        self._checked[lane.address] = False
        self._local_threads.pop(lane.address, None)
        self._notify(f"worker {lane.address} of the cluster {lane.trouble}; the search goes on")

    def tell_alone(self) -> None:
        """Say, once, that no worker takes part."""
        if not self._is_told_alone:
            self._is_told_alone = True
            self._notify(f"the cluster at {self.address} has no worker; this machine searches")

    def _is_usable(self, address: str, threads: int) -> bool:
        """Return whether a worker can take part; say, once, why not."""
        with self._lock:
            if address not in self._checked:
                trouble = self._trouble(address, threads)
                self._checked[address] = trouble is None
                if trouble is not None:
                    self._notify(f"worker {address} of the cluster is not used: {trouble}")
            return self._checked[address]

    def _trouble(self, address: str, threads: int) -> str | None:
        """Return why a worker cannot take part; note it where it runs on this machine."""
        try:
            identity = self._cluster.call(address, worker_identity)
        except WorkerLostError:
            return "it is gone"
        except WorkerCallError as error:
            return f"allocator does not run there ({error})"
        ours = (__version__, version("ortools"))
        if (identity.version, identity.solver_version) != ours:
            return (
                f"it has allocator {identity.version} with OR-Tools {identity.solver_version}, "
                f"not {ours[0]} with {ours[1]} as this machine has"
            )
        if identity.host == platform.node():
            self._local_threads[address] = threads
        return None
