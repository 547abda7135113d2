"""The clock of whoever reads a plan: its instants as they are in another time zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import overload

from allocator import wording
from allocator.calendars.local_clock import LocalClock
from allocator.domain import Plan, Scenario
from allocator.domain.calendar import time_zones, zone_hint
from allocator.domain.quantities import When, last_day
from allocator.errors import InputError


class ReaderClock:
    """Shows instants of a plan as a reader's clock has them.

    Parameters
    ----------
    plan
        Whose calendar says what its instants are.
    zone
        The reader's zone by its IANA name; None for the plan's own.

    Attributes
    ----------
    zone
        The zone that is shown; None where the plan has none.

    Raises
    ------
    InputError
        There is no such zone, or the plan's calendar has none.
    """

    def __init__(self, plan: Plan, zone: str | None = None) -> None:
        own = plan.scenario.calendar.timezone
        if zone is not None and zone not in time_zones():
            raise InputError(f"{zone!r} is not a time zone; {zone_hint(zone)}")
        if zone is not None and own is None:
            raise InputError(
                "the plan's calendar has no time zone, so that nobody knows where its times are; "
                "write it in the scenario, for example calendar: {timezone: Europe/Berlin}"
            )
        self.zone = zone or own
        is_other = self.zone is not None and own is not None and self.zone != own
        self._clock = LocalClock(str(self.zone), str(own)) if is_other else None

    @property
    def is_the_plans(self) -> bool:
        """Whether instants are shown as the plan has them."""
        return self._clock is None

    @overload
    def there(self, instant: dt.datetime) -> dt.datetime: ...

    @overload
    def there(self, instant: None) -> None: ...

    def there(self, instant: dt.datetime | None) -> dt.datetime | None:
        """Return what the reader's clock shows at an instant of the plan."""
        if instant is None or self._clock is None:
            return instant
        return self._clock.local(instant)

    def limit(self, asked: When | None) -> When | None:
        """Return a date that was asked for as it is, an instant as the reader's clock has it."""
        return self.there(asked) if isinstance(asked, dt.datetime) else asked

    def days(self, start: dt.datetime, finish: dt.datetime) -> tuple[dt.date, dt.date]:
        """Return the days of the reader on which something begins and ends.

        Parameters
        ----------
        start, finish
            Instants of the plan.
        """
        begins, ends = self.there(start), self.there(finish)
        return begins.date(), last_day(ends, begins)


def clock_notes(plan: Plan, timezone: str | None = None) -> list[str]:
    """Return in whose time a file has its times: the reader's zone, else the plan's, if any."""
    zone = ReaderClock(plan, timezone).zone
    return [] if zone is None else [f"Times are in {zone}."]


def has_several_zones(scenario: Scenario) -> bool:
    """Whether people or meetings are in another zone than the plan's dates."""
    home = scenario.calendar.timezone
    zones = {person.timezone for person in scenario.people}
    zones |= {meeting.timezone for meeting in scenario.meetings}
    return home is not None and not zones <= {None, home}


def clock_sentence(scenario: Scenario) -> str:
    """Return whose the days and times of a view are; empty where all are in one zone."""
    if not has_several_zones(scenario):
        return ""
    return f"Days and times are those of {scenario.calendar.timezone}."


def clock_sentence_of_several(scenarios: Mapping[str, Scenario]) -> str:
    """Return whose the days and times of several plans are; empty where all are in one zone.

    Parameters
    ----------
    scenarios
        Of the plans, by what the plans are called.
    """
    zones = {name: each.calendar.timezone for name, each in scenarios.items()}
    if len(set(zones.values())) == 1:
        return next(filter(None, map(clock_sentence, scenarios.values())), "")
    said = (f"{zone} in {name}" for name, zone in zones.items() if zone is not None)
    return f"Days and times are those of {wording.joined(said)}."
