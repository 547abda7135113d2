"""Limits on the size of scenario files, so that hostile or broken ones are refused quickly."""

from __future__ import annotations

from typing import Final

from allocator.domain.quantities import START_YEARS as START_YEARS
from allocator.domain.quantities import YEARS as YEARS

MAX_FILE_BYTES: Final = 16 * 1024 * 1024
"""Largest file that is read, in bytes."""

MAX_DEPTH: Final = 64
"""Deepest nesting of lists and maps, aliases followed."""

MAX_VALUES: Final = 350_000
"""Most values of a document, aliases followed; some 15,000 work items."""

MAX_CHARACTERS: Final = 2 * MAX_FILE_BYTES
"""Most characters of text in a document, aliases followed."""

MAX_TEXT_CHARACTERS: Final = 100_000
"""Longest single text, in characters."""

MAX_DIRECTIVES: Final = 16
"""Most lines that begin with ``%``; libyaml's time grows with their square."""

MAX_FINDINGS: Final = 1_000
"""Most findings that are reported one by one."""

MAX_COMPARISONS: Final = 20_000
"""Most comparisons of names, over all suggestions for one file."""

HORIZON_DAYS: Final = 366 * 20
"""How far ahead, in days, calendars are walked when dates are checked."""

MAX_AMOUNT: Final = 10**9
"""Numbers and minutes above this are mistakes, and too large to plan with."""

MAX_EVENTS: Final = 20_000
"""Most events of an iCalendar file, repeated ones counted one by one."""

MAX_MATCHING_STEPS: Final = 2_000_000
"""Most steps of the search for one team."""

MAX_FINISHES: Final = 200_000
"""Most finishes that are worked out; a sound scenario takes a few for each item."""

LOOK_PAST_DAYS: Final = 3 * 366
"""How long after a deadline the finish of whoever is fastest is looked for, in days."""
