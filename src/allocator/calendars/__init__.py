"""Working time in plain arithmetic: the team's, a person's, and walks to a finish."""
