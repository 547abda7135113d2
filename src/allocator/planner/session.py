"""A search as its caller sees it: started, watched, stopped, and explained where it finds no plan.

Explaining stands above the planner in the table of imports, so that the caller hands it in.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from allocator.errors import InfeasibleError
from allocator.planner.progress import Listener
from allocator.planner.trace import Trace

T = TypeVar("T")


class Session:
    """How a search is watched and stopped.

    Parameters
    ----------
    progress
        Called about ten times a second with the state of the search, from another thread.
    trace
        An ``allocator.planner.Trace``, which receives every better plan and bound.
    notify
        Called with each notice about the search, such as why it is slow; by default notices are
        issued as Python warnings.

    Attributes
    ----------
    stop : threading.Event
        Set it, from any thread, to end the search with the best plan so far.
    while_searching, while_explaining : callable
        Each returns a context manager that is entered for as long as is searched for a plan, and
        for why there is none.

    Examples
    --------
    >>> def stop_at_first_plan(progress):
    ...     if progress.tiers[0].incumbent is not None:
    ...         session.stop.set()
    >>> session = allocator.Session(progress=stop_at_first_plan)
    >>> allocator.solve("scenarios/portfolio.yaml", session=session).stop_reason
    'interrupted'
    """

    def __init__(
        self,
        *,
        progress: Listener | None = None,
        trace: Trace | None = None,
        notify: Callable[[str], None] | None = None,
    ) -> None:
        self.progress, self.trace = progress, trace
        self.stop = threading.Event()
        self.while_searching: Callable[[], AbstractContextManager[None]] = nullcontext
        self.while_explaining: Callable[[], AbstractContextManager[None]] = nullcontext
        self._notify = notify or _warn

    def notify(self, notices: Iterable[str]) -> None:
        """Pass on notices about the search."""
        for notice in notices:
            self._notify(notice)

    def run(
        self,
        search: Callable[[], T],
        *,
        explain: Callable[[threading.Event], InfeasibleError],
    ) -> T:
        """Run a search; an interrupt ends it with the best plan so far.

        Parameters
        ----------
        search
            Ends soon after ``stop`` is set.
        explain
            Returns the error that explains why there is no plan. It gets an event of its own,
            the new ``stop``, which ends it with what is known by then.

        Raises
        ------
        InfeasibleError
            There is no plan; the message explains why.
        AllocatorError
            As the search raises it.
        """
        try:
            with self.while_searching():
                return interruptible(search, self.stop)
        except InfeasibleError as error:
            self.stop = threading.Event()
            with self.while_explaining():
                raise interruptible(lambda: explain(self.stop), self.stop) from error


def _warn(notice: str) -> None:
    warnings.warn(notice, RuntimeWarning, stacklevel=2)


def interruptible(work: Callable[[], T], stop: threading.Event) -> T:
    """Run work in another thread, so that this one can take an interrupt meanwhile.

    The first interrupt sets ``stop`` and waits for what the work has by then; a second one
    is raised at once.

    Parameters
    ----------
    work
        What to run; it ends soon after ``stop`` is set.
    stop
        Set at the first interrupt.
    """
    box: list[T] = []
    failure: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            box.append(work())
        except BaseException as error:
            failure.append(error)
        finally:
            done.set()

    thread = threading.Thread(target=run, name="allocator", daemon=True)
    try:
        thread.start()
        _wait(done)
    except KeyboardInterrupt:
        stop.set()
        _wait(done)
    if failure:
        raise failure[0]
    return box[0]


def _wait(done: threading.Event) -> None:
    """Wait in short steps, as a wait without end takes no signals on some systems.

    Not by joining the thread: an interrupt of ``join`` marks it as ended (Python 3.11, 3.12).
    """
    while not done.wait(0.1):
        pass
