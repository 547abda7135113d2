"""Days off: the public holidays of a country, and further days."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterable
from functools import lru_cache

from allocator.domain import Holidays


def days_off(holidays: Holidays, years: Iterable[int]) -> frozenset[dt.date]:
    """Return all days off that fall into some calendar years.

    Parameters
    ----------
    holidays
        Whose country and dates count.
    years
        Calendar years to look at.

    Raises
    ------
    NotImplementedError
        The holidays library does not know the country or the subdivision.
    """
    years = tuple(sorted(set(years)))
    found = {day for day in holidays.dates if day.year in years}
    if holidays.country is not None:
        found |= _public_holidays(holidays.country, holidays.subdivision, years)
    return frozenset(found)


@lru_cache(maxsize=1024)
def _public_holidays(
    country: str, subdivision: str | None, years: tuple[int, ...]
) -> frozenset[dt.date]:
    """Return the public holidays that the library knows.

    Of some countries it lacks those that follow the moon in years far ahead, and warns of that; no
    plan is exact so far ahead.
    """
    import holidays

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Requested Holidays are available only", UserWarning)
        return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=years))


class DaysOff:
    """The days on which nobody who follows some holidays works, looked up once a year.

    Parameters
    ----------
    holidays
        Public holidays of a country, and further days.
    """

    def __init__(self, holidays: Holidays) -> None:
        self._holidays = holidays
        self._by_year: dict[int, frozenset[dt.date]] = {}

    def __contains__(self, day: dt.date) -> bool:
        """Whether the day is off; see :func:`days_off` for what it raises."""
        return day in self.in_year(day.year)

    def in_year(self, year: int) -> frozenset[dt.date]:
        """Return the days off of a calendar year; see :func:`days_off` for what it raises."""
        if year not in self._by_year:
            self._by_year[year] = days_off(self._holidays, (year,))
        return self._by_year[year]
