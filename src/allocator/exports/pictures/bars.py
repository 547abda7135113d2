"""Draws bars of the Gantt chart, the links between them, and the legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocator.domain import LinkType, Plan, PlanItem
from allocator.exports.pictures.canvas import INK, LATE_COLOUR, PROJECT_COLOURS, SOFT, Canvas
from allocator.exports.pictures.date_axis import DateAxis


@dataclass(frozen=True)
class Bar:
    """An item on the chart: its row's top and height, and its colour."""

    entry: PlanItem
    y: float
    height: float
    colour: str
    milestone: bool
    frozen: bool = False
    late: str = ""
    """Lateness of the item in words."""

    @property
    def middle(self) -> float:
        """Vertical middle of the bar, in pixels."""
        return self.y + self.height / 2


def draw_links(canvas: Canvas, axis: DateAxis, plan: Plan, bars: Sequence[Bar]) -> None:
    """Draw each link as an arrow from the side of one bar to the side of the other."""
    by_id = {bar.entry.id: bar for bar in bars}
    for bar in bars:
        for link in plan.scenario.links_of(plan.scenario.item_by_id[bar.entry.id]):
            if link.item in by_id:
                strong = bar.entry.critical and by_id[link.item].entry.critical
                _link(canvas, axis, by_id[link.item], bar, link.type, strong=strong)


def _link(
    canvas: Canvas, axis: DateAxis, one: Bar, two: Bar, kind: LinkType, *, strong: bool
) -> None:
    ends = kind in (LinkType.FS, LinkType.FF)
    starts = kind in (LinkType.FS, LinkType.SS)
    a, b = one.entry.finish if ends else one.entry.start, two.entry.start
    b = b if starts else two.entry.finish
    assert a is not None and b is not None
    x1, x2 = axis.x(a), axis.x(b)
    out, into = (1 if ends else -1), (1 if starts else -1)
    side, near = x1 + 6 * out, x2 - 7 * into
    colour, thick = (INK, 1.8) if strong else (SOFT, 0.9)
    y1, y2 = one.middle, two.middle
    if out != into:
        far = max(side, near) if out > 0 else min(side, near)
        points = [(x1, y1), (far, y1), (far, y2), (x2, y2)]
    elif (near - side) * out >= 0:
        points = [(x1, y1), (side, y1), (side, y2), (x2, y2)]
    else:
        between = y2 - one.height / 2 if y2 > y1 else y2 + one.height / 2
        points = [(x1, y1), (side, y1), (side, between), (near, between), (near, y2), (x2, y2)]
    canvas.line(points, colour, thick=thick)
    canvas.shape([(x2, y2), (x2 - 5 * into, y2 - 3), (x2 - 5 * into, y2 + 3)], colour)


def draw_ends(canvas: Canvas, left: float, width: float, y: float, height: float) -> None:
    """Draw the brackets at the ends of a frozen bar."""
    for x in (left - 2, left + width - 1):
        canvas.box(x, y, 3, height, INK, above=3)


def draw_range(
    canvas: Canvas, low: float, high: float, y: float, *, open_end: bool = False
) -> None:
    """Draw the range of a finish: a thin line with ends; an open one has none at the right."""
    canvas.line([(low, y), (high, y)], INK, thick=1.4, above=4)
    for x in (low,) if open_end else (low, high):
        canvas.line([(x, y - 3), (x, y + 3)], INK, thick=1.4, above=4)


def draw_legend(
    canvas: Canvas,
    y: float,
    *,
    with_was: bool = False,
    with_frozen: bool = False,
    with_now: bool = False,
    with_ranges: bool = False,
) -> None:
    """Draw the legend of the forms of bars."""
    x = 20.0
    signs = [*_signs(with_was=with_was, with_frozen=with_frozen, with_now=with_now)]
    if with_ranges:
        signs.append(("range", "P10 to P90"))
    for kind, told in signs:
        if kind == "milestone":
            canvas.diamond(x + 13, y, 6, INK)
        elif kind == "now":
            canvas.line([(x + 13, y - 8), (x + 13, y + 8)], LATE_COLOUR, dashed=True)
        elif kind == "range":
            draw_range(canvas, x, x + 26, y)
        else:
            canvas.box(
                x,
                y - 6,
                26,
                4 if kind == "was" else 12,
                "white" if kind in ("done", "in_progress", "was") else PROJECT_COLOURS[0],
                edge={
                    "critical": INK,
                    "was": SOFT,
                    "done": PROJECT_COLOURS[0],
                    "in_progress": PROJECT_COLOURS[0],
                }.get(kind, "none"),
                thick=2 if kind == "critical" else 1,
                hatch={"done": "////", "in_progress": "..."}.get(kind, ""),
                dashed=kind == "was",
            )
        if kind == "frozen":
            draw_ends(canvas, x, 26, y - 8, 16)
        if kind == "late":
            canvas.box(x + 24, y - 8, 3, 16, LATE_COLOUR, above=3)
        canvas.text(x + 34, y, told, size=12, colour=SOFT)
        x += 58 + 7.4 * len(told)


def _signs(*, with_was: bool, with_frozen: bool, with_now: bool) -> Iterator[tuple[str, str]]:
    yield from (
        ("plain", "planned"),
        ("critical", "critical, no slack"),
        ("late", "late"),
        ("in_progress", "in progress"),
        ("done", "done"),
        ("milestone", "milestone"),
    )
    if with_frozen:
        yield "frozen", "❄ frozen"
    if with_now:
        yield "now", "now"
    if with_was:
        yield "was", "in the baseline"
