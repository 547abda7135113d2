"""One objective tier, one module: its value recomputed from a plan."""
