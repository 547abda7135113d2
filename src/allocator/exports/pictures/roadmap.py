"""Draws the road map: projects and milestones over weeks, months or quarters."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain import Plan
from allocator.domain.forecast import Forecast
from allocator.exports.pictures.bars import draw_range
from allocator.exports.pictures.canvas import (
    BAND,
    INK,
    LATE_COLOUR,
    LINE,
    PROJECT_COLOURS,
    SHEET,
    SOFT,
    WIDTH,
    Canvas,
)
from allocator.exports.pictures.roadmap_axis import WIDTH as DRAWN
from allocator.exports.pictures.roadmap_drawing import (
    Drawing,
    DrawnMark,
    DrawnRange,
    DrawnTrack,
    drawn_roadmap,
)

_SCALE = (WIDTH - 40) / DRAWN
_TOP_MARGIN = 56
_LEGEND_HEIGHT = 48
"""Height of the legend in pixels."""


def draw_roadmap(
    plan: Plan, baseline: Plan | None = None, forecast: Forecast | None = None
) -> Canvas:
    """Draw the road map.

    Parameters
    ----------
    plan
        The plan.
    baseline
        An earlier plan, drawn as dashed outlines.
    forecast
        How sure the plan is, drawn as ranges.
    """
    drawing = drawn_roadmap(plan, baseline, forecast)
    height = 60.0 if drawing is None else drawing.height * _SCALE
    canvas = Canvas(height + _TOP_MARGIN + (16 if drawing is None else _LEGEND_HEIGHT))
    canvas.text(20, 28, wording.label(plan.scenario.name, most=90), size=20, bold=True)
    if drawing is None:
        canvas.text(20, 70, "Nothing is planned.", colour=SOFT)
        return canvas
    for number, column in enumerate(drawing.columns):
        colour = BAND if number % 2 else SHEET
        canvas.box(_x(column.x), _TOP_MARGIN, column.width * _SCALE, height, colour, above=0)
        canvas.text(
            _x(column.x) + 10, _TOP_MARGIN + 20, column.name, size=15, colour=SOFT, bold=True
        )
    if drawing.now is not None:
        canvas.line(
            [(_x(drawing.now), _TOP_MARGIN), (_x(drawing.now), _TOP_MARGIN + height)],
            LATE_COLOUR,
            dashed=True,
        )
    for track in drawing.tracks:
        _track(canvas, track)
    _legend(canvas, drawing, _TOP_MARGIN + height + _LEGEND_HEIGHT / 2)
    return canvas


def _legend(canvas: Canvas, drawing: Drawing, y: float) -> None:
    """Draw the legend of the signs that the road map has."""
    x = 20.0
    for kind, told in _signs(drawing):
        if kind == "milestone":
            canvas.diamond(x + 13, y, 7, INK)
        elif kind == "due":
            _flag(canvas, x + 10, y - 17, INK)
        elif kind == "now":
            canvas.line([(x + 13, y - 9), (x + 13, y + 9)], LATE_COLOUR, dashed=True)
        elif kind == "was":
            canvas.box(x, y - 6, 26, 12, "none", edge=SOFT, dashed=True)
        elif kind == "range":
            draw_range(canvas, x, x + 26, y)
        else:
            canvas.text(x + 8, y, kind, size=13, colour=LATE_COLOUR if kind == "▲" else INK)
        canvas.text(x + 34, y, told, size=13, colour=SOFT)
        x += 62 + 8 * len(told)


def _signs(drawing: Drawing) -> Iterator[tuple[str, str]]:
    marks = [mark for track in drawing.tracks for mark in track.marks]
    if marks:
        yield "milestone", "milestone"
    if any(track.due is not None for track in drawing.tracks):
        yield "due", "due date of the project"
    if drawing.now is not None:
        yield "now", "now"
    if drawing.late:
        yield "▲", "late"
    if drawing.done:
        yield "✓", "done"
    moved = any(track.was is not None for track in drawing.tracks)
    if moved or any(mark.was is not None for mark in marks):
        yield "was", "in the baseline"
    if drawing.ranges:
        yield "range", "P10 to P90 of the forecast"


def _x(x: float) -> float:
    return 20 + x * _SCALE


def _y(y: float) -> float:
    return _TOP_MARGIN + y * _SCALE


def _track(canvas: Canvas, track: DrawnTrack) -> None:
    canvas.line([(20, _y(track.y)), (WIDTH - 20, _y(track.y))], LINE)
    canvas.text(20, _y(track.y + 17), track.name, size=16, bold=True)
    sign, colour = ("▲ ", LATE_COLOUR) if track.late else ("", SOFT)
    canvas.text(20, _y(track.y + 34), sign + track.note, size=13.5, colour=colour, bold=track.late)
    if track.was is not None:
        left, right = _x(track.was[0]), _x(track.was[1])
        canvas.box(left, _y(track.y + 6), right - left, 22 * _SCALE, "none", edge=SOFT, dashed=True)
    bar = PROJECT_COLOURS[track.colour]
    canvas.box(_x(track.x), _y(track.y + 10), track.width * _SCALE, 14 * _SCALE, bar)
    _range(canvas, track.range, _y(track.y + 28))
    if track.due is not None:
        _flag(canvas, _x(track.due), _y(track.y + 4), LATE_COLOUR if track.late else INK)
    for mark in track.marks:
        _mark(canvas, mark)


def _range(canvas: Canvas, found: DrawnRange | None, y: float) -> None:
    if found is not None:
        draw_range(canvas, _x(found.low), _x(found.high), y, open_end=found.open)


def _flag(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.line([(x, y), (x, y + 34)], colour, thick=2, above=4)
    canvas.shape([(x, y), (x + 10, y), (x + 6, y + 5), (x + 10, y + 10), (x, y + 10)], colour)


def _mark(canvas: Canvas, mark: DrawnMark) -> None:
    colour = LATE_COLOUR if mark.late else INK
    if mark.was is not None:
        canvas.diamond(_x(mark.was), _y(mark.y), 8, SOFT, hollow=True)
        canvas.line([(_x(mark.was), _y(mark.y)), (_x(mark.x), _y(mark.y))], SOFT, dashed=True)
    canvas.diamond(_x(mark.x), _y(mark.y), 8, colour)
    _range(canvas, mark.range, _y(mark.y + 9.5))
    canvas.text(
        _x(mark.text_x),
        _y(mark.y),
        mark.text,
        size=14.5,
        colour=colour,
        bold=mark.late,
        side="left" if mark.anchor == "start" else "right",
    )
