"""One rule, one module; each has its twin in checks."""
