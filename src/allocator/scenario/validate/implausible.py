"""Warns of amounts and dates that are probably mistakes: wrong units, slips of a digit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from allocator.domain import ElapsedLag, Project, ThreePoint, WorkItem
from allocator.domain.needs import Effort
from allocator.domain.quantities import beginning, elapsed_minutes, end_of, parse_span
from allocator.errors import Finding
from allocator.scenario import limits
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context, label
from allocator.wording import shorten

_Path = tuple[Step, ...]

_CHECK: Final = "check the number and its unit"

LONG_EFFORT_DAYS: Final = 250
"""Working days of effort of one person above which an effort is doubted: about a year."""

LONG_LAG_DAYS: Final = 60
"""Working days up to which a lag is not doubted, however short the plan is."""

LONG_ELAPSED_DAYS: Final = 731
"""Days of calendar time above which an elapsed time is doubted."""

SHORT_MINUTES: Final = 15
"""An amount below this that is not 5 or 10 minutes is doubted: months may be meant."""

MAX_PLAUSIBLE_YEARS: Final = 20
"""Years from the plan's start beyond which a date is doubted."""


def disordered_estimates(context: Context) -> Iterator[Finding]:
    """Yield estimates of which low is above likely, or likely above high."""
    if "calendar" not in context.parts.sound:
        return
    minutes = context.scenario.calendar.working_minutes
    for path, item in context.parts.items():
        for place, effort in _efforts(path, item):
            if not isinstance(effort, ThreePoint):
                continue
            spans = [effort.low, effort.likely, effort.high]
            ordered = sorted(spans, key=minutes)
            if [minutes(span) for span in spans] != [minutes(span) for span in ordered]:
                low, likely, high = ordered
                yield context.parts.finding(
                    f"{label(item)}, {place[-1]}: low must be at most likely, and likely at most "
                    f"high, not {effort.low}, {effort.likely}, {effort.high}",
                    place,
                    f"write {{low: {low}, likely: {likely}, high: {high}}}",
                    code="disordered-estimate",
                    subjects=(item.id,),
                )


def long_amounts(context: Context) -> Iterator[Finding]:
    """Yield efforts and elapsed times of years, and of so few minutes that months may be meant."""
    if "calendar" not in context.parts.sound:
        return
    calendar = context.scenario.calendar
    too_long = calendar.day_minutes * LONG_EFFORT_DAYS
    for path, item in context.parts.items():
        for place, effort in _efforts(path, item):
            if isinstance(effort, ThreePoint):
                longest = max(effort.likely, effort.high, key=calendar.working_minutes)
            else:
                longest = effort
            minutes = calendar.working_minutes(longest)
            if minutes > too_long:
                days = _days(minutes / calendar.day_minutes)
                text = f"{longest} is {days} of work for each person"
                yield _warn(context, item, place, text, _CHECK, code="long-effort")
            elif _few_minutes(longest):
                yield _short(context, item, place, longest)
        if item.elapsed is not None:
            if elapsed_minutes(item.elapsed) > LONG_ELAPSED_DAYS * 24 * 60:
                text = f"{item.elapsed} is more than two years"
                yield _warn(context, item, (*path, "elapsed"), text, _CHECK, code="long-elapsed")
            elif _few_minutes(item.elapsed):
                yield _short(context, item, (*path, "elapsed"), item.elapsed)


def long_lags(context: Context) -> Iterator[Finding]:
    """Yield lags and leads that are longer than the whole plan."""
    if "calendar" not in context.parts.sound or "items" not in context.parts.sound:
        return
    calendar = context.scenario.calendar
    work = _work_days(context)
    limit = max(work, Fraction(LONG_LAG_DAYS))
    whole = f"all the work of the plan is {_days(work)}"
    if calendar.end is not None:
        span = end_of(calendar.end) - beginning(calendar.start)
        between = Fraction(span // dt.timedelta(days=1) * len(calendar.workdays), 7)
        if between < limit:
            limit, whole = between, f"the plan has {_days(between)} from its start to its end"
    for path, item in context.parts.items():
        for number, link in enumerate(item.after):
            elapsed = isinstance(link.lag, ElapsedLag)
            lag = link.lag.elapsed if isinstance(link.lag, ElapsedLag) else link.lag
            if lag is None:
                continue
            days = calendar.working_minutes(lag) / calendar.day_minutes
            if elapsed:
                days = elapsed_minutes(lag) * len(calendar.workdays) / (7 * 24 * 60)
            place: _Path = (*path, "after", number, "lag")
            if abs(days) > limit:
                kind = "lead" if days < 0 else "lag"
                text = f'the {kind} of {lag.lstrip("-")} after "{shorten(link.item)}" is longer '
                yield _warn(
                    context,
                    item,
                    place,
                    f"{text}than the plan: {whole}",
                    "check the number and its unit, or leave the link out if it holds nothing back",
                    code="long-lag",
                )
            elif _few_minutes(lag):
                yield _short(context, item, place, lag)


def far_dates(context: Context) -> Iterator[Finding]:
    """Yield dates of items and projects that lie decades from the start of the plan."""
    if "calendar" not in context.parts.sound:
        return
    year = context.scenario.calendar.start.year
    entries: list[tuple[_Path, Project | WorkItem]] = [
        *context.parts.projects(),
        *context.parts.items(),
    ]
    for path, entry in entries:
        for field in ("not_before", "due", "deadline", "date"):
            when = getattr(entry, field, None)
            if when is None or when.year not in limits.YEARS:
                continue  # that such a year is out of range is an error of its own
            if abs(when.year - year) > MAX_PLAUSIBLE_YEARS:
                yield context.parts.finding(
                    f"{field}: {when} lies {abs(when.year - year)} years from the start of the "
                    f"plan, {context.scenario.calendar.start}",
                    (*path, field),
                    "check the year",
                    code="far-date",
                    subjects=(entry.id,),
                    severity="warning",
                )


def names_with_commas(context: Context) -> Iterator[Finding]:
    """Yield skills with a comma in their names, which are several that were run together.

    Where one of these is needed, and nobody else has it, that is an error.
    """
    whole = {skill for _, person in context.parts.people() for skill in person.skills}
    needed = {skill for item in context.scenario.items for n in item.needs for skill in n.skills}
    for path, person in context.parts.people():
        for skill in person.skills:
            if "," in skill:
                names = [name.strip() for name in skill.split(",") if name.strip()]
                yield context.parts.finding(
                    f'person "{shorten(person.id)}" has one skill that is called '
                    f'"{shorten(skill)}"',
                    (*path, "skills"),
                    f"for {len(names)} skills write skills: [{shorten(', '.join(names))}]",
                    code="skill-with-comma",
                    subjects=(person.id, skill),
                    severity="error" if needed & set(names) - whole else "warning",
                )


def _efforts(path: _Path, item: WorkItem) -> Iterator[tuple[_Path, Effort]]:
    """Yield each effort of an item with its place; what is left by person is no estimate."""
    for field in ("effort", "remaining"):
        effort = getattr(item, field)
        if effort is not None and not isinstance(effort, dict):
            yield (*path, field), effort
    for number, need in enumerate(item.needs):
        if need.effort is not None:
            yield (*path, "needs", number, "effort"), need.effort


def _work_days(context: Context) -> Fraction:
    """Return the working days of all efforts and elapsed times, one after the other."""
    calendar = context.scenario.calendar
    people: Counter[Effort] = Counter()
    elapsed: Counter[str] = Counter()
    for item in context.scenario.items:
        for need in item.staffing:
            if need.effort is not None:
                people[need.effort] += need.people
        if item.elapsed is not None:
            elapsed[item.elapsed] += 1
    work = sum(context.scenario.effort_minutes(each) * count for each, count in people.items())
    waiting = sum(elapsed_minutes(each) * count for each, count in elapsed.items())
    days = Fraction(waiting) * len(calendar.workdays) / (7 * 24 * 60)
    return Fraction(work) / calendar.day_minutes + days


def _few_minutes(span: str) -> bool:
    if "m" not in span:
        return False
    amount, unit = parse_span(span)
    return unit == "m" and 0 < abs(amount) < SHORT_MINUTES and amount % 5 != 0


def _short(context: Context, item: WorkItem, path: _Path, span: str) -> Finding:
    amount = parse_span(span)[0]
    text = f"{span} is {amount} minute{'' if abs(amount) == 1 else 's'}"
    hint = "a month is about 4w; if minutes are meant, all is well"
    return _warn(context, item, path, text, hint, code="few-minutes")


def _warn(
    context: Context, item: WorkItem, path: _Path, text: str, hint: str, *, code: str
) -> Finding:
    return context.parts.finding(
        f"{label(item)}: {text}",
        path,
        hint,
        code=code,
        subjects=(item.id,),
        severity="warning",
    )


def _days(days: Fraction) -> str:
    amount = f"{float(days):,.1f}".removesuffix(".0")
    return f"{amount} working {'day' if amount == '1' else 'days'}"
