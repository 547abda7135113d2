"""Writes the plans of ``replan --options`` side by side, as wide as the terminal allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from allocator import wording
from allocator.cli.tables import as_text, columns, table
from allocator.replanning import Option

MIN_LABEL_COLUMNS = 18
"""Columns for the name of a project or milestone at least; a longer name is folded."""

Line = tuple[str, list[str]]


def render_options(options: Sequence[Option]) -> str:
    """Return the options as a table: a row for each number, a column for each plan.

    If the columns do not fit, dates are written without the day of the week; if that is not
    enough, further plans follow below.
    """
    return as_text(_parts(options, columns()), width=columns())


def _parts(options: Sequence[Option], width: int) -> Iterator[RenderableType]:
    names = [f"option {k}" for k in range(1, len(options) + 1)]
    lines = list(_lines(options, weekdays=True))
    if _fitting(names, lines, width) < len(names):
        lines = list(_lines(options, weekdays=False))
    step = _fitting(names, lines, width)
    for first in range(0, len(names), step):
        if first:
            yield Text("")
        some = slice(first, first + step)
        rows = table("", *names[some], right=names[some])
        for label, cells in lines:
            rows.add_row(label, *cells[some])
        yield rows
    yield Text("\n" + _legend(options))


def _fitting(names: Sequence[str], lines: Sequence[Line], width: int) -> int:
    """Return the number of plans that fit side by side."""
    cell = max(len(text) for text in (*names, *(text for _, cells in lines for text in cells)))
    label = min(MIN_LABEL_COLUMNS, max(len(label) for label, _ in lines))
    return max(1, min(len(names), (width - label) // (cell + 1)))


def _legend(options: Sequence[Option]) -> str:
    """Explain the first and the last option, and the objectives in the table."""
    told = ["Option 1 changes least."]
    if len(options) > 1:
        told[0] = f"Option 1 changes least, option {len(options)} has the best dates."
    shown = [tier for tier in (options[0].lead, "stability") if tier]
    told += [f"{tier}: {wording.OBJECTIVE_MEANINGS[tier]}." for tier in dict.fromkeys(shown)]
    return "\n".join(told)


def _lines(options: Sequence[Option], *, weekdays: bool) -> Iterator[Line]:
    differences = [option.replanned.difference for option in options]
    yield "items moved", [str(len(difference.moved)) for difference in differences]
    yield "reassigned", [str(len(difference.reassigned)) for difference in differences]
    yield "late items", [str(option.replanned.plan.metrics.late_items) for option in options]
    for tier in dict.fromkeys((options[0].lead, "stability")):
        if tier:
            yield tier, [_tier(option, tier) for option in options]
    yield from _dates(options, weekdays=weekdays)


def _tier(option: Option, name: str) -> str:
    tiers = option.replanned.plan.solver.tiers
    return next((wording.tier_value(t.value, t.unit) for t in tiers if t.name == name), "-")


def _dates(options: Sequence[Option], *, weekdays: bool) -> Iterator[Line]:
    """Yield each project and milestone with its finish in each of the plans."""
    plans = [
        {(date.kind, date.id): date for date in option.replanned.difference.dates}
        for option in options
    ]
    for key in dict.fromkeys(key for plan in plans for key in plan):
        found = [plan.get(key) for plan in plans]
        label = next(date.name or date.id for date in found if date is not None)
        written = [
            wording.finish_day(date.now_day) if date and date.now_day else "-" for date in found
        ]
        if not weekdays:
            written = [wording.without_weekday(text) for text in written]
        yield wording.label(label), written
