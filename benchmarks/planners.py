"""The planners that are held against each other, by the name that --planner knows them by."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

from instances import BenchmarkError
from traces import TraceRow

if TYPE_CHECKING:
    from allocator.domain import PlanItem, Scenario


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What every planner is told: seconds, cores, and the seed of everything random."""

    time_limit: float
    workers: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a peer returns: dates and people, measured and checked afterwards by our own code.

    Attributes
    ----------
    bound
        Of the first tier, in its unit; None where the tool proves none.
    first_seconds, best_seconds
        From the call to its first and its best plan; None where the tool does not say.
    """

    items: Sequence[PlanItem]
    engine: str
    bound: float | None = None
    first_seconds: float | None = None
    best_seconds: float | None = None
    trace: Sequence[TraceRow] = field(default_factory=tuple)
    versions: str = ""


class NoPlanError(Exception):
    """A peer ended without a plan, within its rights: the time was too short."""


@dataclass(frozen=True)
class Planner:
    """A planner: what it is, and how to know and say that it is not installed."""

    name: str
    module: str | None = None
    program: str | None = None
    remedy: str = ""

    def demand(self) -> None:
        """Raise BenchmarkError where it is not installed."""
        absent = (self.module and importlib.util.find_spec(self.module) is None) or (
            self.program and shutil.which(self.program) is None
        )
        if absent:
            raise BenchmarkError(f"{self.name} is not installed: {self.remedy}")

    def versions(self) -> str:
        """Return the version of its package, where it is one."""
        return f"{self.module} {version(self.module)}" if self.module else ""


PLANNERS = {
    planner.name: planner
    for planner in (
        Planner("allocator"),
        Planner("plain-cpsat", module="ortools"),
        Planner("pyjobshop", module="pyjobshop", remedy="pip install -e '.[bench]'"),
        Planner("tj3", program="tj3", remedy="apt-get install tj3, or gem install taskjuggler"),
    )
}
"""allocator is this project; the others are peers, each in a module named peer_*."""


def peer(name: str) -> Callable[[Scenario, Settings], Outcome]:
    """Return the function that plans a scenario with a peer."""
    if name == "plain-cpsat":
        from peer_cpsat import plan
    elif name == "pyjobshop":
        from peer_pyjobshop import plan
    elif name == "tj3":
        from peer_tj3 import plan
    else:
        raise BenchmarkError(f"{name}: no such peer")
    return plan
