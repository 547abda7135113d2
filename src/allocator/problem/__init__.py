"""Scenario to Problem: dates to slots, finish tables, modes, windows, bounds."""
