"""The independent checker: dates, hours and people, never slots."""
