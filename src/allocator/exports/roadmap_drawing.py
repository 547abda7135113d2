"""The road map: projects and milestones over quarters, laid out for a drawing 1,200 wide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocator.analysis.lanes import lanes
from allocator.analysis.roadmap import Mark, Track, roadmap
from allocator.domain import Plan, words

WIDTH = 1200
LEFT = 220
RIGHT = 24
TOP = 34
LANE = 22
LETTER = 6.9
"""Width of a letter of a label, on the safe side."""


@dataclass(frozen=True)
class Quarter:
    """A column."""

    x: float
    width: float
    name: str


@dataclass(frozen=True)
class DrawnMark:
    """A milestone with its label; ``anchor`` is the side of the label that stands at its x."""

    x: float
    y: float
    was: float | None
    text: str
    text_x: float
    anchor: str
    late: bool
    told: str


@dataclass(frozen=True)
class DrawnTrack:
    """A project: name, bar, what was, due date, milestones."""

    y: float
    height: float
    name: str
    note: str
    x: float
    width: float
    was: tuple[float, float] | None
    due: float | None
    late: bool
    colour: int
    told: str
    marks: tuple[DrawnMark, ...]


@dataclass(frozen=True)
class Drawing:
    """The road map as shapes."""

    width: int
    height: float
    quarters: tuple[Quarter, ...]
    now: float | None
    tracks: tuple[DrawnTrack, ...]


def drawn_roadmap(plan: Plan, baseline: Plan | None = None) -> Drawing | None:
    """Return the road map as shapes; None where nothing is planned."""
    tracks = roadmap(plan, baseline)
    if not tracks:
        return None
    axis = Axis(tracks)
    y, drawn = float(TOP), []
    for colour, track in enumerate(tracks):
        made = _track(axis, track, y, colour)
        drawn.append(made)
        y += made.height
    now = plan.scenario.now
    return Drawing(
        width=WIDTH,
        height=y + 6,
        quarters=tuple(axis.quarters()),
        now=None if now is None else axis.x(dt.datetime(now.year, now.month, now.day)),
        tracks=tuple(drawn),
    )


class Axis:
    """Instants to x: whole quarters that hold everything on the road map."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        instants = [track.start for track in tracks]
        ends = [i for t in tracks for i in (t.finish, t.due, t.was[1] if t.was else None) if i]
        self.start = quarter_of(min(instants))
        self.end = next_quarter(quarter_of(max(ends) - dt.timedelta(minutes=1)))

    def x(self, instant: dt.datetime) -> float:
        """Return the place of an instant; those off the road map stand at its border."""
        part = (instant - self.start) / (self.end - self.start)
        return round(LEFT + min(1.0, max(0.0, part)) * (WIDTH - LEFT - RIGHT), 1)

    def quarters(self) -> Iterator[Quarter]:
        """Yield the columns."""
        begin = self.start
        while begin < self.end:
            end = next_quarter(begin)
            x = self.x(begin)
            name = f"Q{(begin.month + 2) // 3} {begin.year}"
            yield Quarter(x, round(self.x(end) - x, 1), name)
            begin = end


def quarter_of(instant: dt.datetime) -> dt.datetime:
    """Return the beginning of the quarter that holds the instant."""
    return dt.datetime(instant.year, 3 * ((instant.month - 1) // 3) + 1, 1)


def next_quarter(begin: dt.datetime) -> dt.datetime:
    """Return the beginning of the next quarter."""
    return quarter_of(begin + dt.timedelta(days=100))


def _track(axis: Axis, track: Track, y: float, colour: int) -> DrawnTrack:
    x, end = axis.x(track.start), axis.x(track.finish)
    marks = tuple(_marks(axis, track.marks, y + 38))
    lowest = max((mark.y for mark in marks), default=y + 22)
    late = bool(track.late_text)
    finish = words.short_day((track.finish - dt.timedelta(minutes=1)).date())
    lateness = f", {track.late_text} late" if late else ""
    return DrawnTrack(
        y=y,
        height=lowest - y + 20,
        name=words.label(track.name, most=30),
        note=f"ends {finish}{lateness}",
        x=x,
        width=max(2.0, round(end - x, 1)),
        was=None if track.was is None else (axis.x(track.was[0]), axis.x(track.was[1])),
        due=None if track.due is None else axis.x(track.due),
        late=late,
        colour=colour % 8,
        told=f"{track.name}: {words.day(track.start)} to {words.finish_day(track.finish)}"
        + lateness,
        marks=marks,
    )


def _marks(axis: Axis, marks: Sequence[Mark], y: float) -> Iterator[DrawnMark]:
    texts = [_label(mark) for mark in marks]
    places = [_place(axis.x(mark.at), text) for mark, text in zip(marks, texts, strict=True)]
    rows = lanes([span for span, _ in places])
    for mark, text, (span, anchor), row in zip(marks, texts, places, rows, strict=True):
        yield DrawnMark(
            x=axis.x(mark.at),
            y=y + LANE * row,
            was=None if mark.was is None or mark.was == mark.at else axis.x(mark.was),
            text=text,
            text_x=round(span[0] + 18 if anchor == "start" else span[1] - 18, 1),
            anchor=anchor,
            late=bool(mark.late_text),
            told=f"{mark.title}: {words.finish_day(mark.at)}",
        )


def _label(mark: Mark) -> str:
    day = words.short_day((mark.at - dt.timedelta(minutes=1)).date())
    late = f", {mark.late_text} late" if mark.late_text else ""
    done = "✓ " if mark.done else ""
    return f"{done}{words.label(mark.title, most=44)}, {day}{late}"


def _place(x: float, text: str) -> tuple[tuple[float, float], str]:
    """Return what a milestone and its label take: to the right, or left of it where it ends."""
    length = 26 + LETTER * len(text)
    if x + length <= WIDTH:
        return (x - 7, x - 7 + length), "start"
    return (x + 7 - length, x + 7), "end"
