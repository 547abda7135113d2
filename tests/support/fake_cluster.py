"""A cluster in this process: workers that are threads, and can be lost or lie."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from allocator.jobs.cluster import WorkerCallError, WorkerLostError


class FakeCall:
    """A call on a thread."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._answer: list[Any] = []
        self._error: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[], Any]) -> None:
        try:
            self._answer.append(work())
        except BaseException as error:
            self._error.append(error)

    @property
    def is_done(self) -> bool:
        return not self._thread.is_alive()

    def answer(self) -> Any:
        if self._error:
            raise WorkerCallError(str(self._error[0]))
        return self._answer[0]

    def cancel(self) -> None:
        return


class FakeCluster:
    """Takes the place of ``allocator.jobs.cluster.Cluster``.

    Attributes
    ----------
    threads
        Of each worker by its address.
    answers
        Gets what a function has returned on a worker, and what it was given; returns what the
        worker answers in its place. By the worker's address and the function's name.
    calls
        Each worker that was called, and the function's name.
    said
        For what the planner tells.
    """

    def __init__(self, threads: dict[str, int]) -> None:
        self.address = "tcp://fake:1"
        self.threads = threads
        self.answers: dict[tuple[str, str], Callable[..., Any]] = {}
        self.calls: list[tuple[str, str]] = []
        self.said: list[str] = []

    def __exit__(self, *exception: object) -> None:
        return

    def workers(self) -> dict[str, int]:
        return dict(self.threads)

    def submit(self, worker: str, function: Callable[..., Any], *given: Any) -> FakeCall:
        self._look_for(worker)
        return FakeCall(lambda: self._answer(worker, function, *given))

    def call(self, worker: str, function: Callable[..., Any], *given: Any) -> Any:
        self._look_for(worker)
        return self._answer(worker, function, *given)

    def _answer(self, worker: str, function: Callable[..., Any], *given: Any) -> Any:
        self.calls.append((worker, function.__name__))
        found = function(*given)
        change = self.answers.get((worker, function.__name__))
        return found if change is None else change(found, *given)

    def _look_for(self, worker: str) -> None:
        if worker not in self.threads:
            raise WorkerLostError("gone")
