"""What meetings and duties leave of people's slots."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction

from allocator.calendars.instants import following_days, midnight
from allocator.calendars.local_clock import LocalClock
from allocator.domain.calendar import clock_minutes
from allocator.domain.meetings import Meeting, Rota
from allocator.domain.quantities import exact

_MINUTE = dt.timedelta(minutes=1)

Times = list[tuple[dt.datetime, dt.datetime]]
"""Times, half-open, in order."""


class MeetingTimes:
    """When a meeting takes place, on the plan's clock.

    Parameters
    ----------
    meeting
        Its rule, time of day and length count.
    first
        The day of the calendar's start.
    clock
        Of the meeting's zone, which may be the plan's; None where the plan has none.
    """

    def __init__(self, meeting: Meeting, first: dt.date, clock: LocalClock | None) -> None:
        self._days = meeting.days(first)
        self._at = dt.timedelta(minutes=clock_minutes(meeting.at))
        self._length = dt.timedelta(minutes=meeting.minutes)
        self._clock = clock
        self._begins: list[dt.datetime] = []
        self._ended = False

    def between(self, a: dt.datetime, b: dt.datetime) -> Times:
        """Return the times of the meeting, each whole, that overlap the time from a to b."""
        self._extend(b)
        first, last = bisect_left(self._begins, a - self._length), bisect_left(self._begins, b)
        times = ((begins, begins + self._length) for begins in self._begins[first:last])
        return [(begins, ends) for begins, ends in times if ends > a]

    def following(self, instant: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
        """Return the first time that begins at an instant or later; None where there is none."""
        while True:
            place = bisect_left(self._begins, instant)
            if place < len(self._begins):
                return self._begins[place], self._begins[place] + self._length
            if self._ended:
                return None
            self._extend(self._begins[-1] + _MINUTE if self._begins else instant)

    def preceding(self, instant: dt.datetime) -> dt.datetime | None:
        """Return the beginning of the last time that begins before an instant, if there is one."""
        self._extend(instant)
        place = bisect_left(self._begins, instant)
        return self._begins[place - 1] if place else None

    def local(self, instant: dt.datetime) -> dt.datetime:
        """Return what the clock of the meeting's zone shows at an instant of the plan's."""
        return instant if self._clock is None else self._clock.local(instant)

    def _extend(self, until: dt.datetime) -> None:
        """Work out when it begins, up to an instant."""
        while not self._ended and (not self._begins or self._begins[-1] < until):
            day = next(self._days, None)
            if day is None:
                self._ended = True
            else:
                self._begins.append(self._begin(day))

    def _begin(self, day: dt.date) -> dt.datetime:
        local = midnight(day) + self._at
        return local if self._clock is None else self._clock.instant(local)


class TakenTime:
    """What the meetings and duties of one person leave of their slots.

    Parameters
    ----------
    meetings
        When each of the meetings takes place.
    rotas
        The duties in which they take turns.
    person
        Their id.
    slot
        The length of a slot.
    covered
        What is known of the minutes that these meetings cover of slots, by the slot's beginning; it
        is shared by all who attend the same ones.

    Attributes
    ----------
    unit
        What is left is counted in so many parts of a slot's capacity.
    """

    def __init__(
        self,
        meetings: Sequence[MeetingTimes],
        rotas: Sequence[Rota],
        person: str,
        slot: dt.timedelta,
        covered: dict[dt.datetime, int],
    ) -> None:
        self._meetings, self._slot, self._person = meetings, slot, person
        self._covered = covered
        self._duties = [(rota, 1 - exact(rota.takes)) for rota in rotas]
        self._parts = slot // _MINUTE if meetings else 1
        self.unit = self._parts * math.prod(kept.denominator for _, kept in self._duties)

    def touches(self, a: dt.datetime, b: dt.datetime) -> bool:
        """Whether anything may be taken of the slots between two instants."""
        if any(meeting.between(a, b) for meeting in self._meetings):
            return True
        return any(any(days) for _, days in self.duties(a.date(), b.date()))

    def meetings_between(self, a: dt.datetime, b: dt.datetime) -> Times:
        """Return the times of all meetings between two instants; what overlaps is one time."""
        found: Times = []
        for begins, ends in sorted(t for meeting in self._meetings for t in meeting.between(a, b)):
            if found and begins <= found[-1][1]:
                found[-1] = found[-1][0], max(ends, found[-1][1])
            else:
                found.append((begins, ends))
        return found

    def duties(self, first: dt.date, last: dt.date) -> Iterator[tuple[Fraction, list[bool]]]:
        """Yield for each rota the share of the capacity that a duty leaves, and its days.

        Parameters
        ----------
        first, last
            Days of the plan's clock; for each of them it is said whether they have the duty.
        """
        for rota, kept in self._duties:
            days = following_days(first, last)
            yield kept, [rota.on_duty(day) == self._person for day in days]

    def meeting_hours(self, begins: dt.datetime) -> Fraction:
        """Return the hours of meetings in the slot that begins at an instant."""
        return Fraction(self._minutes(begins), 60)

    def _minutes(self, begins: dt.datetime) -> int:
        if begins not in self._covered:
            ends = begins + self._slot
            self._covered[begins] = sum(
                (min(last, ends) - max(first, begins)) // _MINUTE
                for first, last in self.meetings_between(begins, ends)
            )
        return self._covered[begins]

    def left(self, begins: dt.datetime) -> int:
        """Return what is left of a slot, in :attr:`unit`."""
        left = self._parts - self._minutes(begins)
        for kept, (on_duty,) in self.duties(begins.date(), begins.date()):
            left *= kept.numerator if on_duty else kept.denominator
        return left
