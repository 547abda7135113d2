"""YAML and CSV to Scenario and back, with every finding's place in the text."""
