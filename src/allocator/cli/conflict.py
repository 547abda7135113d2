"""Why there is no plan, found out for a command that met it."""

from __future__ import annotations

import sys
import threading

from allocator import wording
from allocator.cli.output import print_json, say
from allocator.cli.signals import stop_on_signals
from allocator.domain import Scenario
from allocator.errors import InfeasibleError


def explained(
    scenario: Scenario, *, time_limit: float, seed: int, as_json: bool
) -> InfeasibleError:
    """Find what is in conflict; an interrupt ends that with what is known by then.

    Parameters
    ----------
    scenario
        Known to have no plan.
    time_limit
        Seconds for finding out.
    seed
        Of the solver.
    as_json
        Whether to print the conflict as JSON on stdout.

    Returns
    -------
    InfeasibleError
        With the explanation as its message, to be raised.
    """
    from allocator.api import interruptible
    from allocator.explain import explain_conflict

    if sys.stderr.isatty():
        say(f"Looking for what is in conflict, for {wording.duration(time_limit)} at most.")
    stop = threading.Event()
    with stop_on_signals(stop):
        conflict = interruptible(
            lambda: explain_conflict(scenario, time_limit=time_limit, seed=seed, stop=stop), stop
        )
    if as_json:
        print_json({"status": "infeasible", "conflict": conflict.to_dict()})
    return InfeasibleError("\n".join(conflict.lines()))
