"""What an operator of the search is, and what it is given."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol

from allocator.heuristics.candidate import Candidate, Score
from allocator.heuristics.kernel import jit, warmup
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.priorities import FloatArray
from allocator.planner.clock import Clock
from allocator.planner.incumbent import Gain, Incumbent
from allocator.planner.params import SearchParams
from allocator.problem.model import Problem
from allocator.problem.time_windows import TimeWindows


@dataclass(frozen=True, kw_only=True)
class SearchContext:
    """What the operators of one search work on.

    Attributes
    ----------
    problem, windows
        What is planned, and the earliest start of each activity.
    incumbent
        The best plan, to which operators offer what they find.
    clock, cores, seed, params
        Clock and options of this solve; in a search thread the seed is the thread's own.
    relax
        Whether deadlines may be broken.
    decoder
        A decoder of the problem, whose arrays are shared; None where nothing needs them yet.
    order
        Places of the activities, from 0 to 1, by which a good schedule was built; or None.
    worker
        Number of the worker of a cluster, from 0 on.
    """

    problem: Problem
    windows: TimeWindows
    incumbent: Incumbent
    clock: Clock
    cores: int
    seed: int
    params: SearchParams
    relax: bool
    decoder: Decoder | None
    order: FloatArray | None
    worker: int = 0

    def of_thread(self, k: int) -> SearchContext:
        """Return the context of the k-th search thread, with a seed of its own."""
        return replace(self, seed=1000 * self.seed + k)

    @property
    def best(self) -> Candidate:
        """The best plan; operators only run once there is one."""
        assert self.incumbent.best is not None
        return self.incumbent.best

    @property
    def has_kernel(self) -> bool:
        """Whether the kernel may search; in a reproducible run it does, compiled or not."""
        return self.clock.reproducible or kernel_is_ready()


@dataclass(frozen=True, kw_only=True)
class Target:
    """The tier to improve while all tiers before it stay at least as good.

    Attributes
    ----------
    tier
        Its name; "deadlines" for the excess over deadlines.
    focus
        Its index in a score.
    kept
        The tiers before it, with the values that they must keep.
    """

    tier: str
    focus: int
    kept: tuple[tuple[str, int], ...]

    @property
    def before(self) -> tuple[str, ...]:
        """The names of the tiers before it."""
        return tuple(name for name, _ in self.kept)


@dataclass(frozen=True, kw_only=True)
class TimeSlice:
    """What to improve, and for how long.

    Attributes
    ----------
    target
        The tier to improve.
    seconds
        Seconds granted; in a search thread several turns share them.
    end
        When they are over.
    spent
        Seconds that each operator of the thread has had so far, by name.
    now
        The clock that the end is on; in a reproducible run that of counted work.
    """

    target: Target
    seconds: float
    end: float
    spent: Mapping[str, float] = field(default_factory=dict)
    now: Callable[[], float] = time.monotonic

    @property
    def left(self) -> float:
        """Seconds until the end."""
        return self.end - self.now()

    def turn(self, *, least: float, most: float) -> float:
        """Return the seconds of one turn: those left, between two limits."""
        return min(most, max(least, self.left))


class Operator(Protocol):
    """One way to find better plans.

    In a reproducible run it has the clock count what it does, and does nothing by time.

    Attributes
    ----------
    name
        In ``ShareParams``.
    engine
        Names what found a plan in logs and plan files.
    family
        Names the operators that were at work in plan files.
    exclusive
        Whether it takes all cores for itself, for a fixed fraction of each tier's time. The others
        share the search threads, one instance in each; see ``AdaptiveShares``.
    time_fraction
        That fraction of an exclusive operator.
    looks_first
        Whether an exclusive operator may solve the problem at once, so that it has a short turn
        before all else.
    starts_process
        Whether it starts a process, which does not pay for a moment of search.
    """

    name: ClassVar[str]
    engine: ClassVar[str]
    family: ClassVar[str] = "search"
    exclusive: ClassVar[bool] = False
    starts_process: ClassVar[bool] = False
    time_fraction: float = 0.0
    looks_first: bool = False

    def __init__(self, context: SearchContext) -> None: ...

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether a turn makes sense now."""
        ...

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Search for one turn, offer a better plan, and return its own gain; None without one."""
        ...

    def close(self) -> None:
        """End what outlives a turn; called from any thread."""
        return


def is_far_behind(score: Score, best: Score, focus: int, fraction: float) -> bool:
    """Return whether a score is worse than the best by more than a fraction in the tier in focus.

    A tier before it that is worse is far behind too.
    """
    if score[:focus] != best[:focus]:
        return score[:focus] > best[:focus]
    return score[focus] - best[focus] > fraction * best[focus]


def kernel_is_ready() -> bool:
    """Return whether the kernel is compiled, or never will be."""
    return jit.enabled() or not warmup.possible() or warmup.load_compiled()
