"""Problem to a CP-SAT model: variables, constraints, objectives, hints, extraction."""
