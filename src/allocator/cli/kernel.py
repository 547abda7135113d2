"""What a command says about the compiled part of the search."""

from __future__ import annotations

from allocator.cli.output import say
from allocator.domain import Scenario


def say_kernel(scenario: Scenario) -> None:
    """Say why the search of a scenario that is large enough for its kernel does without it."""
    from allocator.heuristics.kernel import warm
    from allocator.planner.portfolio import TINY

    if len(scenario.items) > TINY and (notice := warm.notice()) is not None:
        say(f"warning: {notice}")
