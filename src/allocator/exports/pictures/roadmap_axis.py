"""The time axis of the road map, from the first day of the work to its last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocator.analysis.roadmap import Track
from allocator.domain.quantities import beginning, last_day

WIDTH = 1200
LEFT = 220
RIGHT = 24

WEEKS_UP_TO = dt.timedelta(days=62)
"""Length of a road map up to which its columns are weeks, from Monday to Sunday."""
MONTHS_UP_TO = dt.timedelta(days=220)
"""Length up to which they are months; longer ones have quarters."""
BEYOND = 0.25
"""Share of the work's length by which a due date may lie outside of it and still be drawn."""
LETTER = 9.5
"""Width of a letter of a column's name, on the safe side."""

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Column:
    """A week, month or quarter, or the part of it on the road map; a narrow one has no name."""

    x: float
    width: float
    name: str


class Axis:
    """Instants to x: the days from the first start to the last finish of what is shown.

    Due dates near the work are part of it; one that is far from all work, which would leave most
    of the road map empty, is not.
    """

    def __init__(self, tracks: Sequence[Track]) -> None:
        spans = [span for t in tracks for span in ((t.start, t.finish), t.was) if span is not None]
        first, last = min(start for start, _ in spans), max(finish for _, finish in spans)
        room = max(BEYOND * (last - first), 7 * _DAY)
        near = [t.due for t in tracks if t.due and first - room <= t.due <= last + room]
        self.start = _midnight(min([first, *near]))
        ends = [last_day(max([last, *near])), *(track.days[1] for track in tracks)]
        self.end = max(beginning(max(ends)), self.start) + _DAY

    def shows(self, instant: dt.datetime) -> bool:
        """Whether an instant lies on the road map."""
        return self.start <= instant <= self.end

    def x(self, instant: dt.datetime) -> float:
        """Return the place of an instant; those off the road map stand at its border."""
        part = (instant - self.start) / (self.end - self.start)
        return round(LEFT + min(1.0, max(0.0, part)) * (WIDTH - LEFT - RIGHT), 1)

    def columns(self) -> Iterator[Column]:
        """Yield the columns; the first and the last may be cut."""
        begin = self.start
        while begin < self.end:
            name, following = self._column(begin)
            end = min(following, self.end)
            x = self.x(begin)
            width = round(self.x(end) - x, 1)
            yield Column(x, width, name if width >= LETTER * len(name) else "")
            begin = end

    def _column(self, begin: dt.datetime) -> tuple[str, dt.datetime]:
        """Return the name of the column that begins at an instant, and where the next begins."""
        length = self.end - self.start
        if length <= WEEKS_UP_TO:
            return f"{begin.day} {begin:%b %Y}", begin + (7 - begin.weekday()) * _DAY
        if length <= MONTHS_UP_TO:
            return f"{begin:%b %Y}", _following(begin, 1)
        return f"Q{(begin.month + 2) // 3} {begin.year}", _following(begin, 3)


def _midnight(instant: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(instant.date(), dt.time())


def _following(instant: dt.datetime, months: int) -> dt.datetime:
    """Return the beginning of the month, or of the quarter, after the one that holds an instant."""
    count = instant.year * 12 + (instant.month - 1) // months * months + months
    return dt.datetime(count // 12, count % 12 + 1, 1)
