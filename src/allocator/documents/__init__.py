"""Marked sections of Markdown documents, written from a plan; all else in them stays as it is."""
