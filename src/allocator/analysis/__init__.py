"""Numbers about a plan in plain arithmetic."""
