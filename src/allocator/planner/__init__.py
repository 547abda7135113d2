"""Runs the planner and owns the clock; the one door is solve(scenario)."""

from allocator.planner.method import solve
from allocator.planner.options import SolveOptions
from allocator.planner.progress import Progress, TierProgress
from allocator.planner.trace import Trace, TraceRow

__all__ = ["Progress", "SolveOptions", "TierProgress", "Trace", "TraceRow", "solve"]
