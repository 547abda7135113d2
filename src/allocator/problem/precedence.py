"""Precedence: instants of activities, and step functions between them."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.problem.activity import Endpoint
from allocator.problem.timeline import Table


@dataclass(frozen=True)
class Source:
    """An instant of an activity, or a fixed instant, that others wait for.

    Attributes
    ----------
    activity
        Index, or None for a fixed instant.
    endpoint
        Which instant of the activity.
    instants
        By the value of the endpoint's variable; a single one if fixed.
    backward
        Whether -W of the instants is measured in place of W.
    """

    activity: int | None
    endpoint: Endpoint
    instants: Table
    backward: bool = False


@dataclass(frozen=True)
class Arrow:
    """A precedence between two activities, as a step function.

    At least one of the targets must be kept: the variable of the successor's endpoint is at least
    ``least[v]`` where v is the value of the source's variable.

    Attributes
    ----------
    source
        What is waited for; fixed instants have ``source.activity`` None and v = 0.
    succ
        Index of the waiting activity.
    targets
        Pairs of endpoint and table ``least`` (NEVER where the axis is too short).
    nodes
        Item positions of predecessor and successor of the link, and of the milestones between.
    """

    source: Source
    succ: int
    targets: tuple[tuple[Endpoint, Table], ...]
    nodes: tuple[int, ...]
