"""Files that stand beside a scenario: CSV tables, calendars, teams, actuals."""
