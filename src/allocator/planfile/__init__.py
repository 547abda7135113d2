"""The plan folder: plan.json and its tables, written whole and read back."""
