"""When the days of a place begin and end on the plan's clock."""

from __future__ import annotations

import datetime as dt

from allocator.calendars.local_clock import LocalClock
from allocator.domain.quantities import When, beginning, end_of


class LocalDays:
    """The days of a place; date-times are always of the plan's clock.

    Parameters
    ----------
    clock
        The clock of the place; None where it is the plan's.
    """

    def __init__(self, clock: LocalClock | None) -> None:
        self._clock = clock

    def beginning(self, when: When) -> dt.datetime:
        """Return the instant at which a date begins there; a date-time is that instant."""
        return self._on_plan(when, beginning(when))

    def end(self, when: When) -> dt.datetime:
        """Return the instant at which a date ends there; a date-time is that instant."""
        return self._on_plan(when, end_of(when))

    def instant(self, local: dt.datetime) -> dt.datetime:
        """Return the instant of the plan's clock at a local time."""
        return local if self._clock is None else self._clock.instant(local)

    def _on_plan(self, when: When, local: dt.datetime) -> dt.datetime:
        if self._clock is None or isinstance(when, dt.datetime):
            return local
        return self._clock.instant(local)
