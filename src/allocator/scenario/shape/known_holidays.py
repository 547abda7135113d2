"""Which countries and subdivisions the holidays library knows."""

from __future__ import annotations

import re
import warnings
from typing import Any

from allocator.domain import Holidays, Scenario


def countries_known(scenario: Scenario) -> bool:
    """Whether the holidays of all calendars can be looked up."""
    own = (person.holidays for person in scenario.people if person.holidays is not None)
    return all(unknown_part(holidays) is None for holidays in {scenario.calendar.holidays, *own})


def unknown_part(holidays: Holidays) -> tuple[str, str, list[str]] | None:
    """Return the field that the library does not know, its value and what it knows; else None."""
    if holidays.country is None:
        return None
    import holidays as library

    if _is_country(holidays.country) and _opens(library, holidays.country, holidays.subdivision):
        return None
    countries = library.list_supported_countries(include_aliases=True)
    if holidays.country not in countries:
        return "country", holidays.country, sorted(countries)
    return "subdivision", holidays.subdivision or "", list(countries[holidays.country])


def _is_country(code: str) -> bool:
    """Whether a text has the form of an ISO 3166 code; the library has other names as well."""
    return re.fullmatch("[A-Z]{2,3}", code) is not None


def _opens(library: Any, country: str, subdivision: str | None) -> bool:
    """Whether the library has the holidays; asking for them does not load other countries."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            library.country_holidays(country, subdiv=subdivision)
        except NotImplementedError:
            return False
    return True
