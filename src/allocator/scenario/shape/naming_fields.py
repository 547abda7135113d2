"""The fields of a work item that name people or other items."""

from __future__ import annotations

from typing import Final

PEOPLE: Final = ("assign", "avoid", "prefer", "people")
"""Lists of people."""

SAME_PEOPLE: Final = ("not_same_as", "same_as")
"""Lists of items whose people it says something of."""

AFTER_FAILURE: Final = ("redo", "then", "drop")
"""Lists of items in ``if_fails``."""
