"""Large neighbourhood search: parts of a problem that may change while all else stands."""
