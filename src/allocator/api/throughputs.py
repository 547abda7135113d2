"""When so many items will be done, from how many were finished a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from allocator.api.arguments import check_choice, check_date, listed, path_of
from allocator.errors import InputError

if TYPE_CHECKING:
    from allocator.forecasting.throughput import ThroughputFutures, WeeklyCounts
    from allocator.integrations.tracker.dates import DateOrder

CHANCES = (0.1, 0.5, 0.8, 0.85, 0.9, 0.95)
"""For which a date is told."""

_MAX_ITEMS = 1_000_000
_MAX_FUTURES = 1_000_000
_MAX_GROWTH = 0.95


@dataclass(frozen=True)
class ThroughputResult:
    """When so many items will be done.

    Attributes
    ----------
    items
        How many are to be done.
    start
        First day of the forecast.
    finish : mapping
        Day by which all are done, by chance; None where that is not within ten years.
    by
        The day that was asked about, if any.
    chance_by
        Chance that all are done by the end of that day.
    done_by : mapping
        Items that are done by then, at least, by chance; empty without such a day.
    warnings
        What speaks against the forecast.
    report
        Lines with the answer, and on what it rests.

    Examples
    --------
    >>> pace.finish[0.85]
    datetime.date(2027, 3, 25)
    """

    items: int
    start: dt.date
    finish: Mapping[float, dt.date | None]
    by: dt.date | None
    chance_by: float | None
    done_by: Mapping[float, int]
    warnings: tuple[str, ...]
    report: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """Return everything as plain data, as ``--json`` prints it."""
        finish = {f"p{100 * chance:.0f}": day for chance, day in self.finish.items()}
        done = {f"p{100 * chance:.0f}": number for chance, number in self.done_by.items()}
        return {
            "items": self.items,
            "start": self.start.isoformat(),
            **{name: None if day is None else day.isoformat() for name, day in finish.items()},
            "by": None if self.by is None else self.by.isoformat(),
            "chance_by": self.chance_by,
            "done_by": done,
            "warnings": list(self.warnings),
            "report": list(self.report),
        }


def throughput(
    history: str | Path | Sequence[str | Path],
    *,
    items: int,
    by: dt.date | None = None,
    growth: float | Literal["created"] = 0.0,
    start: dt.date | None = None,
    futures: int = 10_000,
    seed: int = 0,
    date_order: DateOrder | None = None,
) -> ThroughputResult:
    """Forecast when so many items will be done, for teams without estimates.

    Parameters
    ----------
    history
        CSV files with a column of days on which items were finished, and perhaps created; exports
        of Jira (CSV) or Azure DevOps (CSV, JSON).
    items
        How many are to be done.
    by
        A day: how many will be done by its end, and with which chance all of them?
    growth
        Items that come up for each one finished, 0 to 0.95; ``created``: as many as were created
        in the past weeks.
    start
        First day of the forecast; default: the day after the last item was finished.
    futures, seed
        How many futures are drawn, and from which seed.
    date_order
        Of day, month and year in numeric dates, where the files do not tell.

    Raises
    ------
    FormatError
        A file cannot be read, or has rows that cannot be, all of which are named.
    InputError
        There is too little history, or an argument is not of its kind.

    Examples
    --------
    >>> pace = allocator.throughput("scenarios/calibration/history.csv", items=40)
    >>> pace.finish[0.5]
    datetime.date(2027, 2, 2)
    """
    from allocator.forecasting.throughput import simulate_throughput, weekly_counts
    from allocator.integrations.histories.item_dates import read_item_dates

    _check(items, by, growth, start, futures, date_order)
    paths = [path_of("a history", each) for each in listed(history)]
    found = read_item_dates(paths, date_order)
    if growth == "created" and not found.created:
        raise InputError("growth is that of created items, but the history has no days of creation")
    weeks = weekly_counts(found.finished, found.created, end=start)
    drawn = simulate_throughput(
        weeks, items, growth=growth, start=start, through=by, futures=futures, seed=seed
    )
    warnings = tuple(_warnings(weeks))
    return ThroughputResult(
        items=items,
        start=drawn.start,
        finish={chance: drawn.finish(chance) for chance in CHANCES},
        by=by,
        chance_by=None if by is None else drawn.chance_by(by),
        done_by={} if by is None else {x: drawn.done_by(by, x) for x in CHANCES},
        warnings=warnings,
        report=(*_answer(drawn, items, by), *_basis(weeks, growth), *found.file.lines),
    )


def _check(
    items: int,
    by: dt.date | None,
    growth: float | str,
    start: dt.date | None,
    futures: int,
    order: str | None,
) -> None:
    from allocator.integrations.tracker.dates import DateOrder

    check_date("by", by)
    check_date("start", start)
    if not 1 <= items <= _MAX_ITEMS:
        raise InputError(f"items is a number from 1 to {_MAX_ITEMS:,}, not {items}")
    if not 1 <= futures <= _MAX_FUTURES:
        raise InputError(f"futures is a number from 1 to {_MAX_FUTURES:,}, not {futures}")
    if growth != "created" and not (
        isinstance(growth, (int, float)) and 0 <= growth <= _MAX_GROWTH
    ):
        raise InputError(f"growth is created, or a number from 0 to {_MAX_GROWTH}, not {growth}")
    if order is not None:
        check_choice("date_order", order, get_args(DateOrder))


def _answer(drawn: ThroughputFutures, items: int, by: dt.date | None) -> Iterator[str]:
    from allocator.wording import count, day, whole_percent
    from allocator.wording.forecasts import chance as chance_text

    days = [(chance, drawn.finish(chance)) for chance in (0.5, 0.85, 0.95)]
    said = "; ".join(
        f"{whole_percent(chance)} by {day(date)}" if date else f"{whole_percent(chance)} never"
        for chance, date in days
    )
    yield f"{count(items, 'item')} from {day(drawn.start)} on: {said}"
    if by is not None:
        yield (
            f"By {day(by)}: all of them with a chance of {chance_text(drawn.chance_by(by))}; "
            f"{drawn.done_by(by, 0.5):,} items with 50 %, {drawn.done_by(by, 0.85):,} with 85 %"
        )


def _basis(weeks: WeeklyCounts, growth: float | str) -> Iterator[str]:
    """Yield lines on what the forecast rests on."""
    from allocator.forecasting.throughput_params import DEFAULT_THROUGHPUT_PARAMS
    from allocator.wording import count, day, number

    window = weeks.finished[-DEFAULT_THROUGHPUT_PARAMS.window_weeks :]
    empty = int((window == 0).sum())
    yield (
        f"It rests on the last {len(window)} weeks until "
        f"{day(weeks.end - dt.timedelta(days=1))}: {number(float(window.mean()), places=1)} items "
        f"a week on the average, from {window.min():.0f} to {window.max():.0f}; "
        f"{count(empty, 'week')} without any"
    )
    if growth == "created":
        new = weeks.created[-len(window) :].mean()
        yield f"Items created there count as work that is added: {number(float(new))} a week"
    elif growth:
        yield f"For each item finished {number(float(growth))} come up"


def _warnings(weeks: WeeklyCounts) -> Iterator[str]:
    from allocator.forecasting.throughput import trend
    from allocator.forecasting.throughput_params import DEFAULT_THROUGHPUT_PARAMS
    from allocator.wording import number

    found = trend(weeks)
    if found is not None:
        late, early = (number(pace, places=1) for pace in found)
        yield (
            f"The pace has changed: {late} items a week in the last "
            f"{DEFAULT_THROUGHPUT_PARAMS.trend_weeks} weeks, {early} before; the forecast draws "
            "from both. Where the change will last, give a history that begins after it"
        )
