"""The search on other machines: what the workers of a cluster do, and the planner's end of it."""
