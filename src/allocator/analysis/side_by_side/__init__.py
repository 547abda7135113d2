"""Plans side by side: dates, lateness, chances, scope, changes, people and cost."""
