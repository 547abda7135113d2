"""Problem to a solution without a solver."""
