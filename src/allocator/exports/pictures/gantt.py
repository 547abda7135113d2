"""Draws the Gantt chart: a row per item, or for many items as few rows as their bars need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from allocator import wording
from allocator.analysis.dates import planned
from allocator.analysis.lateness import overdue_text
from allocator.analysis.roadmap import Track, roadmap
from allocator.analysis.row_packing import pack_rows
from allocator.calendars import Calendars, TeamCalendar
from allocator.domain import Plan, PlanItem
from allocator.domain.forecast import Forecast
from allocator.exports.forecasts.ranges import Ranges, item_ranges
from allocator.exports.pictures.bars import Bar, draw_ends, draw_legend, draw_links, draw_range
from allocator.exports.pictures.canvas import (
    BAND,
    INK,
    LATE_COLOUR,
    LINE,
    PROJECT_COLOURS,
    SOFT,
    WIDTH,
    Canvas,
    fitting,
)
from allocator.exports.pictures.date_axis import DateAxis

MAX_SINGLE_ROWS = 90
"""Items up to which each has a row of its own."""

LEFT, RIGHT = 400, WIDTH - 180
TOP_MARGIN = 60
_MAX_HEIGHT = 2600
"""Height in pixels of a chart whose items share rows."""


def draw_gantt(
    plan: Plan, baseline: Plan | None = None, forecast: Forecast | None = None
) -> Canvas:
    """Draw the chart.

    Parameters
    ----------
    plan
        The plan.
    baseline
        An earlier plan, drawn as dashed bars.
    forecast
        How sure the plan is, drawn as ranges where each item has a row of its own.
    """
    calendars = Calendars(plan.scenario)
    tracks = roadmap(plan, calendars=calendars)
    entries = [entry for entry, _, _ in planned(plan.items)]
    single = len(entries) <= MAX_SINGLE_ROWS
    heads, bars, bottom = _rows(plan, calendars.team, tracks, entries, single=single)
    canvas = Canvas(bottom + 54)
    ranges = item_ranges(forecast) if single else {}
    axis = _axis(plan, baseline, ranges, LEFT if single else 240, RIGHT if single else WIDTH - 20)
    canvas.text(20, 26, wording.label(plan.scenario.name, most=90), size=20, bold=True)
    axis.draw(canvas, 44, bottom)
    for y, height, track in heads:
        _head(canvas, axis, y, height, track, single=single)
    if plan.scenario.now is not None:
        now = dt.datetime.combine(plan.scenario.now, dt.time())
        canvas.line([(axis.x(now), 44), (axis.x(now), bottom)], LATE_COLOUR, dashed=True)
    if single:
        draw_links(canvas, axis, plan, bars)
    was = {} if baseline is None else {e.id: (s, f) for e, s, f in planned(baseline.items)}
    names = {person.id: person.name or person.id for person in plan.scenario.people}
    days = {mark.id: mark.day for track in tracks for mark in track.marks}
    for bar in bars:
        if bar.entry.id in was:
            _baseline_bar(canvas, axis, bar, was[bar.entry.id])
        _bar(canvas, axis, bar)
        if (found := ranges.get(bar.entry.id)) is not None:
            low, high = axis.x(found.low), axis.x(found.high)
            draw_range(canvas, low, high, bar.y + bar.height - 2, open_end=found.open)
        if single:
            _words(canvas, axis, bar, names, days)
        elif not bar.milestone:
            _inside(canvas, axis, bar)
    draw_legend(
        canvas,
        bottom + 28,
        with_was=baseline is not None,
        with_frozen=any(bar.frozen for bar in bars),
        with_now=plan.scenario.now is not None,
        with_ranges=bool(ranges),
    )
    return canvas


def _axis(plan: Plan, baseline: Plan | None, ranges: Ranges, left: float, right: float) -> DateAxis:
    plans = [plan] if baseline is None else [plan, baseline]
    spans = [(s, f) for one in plans for _, s, f in planned(one.items)]
    spans += [(one.low, one.high) for one in ranges.values()]
    start = min((s for s, _ in spans), default=dt.datetime.combine(dt.date.today(), dt.time()))
    return DateAxis(start, max((f for _, f in spans), default=start), left, right)


def _rows(
    plan: Plan,
    team: TeamCalendar,
    tracks: Sequence[Track],
    entries: Sequence[PlanItem],
    *,
    single: bool,
) -> tuple[list[tuple[float, float, Track]], list[Bar], float]:
    """Return a heading for each project, a bar for each item, and the bottom of the chart."""
    groups = [[e for e in entries if _project(plan, e) == track.id] for track in tracks]
    packed = [_packed(group, single=single) for group in groups]
    count = sum(max(rows, default=-1) + 1 for rows in packed)
    height = 22.0 if single else min(18.0, max(3.0, _MAX_HEIGHT / max(1, count)))
    y, heads, bars = float(TOP_MARGIN + 8), [], []
    for number, (track, group, rows) in enumerate(zip(tracks, groups, packed, strict=True)):
        colour = PROJECT_COLOURS[number % len(PROJECT_COLOURS)]
        top = y + 24 if single else y + 4
        inside = (max(rows, default=-1) + 1) * height
        heads.append((y, top + inside - y, track))
        for entry, row in zip(_ordered(group), rows, strict=True):
            item = plan.scenario.item_by_id[entry.id]
            frozen = plan.scenario.is_frozen(item)
            place = top + row * height
            late = overdue_text(plan.scenario, team, entry, brief=True)
            bars.append(Bar(entry, place, height, colour, item.is_milestone, frozen, late))
        y = max(top + inside, y + 20) + 6
    return heads, bars, y


def _project(plan: Plan, entry: PlanItem) -> str | None:
    return plan.scenario.item_by_id[entry.id].project


def _ordered(group: Sequence[PlanItem]) -> list[PlanItem]:
    return sorted(group, key=lambda entry: (entry.start is None, entry.start, entry.finish))


def _packed(group: Sequence[PlanItem], *, single: bool) -> list[int]:
    """Return the row of each item of a project, ordered by start."""
    if single:
        return list(range(len(group)))
    return pack_rows([(e.start, e.finish) for e in _ordered(group) if e.start and e.finish])


def _head(
    canvas: Canvas, axis: DateAxis, y: float, height: float, track: Track, *, single: bool
) -> None:
    if single:
        canvas.box(0, y, WIDTH, 22, BAND, above=0)
        canvas.text(20, y + 11, wording.label(track.name, most=50), size=13, bold=True)
        left = axis.x(track.start)
        canvas.box(left, y + 9, axis.x(track.finish) - left, 4, SOFT)
    else:
        canvas.line([(0, y), (WIDTH, y)], LINE)
        canvas.text(20, y + 14, fitting(track.name, 210, 13), size=13, bold=True)
        if height > 34:
            finish = wording.day_and_month(track.days[1])
            late = f", {track.late_text} late" if track.late_text else ""
            colour = LATE_COLOUR if late else SOFT
            canvas.text(20, y + 31, f"ends {finish}{late}", size=12, colour=colour)


def _bar(canvas: Canvas, axis: DateAxis, bar: Bar) -> None:
    entry = bar.entry
    assert entry.start is not None and entry.finish is not None
    if bar.milestone:
        colour = LATE_COLOUR if bar.late else INK
        canvas.diamond(axis.x(entry.finish), bar.middle, min(7.0, bar.height / 2.4), colour)
        return
    left = axis.x(entry.start)
    width = max(1.5, axis.x(entry.finish) - left)
    inset = 4.0 if bar.height > 20 else min(1.5, bar.height / 5)
    done, going = entry.is_over, entry.state == "in_progress"
    canvas.box(
        left,
        bar.y + inset,
        width,
        bar.height - 2 * inset,
        "white" if done or going else bar.colour,
        edge=_edge(bar),
        thick=2.0 if entry.critical and bar.height > 10 else 1.0,
        hatch="////" if done else "..." if going else "",
    )
    if bar.frozen:
        draw_ends(canvas, left, width, bar.y + inset / 2, bar.height - inset)
    if bar.late:
        canvas.box(left + width, bar.y + 2, 3, bar.height - 4, LATE_COLOUR, above=3)


def _edge(bar: Bar) -> str:
    """Return the colour around a bar: white for bars that can touch, none for thin ones."""
    if bar.entry.critical:
        return INK
    if bar.entry.is_over or bar.entry.state == "in_progress":
        return bar.colour
    return "white" if bar.height > 10 else "none"


def _baseline_bar(
    canvas: Canvas, axis: DateAxis, bar: Bar, was: tuple[dt.datetime, dt.datetime]
) -> None:
    left, right = axis.x(was[0]), axis.x(was[1])
    if bar.milestone:
        canvas.diamond(right, bar.middle, min(7.0, bar.height / 2.4), SOFT, hollow=True)
    else:
        canvas.box(
            left,
            bar.y + bar.height - 4,
            max(1.5, right - left),
            3,
            "white",
            edge=SOFT,
            dashed=True,
            above=3,
        )


def _words(
    canvas: Canvas, axis: DateAxis, bar: Bar, names: dict[str, str], days: dict[str, dt.date]
) -> None:
    """Write the item's name at the left, and its people and lateness next to its bar."""
    entry = bar.entry
    assert entry.finish is not None
    title = wording.printable(f"{entry.id} {entry.title}".strip())
    canvas.text(34, bar.middle, fitting(title, LEFT - 50, 12.5), size=12.5)
    people = ", ".join(dict.fromkeys(names.get(w.person, w.person) for w in entry.assignments))
    sign = {"done": "✓ ", "failed": "✗ ", "in_progress": "▶ "}.get(entry.state, "")
    sign += "❄ " if bar.frozen else ""
    told = sign + (
        wording.day_and_month(days[entry.id]) if bar.milestone else wording.label(people, most=26)
    )
    x = axis.x(entry.finish) + (12 if bar.milestone else 10)
    if bar.late:
        late = f"▲ {bar.late} late"
        canvas.text(x, bar.middle, late, size=11, colour=LATE_COLOUR, bold=True)
        x += 8 + 7.2 * len(late)
    canvas.text(x, bar.middle, told, size=11, colour=SOFT)


def _inside(canvas: Canvas, axis: DateAxis, bar: Bar) -> None:
    """Write the title into the bar if there is room."""
    entry = bar.entry
    assert entry.start is not None and entry.finish is not None
    if bar.height < 14 or entry.state != "planned":
        return
    room = axis.x(entry.finish) - axis.x(entry.start) - 8
    title = fitting(wording.printable(entry.title or entry.id), room, 10)
    if len(title) > 4:
        canvas.text(axis.x(entry.start) + 4, bar.middle, title, size=10, colour="white")
