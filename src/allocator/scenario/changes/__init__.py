"""Changes of a scenario: read from files beside it, and worked into its document.

The documents are merged before anything is validated, so that the changed scenario is checked as
one, and each finding names the file and the place that its value comes from.
"""

from allocator.scenario.changes.overlay import apply_changes

__all__ = ["apply_changes"]
