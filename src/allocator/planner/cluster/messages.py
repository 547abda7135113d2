"""What goes between the planner and a worker of a cluster; all of it is pickled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.heuristics.priorities import FloatArray
from allocator.planner.params import SearchParams
from allocator.problem.model import Problem, Solution
from allocator.problem.time_windows import TimeWindows


@dataclass(frozen=True, kw_only=True)
class SearchPackage:
    """What a worker gets once, before its first turn.

    Attributes
    ----------
    problem, windows, relax, order
        See ``SearchContext``.
    solution
        The best plan so far.
    params
        The numbers of the search.
    """

    problem: Problem
    windows: TimeWindows
    solution: Solution
    order: FloatArray | None
    relax: bool
    params: SearchParams


@dataclass(frozen=True, kw_only=True)
class TierTask:
    """What a worker does in one go: it improves a tier for so long.

    Attributes
    ----------
    tier, kept
        The tier, and the values of those before it.
    seconds
        Limit of time.
    """

    tier: str
    kept: tuple[tuple[str, int], ...]
    seconds: float


@dataclass(frozen=True, kw_only=True)
class ClusterNews:
    """What one side has found or been told that the other does not know.

    Attributes
    ----------
    solution
        A better plan than any that the other side has told of; or None.
    engine
        The engine that found it.
    bounds
        Proved lower bound and its source, by tier.
    stop
        Whether the worker is to end its turn.
    """

    solution: Solution | None = None
    engine: str = ""
    bounds: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    stop: bool = False


@dataclass(frozen=True, kw_only=True)
class WorkerIdentity:
    """What a worker says of itself.

    Attributes
    ----------
    version, solver_version
        Of allocator, and of OR-Tools.
    host
        Name of its machine.
    """

    version: str
    solver_version: str
    host: str
