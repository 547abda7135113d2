"""The clock of a place beside the plan's: time zones, with summer time as each has it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

_MARGIN = dt.timedelta(days=2)
_EARLIEST, _LATEST = dt.datetime.min + _MARGIN, dt.datetime.max - _MARGIN


class LocalClock:
    """Turns local times of a zone into instants of the plan's clock, which is another zone's.

    Parameters
    ----------
    zone, plan_zone
        IANA names, as ``Europe/Berlin``.

    Attributes
    ----------
    zone
        The name of the zone.
    """

    def __init__(self, zone: str, plan_zone: str) -> None:
        self.zone = zone
        self._zone, self._plan_zone = ZoneInfo(zone), ZoneInfo(plan_zone)

    def instant(self, local: dt.datetime) -> dt.datetime:
        """Return the instant of the plan's clock at a local time.

        Of a time that comes twice it is the first; one that the local clock skips counts as long
        after the last one before it as it reads.
        """
        if not _EARLIEST < local < _LATEST:
            return local
        return self._plan_time(local).replace(tzinfo=None, fold=0)

    def slot_begin(self, local: dt.datetime) -> dt.datetime | None:
        """Return where a slot that begins at a local time begins on the plan's clock.

        None for a time that the local clock skips, and where the plan's clock shows an hour for the
        second time: no slot is there twice.
        """
        found = self._plan_time(local)
        there = found.astimezone(self._zone).replace(tzinfo=None)
        return None if found.fold or there != local else found.replace(tzinfo=None)

    def local(self, instant: dt.datetime) -> dt.datetime:
        """Return the local time at an instant of the plan's clock."""
        if not _EARLIEST < instant < _LATEST:
            return instant
        universal = instant.replace(tzinfo=self._plan_zone).astimezone(dt.UTC)
        return universal.astimezone(self._zone).replace(tzinfo=None, fold=0)

    def _plan_time(self, local: dt.datetime) -> dt.datetime:
        universal = local.replace(tzinfo=self._zone).astimezone(dt.UTC)
        return universal.astimezone(self._plan_zone)
