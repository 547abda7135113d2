"""Changes to try: what takes a cause away, or could help, as ``--with`` takes it.

Each function returns plain data (docs/changes.md) for a scenario and the ids that it is about.
None of them tries anything, and a change may turn out to be wrong for the whole scenario: a trial
of it then has no outcome.
"""
