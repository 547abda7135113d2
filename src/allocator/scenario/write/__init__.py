"""A scenario as text: YAML, and the schema that editors complete from."""
