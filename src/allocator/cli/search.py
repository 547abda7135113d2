"""A search as a command runs it: on a terminal it shows how far it is, and signals end it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from allocator import wording
from allocator.cli.live import live_line
from allocator.cli.output import print_json, say
from allocator.cli.signals import stop_on_signals
from allocator.errors import InfeasibleError
from allocator.heuristics.kernel import announcement
from allocator.planner import Progress, Session, Trace
from allocator.planner.progress import Listener


@contextmanager
def session(
    time_limit: float,
    *,
    quiet: bool,
    as_json: bool,
    trace: Trace | None = None,
    first_plan: bool = False,
) -> Iterator[Session]:
    """Yield a session that signals stop; where there is no plan, ``--json`` prints the conflict.

    Parameters
    ----------
    time_limit
        Seconds of the search.
    quiet
        Whether to show nothing of the search.
    as_json
        Whether stdout is for JSON alone; nothing of the search is shown then either.
    trace
        Receives the course of the search.
    first_plan
        Whether to say the numbers of the first plan.
    """
    quiet = quiet or as_json
    found = Session(trace=trace, notify=lambda notice: say(f"warning: {notice}"))

    @contextmanager
    def searching() -> Iterator[None]:
        with live_line(time_limit, found.stop, quiet=quiet) as line:
            found.progress = _and_first_plan(line) if first_plan and not quiet else line
            yield

    @contextmanager
    def explaining() -> Iterator[None]:
        if sys.stderr.isatty():
            say(f"Looking for what is in conflict, for {wording.duration(time_limit)} at most.")
        yield

    found.while_searching, found.while_explaining = searching, explaining
    with stop_on_signals(found), nullcontext() if quiet else announcement.announced(say):
        try:
            yield found
        except InfeasibleError as error:
            if as_json:
                print_json(_document(error.conflict))
            raise


def _document(conflict: dict[str, Any] | None) -> dict[str, Any]:
    """Return the document of a conflict; its facts and repairs stand at the top too."""
    first = {name: (conflict or {}).get(name, []) for name in ("facts", "repairs")}
    return {"status": "infeasible", **first, "conflict": conflict}


def _and_first_plan(line: Listener | None) -> Listener:
    """Return a listener that says the numbers of the first plan, and passes all news on."""
    began, said = time.monotonic(), threading.Event()

    def tell(progress: Progress) -> None:
        reached = [tier for tier in progress.tiers if tier.incumbent is not None]
        if reached and not said.is_set():
            said.set()
            values = ", ".join(
                f"{t.name} {wording.tier_value(t.incumbent or 0.0, t.unit)}" for t in reached
            )
            say(f"First plan after {time.monotonic() - began:.1f} s: {values}")
        if line is not None:
            line(progress)

    return tell
