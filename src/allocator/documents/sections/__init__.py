"""What a section can show of a plan; ``kinds.py`` lists them."""
