"""From marked data to the models of the domain: short forms, and what was meant."""
