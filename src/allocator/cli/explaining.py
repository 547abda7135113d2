"""Trials of changes: said to begin, and ended by Ctrl-C with what is known by then."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from allocator import wording
from allocator.cli.output import say
from allocator.cli.signals import stop_on_signals
from allocator.heuristics.kernel import announcement

if TYPE_CHECKING:
    from allocator.planner import Session


@contextmanager
def trying(what: str, time_limit: float | None, *, as_json: bool) -> Iterator[Session]:
    """Yield the session of trials, which signals stop.

    Parameters
    ----------
    what
        What is tried, as a terminal is told: ``delays``.
    time_limit
        Seconds after which nothing further is tried; None where it depends on the plan.
    as_json
        Whether stdout is for JSON alone; nothing is said before then.
    """
    from allocator.planner import Session

    session = Session()
    if sys.stderr.isatty() and not as_json:
        limit = "" if time_limit is None else f", for {wording.duration(time_limit)} at most"
        say(f"Trying {what}{limit}.")
    with stop_on_signals(session), announcement.announced(say):
        yield session
    if session.stop.is_set():
        say("Interrupted: this is what was known by then.")


@contextmanager
def explaining(*, explain: bool, time_limit: float) -> Iterator[Session | None]:
    """Yield the session of the trials for a report; None where nothing is to be tried.

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
    with trying("what holds the dates", time_limit, as_json=False) as session:
        yield session
