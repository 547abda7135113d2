"""The report: a plan as one page that opens anywhere, offline."""
