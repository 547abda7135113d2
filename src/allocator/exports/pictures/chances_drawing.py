"""Lays out chances over dates: a line for each milestone, for a drawing 1,200 wide.

So many lines as can be told apart share a panel with an axis of dates of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from allocator import wording
from allocator.domain.forecast import Forecast, ForecastRow
from allocator.exports.forecasts.lines import main_rows
from allocator.exports.pictures.chances_axis import ChanceAxis, DateTick
from allocator.exports.pictures.chances_marks import (
    TEXT_HEIGHT,
    DateMark,
    Row,
    apart,
    date_marks,
    promised,
    promised_ends,
)

WIDTH = 1200
LEFT, RIGHT, NAMES = 58, 800, 828
"""Ends of the axis of dates, and where the names begin at its right."""
TOP_MARGIN = 12
PANEL_HEIGHT = 296
"""Height of a panel from 100 % to 0 %."""
PANEL_DISTANCE = 344
"""Distance from the top of a panel to the top of the next one; dates stand between them."""
DATES_HEIGHT = 26
"""Height of the dates below a panel."""
ENTRY_HEIGHT = 37
"""Height of a name with its chances."""

MAX_LINES = 8
"""Lines in a panel, as many as there are colours."""
MAX_CHANCE = 0.97
"""Chance up to which the axis shows each curve: beyond it a few futures may take very long."""

MAX_PANELS = 4
"""Panels; further milestones are counted."""

Point = tuple[float, float]


@dataclass(frozen=True)
class ChanceLine:
    """A milestone: its curve with a number on it, the same number with its name beside it."""

    number: int
    colour: int
    name: str
    told: str
    points: tuple[Point, ...]
    other: tuple[Point, ...]
    """The curve under the other policy; empty without one."""
    sign: Point
    entry: float
    """The y of its name."""
    marks: tuple[DateMark, ...]


@dataclass(frozen=True)
class GridLine:
    """A chance on the axis; without a text where the confidence is near."""

    y: float
    text: str


@dataclass(frozen=True)
class ChancePanel:
    """Lines above one axis."""

    top: float
    bottom: float
    confidence: float
    """The y of the confidence."""
    ticks: tuple[DateTick, ...]
    grid: tuple[GridLine, ...]
    lines: tuple[ChanceLine, ...]


@dataclass(frozen=True)
class ChanceDrawing:
    """All panels."""

    width: int
    height: float
    left: float
    right: float
    names: float
    confidence: str
    panels: tuple[ChancePanel, ...]
    other_policy: str
    """The policy of the dashed curves; empty without one."""
    more: int
    """Milestones that are not drawn."""


def drawn_chances(forecast: Forecast) -> ChanceDrawing | None:
    """Return chances over dates as shapes; None where no date is uncertain."""
    candidates = _uncertain(forecast)
    if not candidates:
        return None
    shown = candidates[: MAX_LINES * MAX_PANELS]
    size = -(-len(shown) // -(-len(shown) // MAX_LINES))
    chunks = [shown[k : k + size] for k in range(0, len(shown), size)]
    panels = tuple(_panel(forecast, rows, k, first=k * size) for k, rows in enumerate(chunks))
    return ChanceDrawing(
        width=WIDTH,
        height=panels[-1].bottom + DATES_HEIGHT,
        left=LEFT,
        right=RIGHT,
        names=NAMES,
        confidence=wording.whole_percent(forecast.confidence),
        panels=panels,
        other_policy="keep" if forecast.policy == "both" else "",
        more=len(candidates) - len(shown),
    )


def _uncertain(forecast: Forecast) -> list[ForecastRow]:
    """Return milestones and the whole whose dates are uncertain, by their medians."""
    rows = [row for row in main_rows(forecast) if len({at for _, at in row.curve}) > 1]
    kinds = {"milestone"} if any(row.kind == "milestone" for row in rows) else {"project"}
    chosen = [row for row in rows if row.kind in {*kinds, "all"}]
    return sorted(chosen, key=lambda row: (row.kind == "all", _middle(row)))


def _middle(row: ForecastRow) -> dt.datetime:
    return row.curve[min(len(row.curve) // 2, len(row.curve) - 1)][1]


def _panel(
    forecast: Forecast, rows: Sequence[ForecastRow], number: int, *, first: int
) -> ChancePanel:
    top = TOP_MARGIN + number * float(PANEL_DISTANCE)
    axis = ChanceAxis(
        [at for row in rows for chance, at in row.curve if chance <= MAX_CHANCE],
        [end for row in rows for end in promised_ends(forecast, row)],
        LEFT,
        RIGHT,
    )
    marks = apart(
        {
            (row.kind, row.id): tuple(date_marks(forecast, row, axis, lambda p: _y(top, p)))
            for row in rows
        }
    )
    return ChancePanel(
        top=top,
        bottom=top + PANEL_HEIGHT,
        confidence=_y(top, forecast.confidence),
        ticks=axis.ticks(),
        grid=tuple(_grid(top, forecast.confidence)),
        lines=tuple(_lines(forecast, axis, rows, top, marks, first=first)),
    )


def _grid(top: float, confidence: float) -> Iterator[GridLine]:
    for level in (0.0, 0.25, 0.5, 0.75, 1.0):
        near = abs(level - confidence) < TEXT_HEIGHT / PANEL_HEIGHT
        yield GridLine(_y(top, level), "" if near else wording.whole_percent(level))


def _y(top: float, chance: float) -> float:
    return round(top + (1 - chance) * PANEL_HEIGHT, 1)


def _lines(
    forecast: Forecast,
    axis: ChanceAxis,
    rows: Sequence[ForecastRow],
    top: float,
    marks: Mapping[Row, tuple[DateMark, ...]],
    *,
    first: int,
) -> Iterator[ChanceLine]:
    others = {} if forecast.policy != "both" else _others(forecast)
    for place, row in enumerate(rows):
        points = _points(axis, row, top)
        other = others.get((row.kind, row.id))
        level = 0.2 + 0.6 * place / max(1, len(rows) - 1)
        yield ChanceLine(
            number=first + place + 1,
            colour=place % MAX_LINES,
            name=wording.label(wording.forecast_name(row), most=46),
            told=_told(forecast, row),
            points=points,
            other=() if other is None else _points(axis, other, top),
            sign=_at_height(points, _y(top, level * min(1.0, row.p_happens))),
            entry=top + 12 + ENTRY_HEIGHT * place,
            marks=marks[row.kind, row.id],
        )


def _told(forecast: Forecast, row: ForecastRow) -> str:
    """Write the chances of a line; that it may not come about at all, only where that decides."""
    shown = promised(forecast, row)
    if row.quantile(forecast.confidence) is not None:
        shown = shown.model_copy(update={"p_happens": 1.0})
    sentence = wording.forecast_sentence(shown, forecast.confidence)
    return sentence.removeprefix(f"{wording.forecast_name(row)}: ")


def _others(forecast: Forecast) -> dict[Row, ForecastRow]:
    policy = forecast.main_policy
    return {(row.kind, row.id): row for row in forecast.rows if row.policy != policy}


def _points(axis: ChanceAxis, row: ForecastRow, top: float) -> tuple[Point, ...]:
    """Return a curve from 0 up to the end of the axis.

    What does not always come about stays level at the end.
    """
    curve = [(at, _y(top, chance)) for chance, at in row.curve]
    points = [(axis.x(at), y) for at, y in curve if at <= axis.end]
    if len(points) < len(curve):
        (at, y), (beyond, higher) = curve[len(points) - 1], curve[len(points)]
        share = (axis.end - at) / (beyond - at)
        points.append((axis.right, round(y + share * (higher - y), 1)))
    elif row.p_happens < 1:
        points.append((axis.right, points[-1][1]))
    return ((points[0][0], _y(top, 0)), *points)


def _at_height(points: Sequence[Point], y: float) -> Point:
    """Return the point of a curve that is nearest to a height."""
    return min(points, key=lambda point: abs(point[1] - y))
