"""Writes what to leave out so that dates are kept: Markdown, CSV, JSON, pictures, changes."""
