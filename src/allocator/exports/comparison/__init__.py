"""Writes plans side by side: Markdown, CSV, HTML, JSON."""
