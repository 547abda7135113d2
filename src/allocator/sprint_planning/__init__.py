"""Prepares the planning of sprints: goals, commitment, prerequisites, risks, what to pull next."""
