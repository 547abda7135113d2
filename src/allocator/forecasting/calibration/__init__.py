"""What a team's own estimates have been worth: ratios of actual to estimated effort."""
