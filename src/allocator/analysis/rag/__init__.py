"""How projects and milestones stand: red, amber or green, and by which facts."""
