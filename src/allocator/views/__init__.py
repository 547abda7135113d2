"""Tidy pandas tables of a plan; columns and units are documented here once."""
