"""One tier, one module; each has its twin in analysis.measures."""
