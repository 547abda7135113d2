"""Plan to files, one module a format."""
