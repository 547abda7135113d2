"""Draws value kept against the dates reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from allocator import wording
from allocator.analysis.scope_text import scope_sentences
from allocator.domain.scope_front import ScopeFront, ScopePoint
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

_LEFT, _RIGHT = 90.0, 760.0
"""Ends of the axis of days, in pixels; what is left out stands at its right."""
_TOP, _PANEL_HEIGHT, _PANEL_DISTANCE = 110.0, 300.0, 390.0
_GOOD_COLOUR = PROJECT_COLOURS[2]
_ROW_HEIGHT = 30.0
_DAY = dt.timedelta(days=1)


def scope_picture(front: ScopeFront, form: Form) -> bytes:
    """Return the picture as a file's content: a panel for each wanted date.

    Raises
    ------
    InputError
        matplotlib is not installed.
    """
    panel = max(_PANEL_DISTANCE, 60 + _ROW_HEIGHT * len(front.points))
    canvas = Canvas(_TOP + panel * len(front.wanted) + 20)
    canvas.text(20, 30, "What to leave out", size=20, bold=True)
    answer = wording.printable(scope_sentences(front)[0])
    canvas.text(20, 62, fitting(answer, WIDTH - 40, 13), size=13.5, colour=SOFT)
    for number in range(len(front.wanted)):
        _ScopePanel(canvas, front, number, _TOP + panel * number).draw()
    return canvas.save(form, "What to leave out")


class _ScopePanel:
    """Value kept against the days on which one date is reached."""

    def __init__(self, canvas: Canvas, front: ScopeFront, number: int, top: float) -> None:
        self._canvas, self._front, self._top = canvas, front, top
        self._wanted, self._days = front.wanted[number], [p.days[number] for p in front.points]
        by = self._wanted.by
        self._by = by.date() if isinstance(by, dt.datetime) else by
        shown = [*self._days, self._by]
        self._first, self._last = min(shown) - _DAY, max(shown) + _DAY

    def draw(self) -> None:
        """Draw the axes, the wanted date, the points and what each of them leaves out."""
        self._axes()
        self._date()
        self._steps()
        for number, (point, day) in enumerate(zip(self._front.points, self._days, strict=True), 1):
            self._point(number, point, day)

    def _x(self, day: dt.date) -> float:
        return _LEFT + (_RIGHT - _LEFT) * ((day - self._first) / (self._last - self._first))

    def _y(self, value: float) -> float:
        share = value / self._front.value if self._front.value else 0.0
        return self._top + 40 + (_PANEL_HEIGHT - 40) * (1 - share)

    def _axes(self) -> None:
        canvas, bottom = self._canvas, self._top + _PANEL_HEIGHT
        name = wording.label(self._wanted.title or self._wanted.id, most=80)
        canvas.text(20, self._top, fitting(name, _RIGHT, 15), size=15, bold=True)
        canvas.box(_LEFT, self._top + 30, _RIGHT - _LEFT, bottom - self._top - 20, SHEET, above=0)
        for value in dict.fromkeys((0.0, self._front.value / 2, self._front.value)):
            y = self._y(value)
            canvas.line([(_LEFT, y), (_RIGHT, y)], LINE)
            canvas.text(_LEFT - 8, y, wording.number(value), size=12, colour=SOFT, side="right")
        canvas.text(20, self._top + 22, "value kept", size=12, colour=SOFT)
        for day in self._ticks():
            x = self._x(day)
            canvas.line([(x, bottom + 10), (x, bottom + 16)], SOFT)
            words = wording.day_and_month(day)
            canvas.text(x, bottom + 28, words, size=12, colour=SOFT, side="center")

    def _ticks(self) -> Sequence[dt.date]:
        """Return the days that are named: the wanted one, and those of points that have room."""
        named = [self._by]
        for day in self._days:
            if all(abs(self._x(day) - self._x(other)) > 56 for other in named):
                named.append(day)
        return named

    def _date(self) -> None:
        canvas, x = self._canvas, self._x(self._by)
        canvas.line(
            [(x, self._top + 30), (x, self._top + _PANEL_HEIGHT + 10)], INK, dashed=True, above=2
        )
        words = f"wanted by {wording.day_and_month(self._by)}"
        side = self._x(self._by) > (_LEFT + _RIGHT) / 2
        canvas.text(
            x + (-8 if side else 8),
            self._top + 20,
            words,
            size=12.5,
            bold=True,
            side="right" if side else "left",
        )

    def _steps(self) -> None:
        """Join the points by steps: until the next day is reached, that value is all."""
        points = list(zip(self._front.points, self._days, strict=True))
        for (one, day), (other, next_day) in pairwise(points):
            corner = (self._x(day), self._y(other.value_kept))
            path = [(self._x(day), self._y(one.value_kept)), corner]
            path.append((self._x(next_day), self._y(other.value_kept)))
            self._canvas.line(path, PROJECT_COLOURS[0], thick=2, above=2)

    def _point(self, number: int, point: ScopePoint, day: dt.date) -> None:
        canvas, x, y = self._canvas, self._x(day), self._y(point.value_kept)
        tone = _GOOD_COLOUR if point.keeps else LATE_COLOUR
        self._sign(number, x, y, tone)
        row = self._top + 40 + _ROW_HEIGHT * (number - 1)
        self._sign(number, _RIGHT + 40, row, tone)
        chance = "" if point.chance is None else f", {wording.chance(point.chance)}"
        kept = "is enough" if point.keeps else "is not enough"
        head = f"{wording.day(day)}{chance}: {kept}"
        canvas.text(_RIGHT + 60, row, head, size=13, bold=number - 1 == self._front.best)
        words = "without " + ", ".join(point.dropped) if point.dropped else "nothing left out"
        canvas.text(
            _RIGHT + 330, row, fitting(wording.printable(words), 480, 12), size=12.5, colour=SOFT
        )

    def _sign(self, number: int, x: float, y: float, colour: str) -> None:
        corners = [(x - 10, y - 10), (x + 10, y - 10), (x + 10, y + 10), (x - 10, y + 10)]
        self._canvas.shape(corners, colour)
        self._canvas.text(
            x, y, str(number), size=12, colour="white", bold=True, side="center", above=6
        )
