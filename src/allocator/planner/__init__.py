"""Runs the planner and owns the clock; the one door is solve(scenario)."""

from allocator.planner.method import solve
from allocator.planner.options import SolveOptions
from allocator.planner.params import SearchParams
from allocator.planner.params_file import read_params
from allocator.planner.progress import Progress, TierProgress
from allocator.planner.session import Session
from allocator.planner.trace import Trace, TraceRow

__all__ = [
    "Progress",
    "SearchParams",
    "Session",
    "SolveOptions",
    "TierProgress",
    "Trace",
    "TraceRow",
    "read_params",
    "solve",
]
