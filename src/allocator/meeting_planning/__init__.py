"""Meetings of a scenario: who spends how much in them, slots for new ones, and agendas."""
