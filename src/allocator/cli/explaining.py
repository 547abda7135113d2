"""Trials for a report: said to begin, and ended by Ctrl-C with what is known by then."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from allocator import wording
from allocator.cli.output import say
from allocator.cli.signals import stop_on_signals

if TYPE_CHECKING:
    from allocator.planner import Session


@contextmanager
def explaining(*, explain: bool, time_limit: float) -> Iterator[Session | None]:
    """Yield the session of the trials; None where nothing is to be tried.

    Parameters
    ----------
    explain
        Whether something is tried.
    time_limit
        Seconds after which nothing further is.
    """
    if not explain:
        yield None
        return
    from allocator.planner import Session

    session = Session()
    if sys.stderr.isatty():
        say(f"Trying what holds the dates, for {wording.duration(time_limit)} at most.")
    with stop_on_signals(session):
        yield session
