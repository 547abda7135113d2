"""Runs functions elsewhere; knows nothing of what they do."""
