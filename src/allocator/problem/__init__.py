"""Compiles a scenario to a problem in integers; evaluates solutions of it."""
