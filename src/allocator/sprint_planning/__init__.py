"""What goes into which sprint: goals, commitment, readiness, risks, what to pull next."""
