"""The promised and due dates on the curves of a picture of chances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from allocator import wording
from allocator.domain.forecast import Forecast, ForecastRow
from allocator.domain.quantities import When, end_of
from allocator.exports.pictures.chances_axis import ChanceAxis

TEXT_WIDTH, TEXT_HEIGHT = 60, 16
"""Size of a chance beside its mark at most, in drawing units."""

Row = tuple[str, str | None]
"""Kind and id of what a line shows."""


@dataclass(frozen=True)
class DateMark:
    """A date that was promised, or is due, on a curve, with its chance."""

    x: float
    y: float
    text: str
    text_x: float
    text_y: float
    """The middle of the text."""
    anchor: str
    """Side of the text that is at its x: start or end."""
    promised: bool
    doubtful: bool
    """Whether it is less sure than it has to be."""
    tooltip: str


@dataclass(frozen=True)
class _Counted:
    """A date that counts, and how sure it is."""

    by: When
    chance: float
    promised: bool
    doubtful: bool


def promised_ends(forecast: Forecast, row: ForecastRow) -> Iterator[dt.datetime]:
    """Yield the instants at which the dates end that a row promises, or is due."""
    for counted in _counted(forecast, row):
        yield end_of(counted.by)


def apart(marks: Mapping[Row, tuple[DateMark, ...]]) -> dict[Row, tuple[DateMark, ...]]:
    """Return marks without the texts that would cover others; those of promises come first."""
    placed: list[DateMark] = []
    every = [mark for found in marks.values() for mark in found]
    for mark in sorted(every, key=lambda mark: (not mark.promised, mark.x)):
        if not any(_touch(mark, other) for other in placed):
            placed.append(mark)
    return {
        row: tuple(mark if mark in placed else replace(mark, text="") for mark in found)
        for row, found in marks.items()
    }


def _touch(one: DateMark, other: DateMark) -> bool:
    near = abs(_text_start(one) - _text_start(other)) < TEXT_WIDTH
    return near and abs(one.text_y - other.text_y) < TEXT_HEIGHT


def _text_start(mark: DateMark) -> float:
    return mark.text_x if mark.anchor == "start" else mark.text_x - TEXT_WIDTH


def promised(forecast: Forecast, row: ForecastRow) -> ForecastRow:
    """Return the row with the first date that is promised of it, in place of its due date."""
    counted = next(_counted(forecast, row), None)
    if counted is None:
        return row
    return row.model_copy(update={"due": counted.by, "p_on_time": counted.chance})


def date_marks(
    forecast: Forecast, row: ForecastRow, axis: ChanceAxis, y: Callable[[float], float]
) -> Iterator[DateMark]:
    """Yield the marks of a row that lie on the axis.

    Parameters
    ----------
    forecast
        The forecast, which has the promises.
    row
        The milestone, project or whole.
    axis
        The axis of dates.
    y
        Gives the height of a chance.
    """
    for counted in _counted(forecast, row):
        end = end_of(counted.by)
        if axis.shows(end):
            kind = "promised" if counted.promised else "due"
            chance = wording.chance(counted.chance)
            x, height = axis.x(end), y(counted.chance)
            at_border = x + TEXT_WIDTH > axis.right
            yield DateMark(
                x=x,
                y=height,
                text=f"▲ {chance}" if counted.doubtful else chance,
                text_x=x - 10 if at_border else x + 10,
                text_y=height + (9 if height + TEXT_HEIGHT < y(0) else -12),
                anchor="end" if at_border else "start",
                promised=counted.promised,
                doubtful=counted.doubtful,
                tooltip=f"{wording.forecast_name(row)}: {chance} by {wording.when(counted.by)}, "
                f"{kind}",
            )


def _counted(forecast: Forecast, row: ForecastRow) -> Iterator[_Counted]:
    """Yield the promises of a row; without one, its due date."""
    promises = sorted(
        (
            promise
            for promise in forecast.promises
            if (promise.policy, promise.id) == (row.policy, row.id)
            and (promise.kind == "project") == (row.kind == "project")
        ),
        key=lambda promise: end_of(promise.by),
    )
    for promise in promises:
        yield _Counted(promise.by, promise.p_kept, promised=True, doubtful=promise.broken)
    if not promises and row.due is not None and row.p_on_time is not None:
        doubtful = row.p_on_time < forecast.confidence
        yield _Counted(row.due, row.p_on_time, promised=False, doubtful=doubtful)
