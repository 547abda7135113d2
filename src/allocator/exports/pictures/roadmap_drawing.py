"""Lays out the road map: projects and milestones over time, for a drawing 1,200 wide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.roadmap import Mark, Track, roadmap
from allocator.analysis.row_packing import pack_rows
from allocator.domain import Plan
from allocator.domain.forecast import Forecast
from allocator.domain.quantities import beginning, last_day
from allocator.exports.forecasts.ranges import FinishRange, Ranges, item_ranges, project_ranges
from allocator.exports.pictures.roadmap_axis import WIDTH, Column, RoadmapAxis

TOP_MARGIN = 34
ROW_HEIGHT = 22
LETTER_WIDTH = 6.9
"""Width of a letter of a label at most, in drawing units."""


@dataclass(frozen=True)
class DrawnRange:
    """The forecast's range of a finish, from P10 to P90."""

    low: float
    high: float
    open: bool
    """Whether it goes on beyond its end."""
    tooltip: str


@dataclass(frozen=True)
class DrawnMark:
    """A milestone with its label; ``anchor`` is the side of the label at its x."""

    x: float
    y: float
    was: float | None
    text: str
    text_x: float
    anchor: str
    late: bool
    done: bool
    tooltip: str
    range: DrawnRange | None = None


@dataclass(frozen=True)
class DrawnTrack:
    """A project: name, bar, bar of the baseline, due date, milestones, range of its end."""

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
    tooltip: str
    marks: tuple[DrawnMark, ...]
    range: DrawnRange | None = None


@dataclass(frozen=True)
class Drawing:
    """The road map as shapes."""

    width: int
    height: float
    columns: tuple[Column, ...]
    now: float | None
    tracks: tuple[DrawnTrack, ...]

    @property
    def late(self) -> bool:
        """Return whether a project or milestone is late, so that the legend explains the sign."""
        marks = (mark for track in self.tracks for mark in track.marks)
        return any(track.late for track in self.tracks) or any(mark.late for mark in marks)

    @property
    def done(self) -> bool:
        """Return whether a milestone is done, so that the legend explains the sign."""
        return any(mark.done for track in self.tracks for mark in track.marks)

    @property
    def ranges(self) -> bool:
        """Return whether a finish has a range, so that the legend explains the sign."""
        ranges = [track.range for track in self.tracks]
        ranges += [mark.range for track in self.tracks for mark in track.marks]
        return any(found is not None for found in ranges)


def drawn_roadmap(
    plan: Plan, baseline: Plan | None = None, forecast: Forecast | None = None
) -> Drawing | None:
    """Return the road map as shapes; None if nothing is planned."""
    tracks = roadmap(plan, baseline)
    if not tracks:
        return None
    projects, items = project_ranges(forecast), item_ranges(forecast)
    axis = RoadmapAxis(tracks, _ends(tracks, projects, items))
    y, drawn = float(TOP_MARGIN), []
    for colour, track in enumerate(tracks):
        made = _track(axis, track, y, colour, projects.get(track.id or ""), items)
        drawn.append(made)
        y += made.height
    now = None if plan.scenario.now is None else beginning(plan.scenario.now)
    return Drawing(
        width=WIDTH,
        height=y + 6,
        columns=tuple(axis.columns()),
        now=axis.x(now) if now is not None and axis.shows(now) else None,
        tracks=tuple(drawn),
    )


def _ends(tracks: Sequence[Track], projects: Ranges, items: Ranges) -> list[dt.datetime]:
    """Return the ends of the ranges that the road map shows."""
    ranges = [projects.get(track.id or "") for track in tracks]
    ranges += [items.get(mark.id) for track in tracks for mark in track.marks]
    return [at for one in ranges if one is not None for at in (one.low, one.high)]


def _drawn_range(axis: RoadmapAxis, found: FinishRange | None) -> DrawnRange | None:
    if found is None:
        return None
    return DrawnRange(axis.x(found.low), axis.x(found.high), found.open, found.text)


def _track(
    axis: RoadmapAxis,
    track: Track,
    y: float,
    colour: int,
    finish_range: FinishRange | None,
    ranges: Ranges,
) -> DrawnTrack:
    x, end = axis.x(track.start), axis.x(track.finish)
    marks = tuple(_marks(axis, track.marks, y + 38, ranges))
    lowest = max((mark.y for mark in marks), default=y + 22)
    late = bool(track.late_text)
    finish = wording.day_and_month(track.days[1])
    lateness = f", {track.late_text} late" if late else ""
    due = None if track.due is None or not axis.shows(track.due) else axis.x(track.due)
    far = (
        "" if track.due is None or due is not None else f", due {wording.day(last_day(track.due))}"
    )
    return DrawnTrack(
        y=y,
        height=lowest - y + 20,
        name=wording.label(track.name, most=26),
        note=f"ends {finish}{lateness or far}",
        x=x,
        width=max(2.0, round(end - x, 1)),
        was=None if track.was is None else (axis.x(track.was[0]), axis.x(track.was[1])),
        due=due,
        late=late,
        colour=colour % 8,
        tooltip=f"{track.name}: {' to '.join(map(wording.day, track.days))}{lateness}{far}",
        marks=marks,
        range=_drawn_range(axis, finish_range),
    )


def _marks(
    axis: RoadmapAxis, marks: Sequence[Mark], y: float, ranges: Ranges
) -> Iterator[DrawnMark]:
    texts = [_label(mark) for mark in marks]
    places = [_place(axis.x(mark.at), text) for mark, text in zip(marks, texts, strict=True)]
    rows = pack_rows([span for span, _ in places])
    for mark, text, (span, anchor), row in zip(marks, texts, places, rows, strict=True):
        yield DrawnMark(
            x=axis.x(mark.at),
            y=y + ROW_HEIGHT * row,
            was=None if mark.was is None or mark.was == mark.at else axis.x(mark.was),
            text=text,
            text_x=round(span[0] + 18 if anchor == "start" else span[1] - 18, 1),
            anchor=anchor,
            late=bool(mark.late_text),
            done=mark.done,
            tooltip=f"{mark.title}: {wording.day(mark.day)}",
            range=_drawn_range(axis, ranges.get(mark.id)),
        )


def _label(mark: Mark) -> str:
    day = wording.day_and_month(mark.day)
    late = f", {mark.late_text} late" if mark.late_text else ""
    done = "✓ " if mark.done else ""
    return f"{done}{wording.label(mark.title, most=44)}, {day}{late}"


def _place(x: float, text: str) -> tuple[tuple[float, float], str]:
    """Return the extent of a milestone with its label, which is to the left at the right border."""
    length = 26 + LETTER_WIDTH * len(text)
    if x + length <= WIDTH:
        return (x - 7, x - 7 + length), "start"
    return (x + 7 - length, x + 7), "end"
