"""Runs the planner and owns the clock; the one door is solve(scenario)."""
