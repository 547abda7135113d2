"""The report: a plan as one HTML page that opens anywhere, offline."""
