"""Re-planning: make a new plan after a change, close to the baseline."""
