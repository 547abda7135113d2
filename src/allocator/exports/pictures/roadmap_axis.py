"""The time axis of the road map, from the first day of the work to its last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocator.analysis.roadmap import Track
from allocator.domain.quantities import beginning, last_day

WIDTH = 1200
LEFT_MARGIN = 220
RIGHT_MARGIN = 24

MAX_LENGTH_IN_WEEKS = dt.timedelta(days=62)
"""Length of a road map up to which its columns are weeks."""
MAX_LENGTH_IN_MONTHS = dt.timedelta(days=220)
"""Length of a road map up to which its columns are months; else they are quarters."""
DUE_DATE_MARGIN = 0.25
"""Distance of a due date from the work, as a share of its length, up to which it is drawn."""
LETTER_WIDTH = 9.5
"""Width of a letter of a column's name at most, in drawing units."""

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Column:
    """A week, month or quarter, or its part on the road map; a narrow column has no name."""

    x: float
    width: float
    name: str


class RoadmapAxis:
    """Maps instants to x, for the days from the first start to the last finish.

    The axis also has due dates near the work, but not those that would leave most of the road map
    empty.

    Parameters
    ----------
    tracks
        What is on the road map.
    ranges
        Instants of the forecast that are on it too.
    """

    def __init__(self, tracks: Sequence[Track], ranges: Sequence[dt.datetime] = ()) -> None:
        spans = [span for t in tracks for span in ((t.start, t.finish), t.was) if span is not None]
        spans += [(at, at) for at in ranges]
        first, last = min(start for start, _ in spans), max(finish for _, finish in spans)
        room = max(DUE_DATE_MARGIN * (last - first), 7 * _DAY)
        near = [t.due for t in tracks if t.due and first - room <= t.due <= last + room]
        self.start = _midnight(min([first, *near]))
        ends = [last_day(max([last, *near])), *(track.days[1] for track in tracks)]
        self.end = max(beginning(max(ends)), self.start) + _DAY

    def shows(self, instant: dt.datetime) -> bool:
        """Return whether an instant lies on the road map."""
        return self.start <= instant <= self.end

    def x(self, instant: dt.datetime) -> float:
        """Return the x of an instant; instants off the road map are at its border."""
        part = (instant - self.start) / (self.end - self.start)
        return round(
            LEFT_MARGIN + min(1.0, max(0.0, part)) * (WIDTH - LEFT_MARGIN - RIGHT_MARGIN), 1
        )

    def columns(self) -> Iterator[Column]:
        """Yield the columns; the first and the last may be cut."""
        begin = self.start
        while begin < self.end:
            name, following = self._column(begin)
            end = min(following, self.end)
            x = self.x(begin)
            width = round(self.x(end) - x, 1)
            yield Column(x, width, name if width >= LETTER_WIDTH * len(name) else "")
            begin = end

    def _column(self, begin: dt.datetime) -> tuple[str, dt.datetime]:
        """Return the name of the column that begins at an instant, and where the next begins."""
        length = self.end - self.start
        if length <= MAX_LENGTH_IN_WEEKS:
            return f"{begin.day} {begin:%b %Y}", begin + (7 - begin.weekday()) * _DAY
        if length <= MAX_LENGTH_IN_MONTHS:
            return f"{begin:%b %Y}", _following(begin, 1)
        return f"Q{(begin.month + 2) // 3} {begin.year}", _following(begin, 3)


def _midnight(instant: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(instant.date(), dt.time())


def _following(instant: dt.datetime, months: int) -> dt.datetime:
    """Return the beginning of the month, or of the quarter, after the one that holds an instant."""
    count = instant.year * 12 + (instant.month - 1) // months * months + months
    return dt.datetime(count // 12, count % 12 + 1, 1)
