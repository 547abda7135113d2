"""Finds countries and subdivisions whose public holidays are not known."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.domain import Holidays
from allocator.errors import Finding
from allocator.scenario.shape.countries import countries, country_meant, part_meant
from allocator.scenario.shape.known_holidays import unknown_part
from allocator.scenario.shape.nearest import Suggester
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context
from allocator.wording import enumerated, shorten


def unknown_countries(context: Context) -> Iterator[Finding]:
    """Yield each country or subdivision that the holidays library does not have."""
    for path, holidays in _named(context):
        wrong = unknown_part(holidays)
        if wrong is None:
            continue
        field, code, known = wrong
        whose = f" of country {holidays.country}" if field == "subdivision" else ""
        yield context.parts.finding(
            f'no public holidays are known for {field} "{shorten(code)}"{whose}',
            (*path, "holidays", field),
            _hint(field, code, known, context.parts.suggester, holidays.country),
            code="unknown-holidays",
        )


def _named(context: Context) -> Iterator[tuple[tuple[Step, ...], Holidays]]:
    if "calendar" in context.parts.sound:
        yield ("calendar",), context.scenario.calendar.holidays
    for path, person in context.parts.people():
        if person.holidays is not None:
            yield path, person.holidays


def _hint(
    field: str, code: str, known: list[str], suggester: Suggester, country: str | None
) -> str:
    if field == "country":
        meant = country_meant(code)
        if meant is not None:
            part = "" if meant[1] is None else f", subdivision: {meant[1]}"
            return f"write country: {meant[0]}{part}" if part else f"write {meant[0]}"
    else:
        part_code = part_meant(code, country or "")
        if part_code is not None:
            return f"write {part_code}"
    known_as = next((one for one in known if one.casefold() == code.strip().casefold()), None)
    if known_as is not None:
        return f"write {known_as}"
    names = countries() if field == "country" and len(code) > 3 else {one: one for one in known}
    near = suggester.nearest(code, names)
    if near is not None:
        return f'did you mean "{names[near]}"?'
    if len(known) > 60:
        return "use the country's two-letter code of ISO 3166, for example US, DE or BR"
    return f"the codes are {enumerated(known, most=61)}" if known else "leave the subdivision out"
