"""Runs the planner and owns the clock; the one door is solve(scenario)."""

from allocator.solve.options import SolveOptions
from allocator.solve.progress import Progress, TierProgress
from allocator.solve.solve import solve
from allocator.solve.trace import Trace, TraceRow

__all__ = ["Progress", "SolveOptions", "TierProgress", "Trace", "TraceRow", "solve"]
