"""Draws the load: a row per person, a column per week, darker where more is planned."""

from __future__ import annotations

from allocator import wording
from allocator.domain import Plan
from allocator.exports.pictures.canvas import INK, LATE_COLOUR, LINE, SOFT, WIDTH, Canvas, fitting
from allocator.exports.pictures.heatmap import Heatmap, HeatmapCell, HeatmapRow, heatmap

_LEFT, _TOP, _ROW = 290, 88, 24
_SHADES = {
    "0": "#ffffff",
    "1": "#e8f1fa",
    "2": "#cfe2f4",
    "3": "#a9cbe9",
    "4": "#7fb0dc",
    "5": "#6aa1d4",
    "over": "#f4b9a6",
}


def draw_load(plan: Plan) -> Canvas:
    """Draw the load of each person in each week.

    Parameters
    ----------
    plan
        The plan.
    """
    table = heatmap(plan)
    rows = () if table is None else (table.total, *table.rows)
    canvas = Canvas(_TOP + _ROW * max(1, len(rows)) + 56)
    canvas.text(20, 28, wording.label(f"Load: {plan.scenario.name}", most=90), size=20, bold=True)
    if table is None:
        canvas.text(20, 70, "There is nobody to be loaded.", colour=SOFT)
        return canvas
    width = min(60.0, (WIDTH - _LEFT - 20) / len(table.weeks))
    _heads(canvas, table, width)
    for number, row in enumerate(rows):
        _row(canvas, row, _TOP + number * _ROW, width, bold=number == 0)
    _legend(canvas, _TOP + _ROW * len(rows) + 28, table.more)
    return canvas


def _heads(canvas: Canvas, table: Heatmap, width: float) -> None:
    x = float(_LEFT)
    for name, weeks in table.months:
        canvas.line([(x, 50), (x, _TOP - 4)], LINE)
        told = fitting(name, weeks * width - 6, 12)
        canvas.text(x + 5, 58, told, size=12, colour=SOFT, bold=True)
        x += weeks * width
    for number, week in enumerate(table.weeks):
        if width > 16 or number % 2 == 0:
            middle = _LEFT + (number + 0.5) * width
            canvas.text(middle, 77, week, size=11, colour=SOFT, side="center")


def _row(canvas: Canvas, row: HeatmapRow, y: float, width: float, *, bold: bool) -> None:
    canvas.text(20, y + _ROW / 2, fitting(row.name, 200, 13), size=13, bold=bold)
    canvas.text(_LEFT - 14, y + _ROW / 2, row.load, size=12, bold=bold, side="right")
    for number, cell in enumerate(row.cells):
        _cell(canvas, cell, _LEFT + number * width, y, width, bold=bold)


def _cell(
    canvas: Canvas, cell: HeatmapCell, x: float, y: float, width: float, *, bold: bool
) -> None:
    if cell.shade == "off":
        canvas.box(x + 1, y + 1, width - 2, _ROW - 2, "white", edge=LINE, hatch="////", thick=0.6)
        return
    over = cell.shade == "over"
    canvas.box(x + 1, y + 1, width - 2, _ROW - 2, _SHADES[cell.shade], edge=LINE, thick=0.6)
    if width >= 22:
        canvas.text(
            x + width / 2,
            y + _ROW / 2,
            f"▲{cell.text}" if over else cell.text,
            size=11,
            colour=LATE_COLOUR if over else INK,
            bold=over or bold,
            side="center",
        )


def _legend(canvas: Canvas, y: float, more: int) -> None:
    canvas.text(
        20, y, "Planned hours in percent of what each has in the week", colour=SOFT, size=12
    )
    if more:
        told = f"{more} more weeks are in load.csv"
        canvas.text(WIDTH - 20, y, told, colour=SOFT, size=12, side="right")
    x = 470.0
    for shade, told in (
        *((str(step), f"up to {20 * step} %") for step in range(1, 6)),
        ("over", "▲ more than there is"),
        ("off", "away"),
    ):
        _cell(canvas, HeatmapCell("", shade, ""), x, y - _ROW / 2, 26, bold=False)
        canvas.text(x + 34, y, told, size=12, colour=SOFT)
        x += 56 + 7.4 * len(told)
