"""Draws how sure dates are: chances over dates, and what moves the dates as bars."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal, get_args

from allocator import wording
from allocator.domain.forecast import Forecast
from allocator.exports.forecasts.lines import basis
from allocator.exports.pictures.canvas import (
    INK,
    LATE_COLOUR,
    LINE,
    PROJECT_COLOURS,
    SHEET,
    SOFT,
    WIDTH,
    Canvas,
    Form,
    fitting,
)
from allocator.exports.pictures.chances_drawing import (
    NAMES,
    ChanceDrawing,
    ChanceLine,
    ChancePanel,
    drawn_chances,
)
from allocator.exports.pictures.chances_drawing import WIDTH as DRAWN
from allocator.exports.pictures.drivers_drawing import DriverBars, driver_bars

_SCALE = (WIDTH - 40) / DRAWN
_TOP_MARGIN = 62
_LEGEND_HEIGHT = 40
_BAR_HEIGHT, _BLOCK_MARGIN = 24, 46
"""Height of a driver's row, and of the heading above the drivers of a date, in pixels."""


def forecast_picture(forecast: Forecast, form: Form) -> bytes:
    """Return the picture of a forecast as a file's content.

    Parameters
    ----------
    forecast
        The forecast.
    form
        Format of the file.

    Raises
    ------
    InputError
        matplotlib is not installed.
    """
    return draw_forecast(forecast).save(form, forecast.scenario)


def forecast_pictures(forecast: Forecast) -> dict[str, bytes]:
    """Return the pictures of a forecast by their file names; none without matplotlib."""
    if find_spec("matplotlib") is None:
        return {}
    return {f"forecast.{form}": forecast_picture(forecast, form) for form in get_args(Form)}


def draw_forecast(forecast: Forecast) -> Canvas:
    """Draw chances over dates with the promised dates on them, and the drivers below."""
    drawing, blocks = drawn_chances(forecast), driver_bars(forecast)
    chart = 40.0 if drawing is None else drawing.height * _SCALE + _LEGEND_HEIGHT
    pairs = [blocks[k : k + 2] for k in range(0, len(blocks), 2)]
    heights = [_BLOCK_MARGIN + _BAR_HEIGHT * max(len(b.bars) for b in pair) for pair in pairs]
    canvas = Canvas(_TOP_MARGIN + chart + (38 if blocks else 0) + sum(heights) + 40)
    title = wording.label(f"How sure: {forecast.scenario}", most=90)
    canvas.text(20, 28, title, size=20, bold=True)
    y = _TOP_MARGIN + chart
    if drawing is None:
        canvas.text(20, _TOP_MARGIN + 10, "No date is uncertain.", colour=SOFT)
    else:
        _chart(canvas, drawing)
        _legend(canvas, drawing, y - _LEGEND_HEIGHT / 2)
    if blocks:
        told = "What moves the dates most (share of the variance)"
        canvas.text(20, y + 20, told, size=16, bold=True)
        y += 38
    for pair, height in zip(pairs, heights, strict=True):
        for column, block in enumerate(pair):
            _block(canvas, block, 20 + column * (WIDTH / 2 - 10), y)
        y += height
    futures, policy = list(basis(forecast))[:2]
    canvas.text(20, y + 20, fitting(f"{futures}. {policy}.", WIDTH - 40, 12), size=12, colour=SOFT)
    return canvas


def _x(x: float) -> float:
    return 20 + x * _SCALE


def _y(y: float) -> float:
    return _TOP_MARGIN + y * _SCALE


def _chart(canvas: Canvas, drawing: ChanceDrawing) -> None:
    for panel in drawing.panels:
        _panel(canvas, drawing, panel)
        for line in panel.lines:
            _line(canvas, line, panel)


def _panel(canvas: Canvas, drawing: ChanceDrawing, panel: ChancePanel) -> None:
    left, right = _x(drawing.left), _x(drawing.right)
    top, bottom = _y(panel.top), _y(panel.bottom)
    canvas.box(left, top, right - left, bottom - top, SHEET, above=0)
    for grid in panel.grid:
        canvas.line([(left, _y(grid.y)), (right, _y(grid.y))], LINE)
        canvas.text(left - 8, _y(grid.y), grid.text, size=12, colour=SOFT, side="right")
    for tick in panel.ticks:
        canvas.line([(_x(tick.x), top), (_x(tick.x), bottom + 5)], LINE)
        canvas.text(_x(tick.x), bottom + 18, tick.text, size=12, colour=SOFT, side="center")
    y = _y(panel.confidence)
    canvas.line([(left, y), (right, y)], INK, dashed=True, above=2)
    canvas.text(left - 8, y, drawing.confidence, size=13, bold=True, side="right")


def _line(canvas: Canvas, line: ChanceLine, panel: ChancePanel) -> None:
    colour = PROJECT_COLOURS[line.colour]
    if line.other:
        canvas.line([(_x(x), _y(y)) for x, y in line.other], colour, dashed=True, above=2)
    canvas.line([(_x(x), _y(y)) for x, y in line.points], colour, thick=2.6, above=3)
    for mark in line.marks:
        tone = LATE_COLOUR if mark.doubtful else INK
        x, y = _x(mark.x), _y(mark.y)
        canvas.line([(x, y), (x, _y(panel.bottom))], tone, dashed=True, above=2)
        canvas.diamond(x, y, 8, "white")
        canvas.diamond(x, y, 7, tone, hollow=not mark.promised)
        side: Literal["left", "right"] = "left" if mark.anchor == "start" else "right"
        beside = _x(mark.text_x)
        canvas.text(beside, _y(mark.text_y), mark.text, size=13, colour=tone, bold=True, side=side)
    _sign(canvas, line.number, _x(line.sign[0]), _y(line.sign[1]), colour)
    x, y = _x(NAMES), _y(line.entry)
    _sign(canvas, line.number, x, y + 8, colour)
    canvas.text(x + 18, y, fitting(line.name, WIDTH - x - 30, 13.5), size=14, bold=True)
    canvas.text(x + 18, y + 19, fitting(line.told, WIDTH - x - 30, 12), size=13, colour=SOFT)


def _sign(canvas: Canvas, number: int, x: float, y: float, colour: str) -> None:
    """Draw the number of a line on a field of its colour."""
    half = 9.0 if number < 10 else 12.0
    corners = [(x - half, y - 9), (x + half, y - 9), (x + half, y + 9), (x - half, y + 9)]
    canvas.shape(corners, colour)
    canvas.text(x, y, str(number), size=12, colour="white", bold=True, side="center", above=6)


def _legend(canvas: Canvas, drawing: ChanceDrawing, y: float) -> None:
    x = _x(drawing.left)
    marks = [mark for panel in drawing.panels for line in panel.lines for mark in line.marks]
    for promised, told in ((True, "promised date with its chance"), (False, "due date")):
        if any(mark.promised == promised for mark in marks):
            canvas.diamond(x + 7, y, 7, INK, hollow=not promised)
            canvas.text(x + 22, y, told, size=12.5, colour=SOFT)
            x += 60 + 7.4 * len(told)
    if any(mark.doubtful for mark in marks):
        canvas.text(x, y, "▲", size=13, colour=LATE_COLOUR)
        canvas.text(x + 22, y, "not sure enough", size=12.5, colour=SOFT)
        x += 60 + 7.4 * 15
    if drawing.other_policy:
        canvas.text(x, y, f"dashed curves: policy {drawing.other_policy}", size=12.5, colour=SOFT)
        x += 60 + 7.4 * 28
    if drawing.more:
        canvas.text(x, y, f"{drawing.more} more are in forecast.csv", size=12.5, colour=SOFT)


def _block(canvas: Canvas, block: DriverBars, x: float, y: float) -> None:
    canvas.text(x, y + 24, fitting(block.target, 740, 14), size=14, bold=True)
    for number, bar in enumerate(block.bars):
        middle = y + _BLOCK_MARGIN + _BAR_HEIGHT * (number + 0.5) - 6
        canvas.text(x, middle, fitting(bar.name, 420, 12.5), size=12.5)
        canvas.box(x + 440, middle - 7, max(1.5, 220 * bar.length), 14, PROJECT_COLOURS[0])
        canvas.text(x + 448 + 220 * bar.length, middle, bar.text, size=12.5, colour=SOFT)
