"""Files of other systems to scenarios, one module a system."""
