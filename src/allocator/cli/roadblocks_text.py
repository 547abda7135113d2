"""Writes roadblocks for the terminal: whom to talk to first, a table, then each in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from allocator import wording
from allocator.cli.tables import as_text, columns, section, table
from allocator.explain.roadblocks.models import DelayOutcome, Roadblock, RoadblockReport
from allocator.explain.roadblocks.sentences import about, costs_text, first_sentence, free_text

MAX_ROWS = 20
"""Rows of the table; all of them are in the JSON document and in files."""

MAX_DETAILS = 5
"""Roadblocks that are told in sentences too."""


def roadblocks_text(report: RoadblockReport) -> str:
    """Return roadblocks as text, with colour where stdout is a terminal that has it."""
    return as_text(_parts(report), width=columns())


def _parts(report: RoadblockReport) -> Iterator[RenderableType]:
    yield Text(first_sentence(report), style="bold")
    if not report.roadblocks:
        return
    yield from section("What one more working day, a week and two weeks cost", _rows(report))
    yield Text("h: lateness of everything, weighted by priority. d: a date moves, nothing is late.")
    costs = [one for each in report.roadblocks for one in each.delays if each.at_most and one]
    if not all(one.is_free for one in costs):
        yield Text("All of these are costs at most: a longer search may find a cheaper way.")
    if any(one is not None and one.breaks for each in report.roadblocks for one in each.delays):
        yield Text("!: no plan was found that keeps a hard date.")
    for number, roadblock in enumerate(report.roadblocks[:MAX_DETAILS], 1):
        yield from _details(number, roadblock)
    for note in report.notes:
        yield from ("", Text(f"{note}."))


def _rows(report: RoadblockReport) -> Table:
    costs = ("a day", "a week", "2 weeks")
    rows = table("", "what", "owner", "expected", *costs, right=costs, wrap=("what", "owner"))
    for number, one in enumerate(report.roadblocks[:MAX_ROWS], 1):
        what = wording.label(one.text, most=100)
        owner = wording.label(one.owner) if one.owner and one.kind != "person" else "-"
        rows.add_row(str(number), what, owner, _expected(one), *map(cost_cell, one.delays))
    if len(report.roadblocks) > MAX_ROWS:
        rows.add_row("", f"and {len(report.roadblocks) - MAX_ROWS} more; --json has them all")
    return rows


def _expected(roadblock: Roadblock) -> str:
    if roadblock.kind == "person":
        return f"{wording.day_without_year(roadblock.needed)} on"
    if roadblock.expected is None:
        return "no date"
    return wording.day_without_year(roadblock.expected)


def cost_cell(outcome: DelayOutcome | None) -> str:
    """Return what a delay costs in few characters: hours, else days of the date that moves most."""
    if outcome is None:
        return "?"
    if outcome.is_free:
        return "0"
    broken = "! " if outcome.breaks else ""
    if outcome.weighted_hours:
        return f"{broken}{wording.hours(outcome.weighted_hours)}"
    if outcome.milestones:
        return f"{broken}{wording.days(outcome.milestones[0].days)}"
    return broken.strip() or "cut"


def _details(number: int, roadblock: Roadblock) -> Iterator[RenderableType]:
    yield Text("")
    owner = f" ({roadblock.owner})" if roadblock.owner and roadblock.kind != "person" else ""
    yield Text(f"{number} {wording.printable(roadblock.text + owner)}")
    for line in (about(roadblock), costs_text(roadblock), free_text(roadblock)):
        if line:
            yield Padding(Text(wording.printable(line)), (0, 0, 0, 2))
