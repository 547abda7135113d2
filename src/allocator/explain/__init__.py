"""Why no plan keeps every deadline, and which plan breaks them least."""
