"""Why a plan is as it is, what would help, and why there is none."""
