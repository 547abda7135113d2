"""Pictures of a plan for slides and documents, made without a browser."""
