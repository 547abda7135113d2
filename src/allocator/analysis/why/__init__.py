"""Why an item lies where it lies in the newer of two plans: arithmetic on plans, no search."""
