"""Lower bounds that need no search tree: chains, load, linear relaxations over time."""
