"""Holidays of one calendar, looked up once a year of them is asked for."""

from __future__ import annotations

import datetime as dt

from allocator.domain import Holidays


class DaysOff:
    """The days on which nobody who follows some holidays works.

    Parameters
    ----------
    holidays
        Public holidays of a country, and further days.
    """

    def __init__(self, holidays: Holidays) -> None:
        self._holidays = holidays
        self._by_year: dict[int, frozenset[dt.date]] = {}

    def __contains__(self, day: dt.date) -> bool:
        """Whether the day is off; see :meth:`in_year` for what it raises."""
        return day in self.in_year(day.year)

    def in_year(self, year: int) -> frozenset[dt.date]:
        """Return the days off of a calendar year.

        Raises
        ------
        NotImplementedError
            The holidays library does not know the country or the subdivision.
        """
        if year not in self._by_year:
            self._by_year[year] = self._holidays.days((year,))
        return self._by_year[year]
