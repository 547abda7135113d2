"""A cluster of machines: the workers of a scheduler of dask ``distributed``, called by address."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, TypeVar

from allocator.errors import InputError

P = ParamSpec("P")
T = TypeVar("T")

CONNECT_SECONDS = 10.0
"""How long a scheduler of a cluster may take to answer."""


class WorkerLostError(Exception):
    """A worker, or the way to it, is gone."""


class WorkerCallError(Exception):
    """What a worker was asked to do raised an error there; the message says which."""


def connected(address: str) -> Any:
    """Return a client of a scheduler of dask ``distributed``.

    Parameters
    ----------
    address
        Of the scheduler: ``tcp://HOST:8786``.

    Raises
    ------
    InputError
        If ``distributed`` is not installed or no scheduler answers at the address.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError(
            "a cluster needs the package distributed, which is not installed",
            hint="install it with pip install 'allocator[cluster]'",
        ) from error
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"no scheduler of dask answers at {address}: {error}",
            hint="start one with dask scheduler, and give the address that it prints, "
            "for example tcp://localhost:8786",
        ) from error


class Call:
    """A call that a worker is at, or has in its queue."""

    def __init__(self, future: Any) -> None:
        self._future = future

    @property
    def is_done(self) -> bool:
        """Whether it has ended, with an answer or without."""
        done: bool = self._future.done()
        return done

    def answer(self) -> Any:
        """Return the answer of a call that is done.

        Raises
        ------
        WorkerLostError, WorkerCallError
            There is none.
        """
        with _as_cluster_errors():
            return self._future.result(timeout=CONNECT_SECONDS)

    def cancel(self) -> None:
        """Call it off where it has not begun; whoever is at it goes on."""
        with contextlib.suppress(Exception):
            self._future.cancel(force=True)


class Cluster:
    """Workers that are called by their address; leave it with ``with``.

    Parameters
    ----------
    address
        Of the scheduler.

    Raises
    ------
    InputError
        There is no cluster at the address.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is lost is told here
        self._client = connected(address)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *exception: object) -> None:
        with contextlib.suppress(Exception):
            self._client.close(timeout=1.0)

    def workers(self) -> dict[str, int]:
        """Return the threads of each worker by its address.

        Raises
        ------
        WorkerLostError
            The scheduler is gone.
        """
        if self._client.status != "running":
            raise WorkerLostError("the scheduler is gone")
        with _as_cluster_errors():
            return dict(self._client.nthreads())

    def submit(
        self, worker: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> Call:
        """Queue a call of a module's function, for this worker and no other.

        Raises
        ------
        WorkerCallError
            An argument cannot be sent.
        """
        with _as_cluster_errors(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sending large graph")
            future = self._client.submit(
                function, *args, **kwargs, workers=[worker], pure=False, retries=0
            )
        return Call(future)

    def call(self, worker: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a module's function returns on a worker, beside the calls in its queue.

        It must be quick, as the worker does nothing else meanwhile but what is on its threads.

        Raises
        ------
        WorkerLostError, WorkerCallError
            There is no answer.
        """
        if worker not in self.workers():  # a call would try to connect for long
            raise WorkerLostError("the worker is gone")
        with _as_cluster_errors():
            answers = self._client.run(function, *args, workers=[worker], **kwargs)
        answer: T = answers[worker]
        return answer


@contextlib.contextmanager
def _as_cluster_errors() -> Iterator[None]:
    """Raise that a worker is lost, or that something was wrong there, whatever the library has."""
    from concurrent.futures import CancelledError

    from distributed.scheduler import KilledWorker

    try:
        yield
    except (OSError, CancelledError, KilledWorker, TimeoutError) as error:
        raise WorkerLostError(str(error) or type(error).__name__) from error
    except Exception as error:
        raise WorkerCallError(f"{type(error).__name__}: {error}") from error
