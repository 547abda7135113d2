"""Plans for trackers: rows that they share, and the files that each one imports."""
