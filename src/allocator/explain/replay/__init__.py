"""Finds by replay which differences between two scenarios moved what moved between two plans."""
