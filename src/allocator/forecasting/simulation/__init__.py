"""Futures of a plan as arrays: compiled, simulated by a policy, and told as plans again."""
