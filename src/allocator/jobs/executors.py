"""Executors that run functions on threads, in processes of their own or on a cluster of machines.

All are ``concurrent.futures.Executor``; what is submitted to processes and clusters is a module's
function. A worker that is killed on the way costs time and nothing else: what it was at is done
again by another one.
"""

from __future__ import annotations

import contextlib
import queue
import warnings
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Literal, ParamSpec, TypeVar

from allocator.jobs.cluster import connected
from allocator.jobs.process import Process, WorkerGoneError

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 4
"""How often a call is made at most whose worker is gone before it has answered. Whatever ends
workers again and again, a call without enough memory say, is not worth more."""


def executor(
    workers: int,
    kind: Literal["threads", "processes"] = "threads",
    cluster: str | None = None,
) -> Executor:
    """Return an executor; leave it with ``with``, which ends its workers.

    Parameters
    ----------
    workers
        Threads or processes.
    kind
        Threads are right for compiled functions, which run beside each other; processes for plain
        Python.
    cluster
        Address of a scheduler of dask ``distributed``, ``tcp://HOST:8786``: its workers run the
        calls, however many there are. allocator must be installed there in the same version.

    Raises
    ------
    InputError
        If ``distributed`` is not installed or no scheduler answers at the address.
    """
    if cluster is not None:
        return ClusterExecutor(cluster)
    return ProcessExecutor(workers) if kind == "processes" else ThreadPoolExecutor(workers)


class ProcessExecutor(Executor):
    """Runs calls in worker processes, each call in one that is idle; see ``jobs/process.py``."""

    def __init__(self, workers: int) -> None:
        self._threads = ThreadPoolExecutor(workers)  # each waits for the answer of one process
        self._idle: queue.SimpleQueue[Process] = queue.SimpleQueue()
        self._started: list[Process] = []
        self._is_ended = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a module's function in a process."""
        return self._threads.submit(self._call, partial(fn, *args, **kwargs))

    def _call(self, call: Callable[[], T]) -> T:
        """Make a call in an idle process, or in a new one; once more where that is killed."""
        for _ in range(TRIES):
            process = self._process()
            try:
                answer = process.call(call)
            except WorkerGoneError:
                process.close()
                if self._is_ended:
                    raise
                continue
            except BaseException:
                self._idle.put(process)
                raise
            self._idle.put(process)
            return answer
        raise WorkerGoneError(
            f"{TRIES} worker processes have ended at the same call; there may be too little memory"
        )

    def _process(self) -> Process:
        with contextlib.suppress(queue.Empty):
            return self._idle.get_nowait()
        self._started.append(process := Process())
        return process

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, once calls under way are answered; at once without waiting."""
        if not wait:
            self._is_ended = True
            for process in list(self._started):
                process.close()
        self._threads.shutdown(wait=True, cancel_futures=cancel_futures or not wait)
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()


class ClusterExecutor(Executor):
    """Runs calls on the workers of a scheduler of dask ``distributed``.

    The scheduler gives what a lost worker was at to another one.
    """

    def __init__(self, address: str) -> None:
        self._client: Any = connected(address)
        self._calls: Executor = self._client.get_executor(pure=False, retries=TRIES - 1)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a module's function on a worker.

        All that it needs goes along with each call, so that no worker holds what others would miss;
        the warning of ``distributed`` that this is much is not for the user.
        """
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sending large graph")
            return self._calls.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, which goes on."""
        self._calls.shutdown(wait=wait and not cancel_futures)
        self._client.close()
