"""How sure a plan is: futures that are drawn, simulated and counted."""
