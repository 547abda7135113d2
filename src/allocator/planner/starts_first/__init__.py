"""Starts first, people second: a model of starts alone, and people for the starts that it finds."""
