"""Why an item has its dates in the newer of two plans: arithmetic on plans, no search."""
