"""The time axis of a picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator.exports.pictures.canvas import LINE, SOFT, Canvas

_MONTH = dt.timedelta(days=31)


class DateAxis:
    """Maps instants to pixels.

    Parameters
    ----------
    start, end
        Instants that the axis shows at least.
    left, right
        Ends of the axis in pixels.
    """

    def __init__(self, start: dt.datetime, end: dt.datetime, left: float, right: float) -> None:
        self.start = dt.datetime.combine(start.date(), dt.time())
        self.end = max(end, self.start + dt.timedelta(days=1))
        self.left, self.right = left, right

    def x(self, instant: dt.datetime) -> float:
        """Return the pixel of an instant; instants off the axis are at its end."""
        part = (instant - self.start) / (self.end - self.start)
        return self.left + min(1.0, max(0.0, part)) * (self.right - self.left)

    def months(self) -> Iterator[tuple[float, str]]:
        """Yield pixel and name of the first month and of each month that begins on the axis."""
        month = dt.datetime(self.start.year, self.start.month, 1)
        while month < self.end:
            yield self.x(month), f"{month:%b %Y}"
            month = (month + _MONTH).replace(day=1)

    def draw(self, canvas: Canvas, top: float, bottom: float) -> None:
        """Draw a line and a name for each month, except names that would touch."""
        free = self.left
        found = list(self.months())
        for (x, name), (after, _) in zip(found, [*found[1:], (self.right, "")], strict=True):
            canvas.line([(x, top), (x, bottom)], LINE, above=1)
            if x >= free and after - x > 40:
                canvas.text(x + 5, top + 12, name, size=12, colour=SOFT, bold=True)
                free = x + 74
