"""Plans for trackers: rows that all trackers share, and files for each of them."""
