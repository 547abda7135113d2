"""The exhaustive enumeration that the planner's optima are held against.

It is written from ``docs/semantics.md`` alone, reads the scenario's fields, and shares no
code with the planner or the checker. Times are exact minutes (int or Fraction) from midnight
of the calendar's first day, so that nothing is ever rounded.

``best`` enumerates; ``exhaustive`` does the same for the smallest scenarios without any of its
short cuts, and is there to hold ``best`` to account.
"""

from support.oracle.exhaustive import exhaustive
from support.oracle.search import Optimum, best
from support.oracle.staffing import staffings

__all__ = ["Optimum", "best", "exhaustive", "staffings"]
