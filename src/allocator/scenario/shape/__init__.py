"""Turns documents into models of the domain, and says what is wrong with their fields."""
