"""What may hold work up from outside, in plain lines, as a table and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain.quantities import iso
from allocator.explain.roadblocks.models import DelayOutcome, Roadblock, RoadblockReport
from allocator.explain.roadblocks.sentences import (
    about,
    costs_text,
    first_sentence,
    free_text,
    outcome_text,
)
from allocator.exports.markdown import escaped, markdown_table
from allocator.planfile.csv_text import csv_text

_HEADER = (
    *("rank", "kind", "what", "owner", "since", "promised", "expected", "needed", "items"),
    *("day_hours", "day_moves", "week_hours", "week_moves", "two_weeks_hours", "two_weeks_moves"),
    *("free_until",),
)


def roadblocks_lines(report: RoadblockReport) -> Iterator[str]:
    """Yield plain lines: whom to talk to first, then each with its dates and costs."""
    yield first_sentence(report)
    for number, one in _numbered(report):
        owner = f" ({one.owner})" if one.owner and one.kind != "person" else ""
        yield f"{number} {wording.printable(one.text + owner)}"
        told = (about(one), costs_text(one), free_text(one))
        yield from (f"  {wording.printable(line)}" for line in told if line)
    yield from (f"{note}." for note in report.notes)


def roadblocks_csv(report: RoadblockReport) -> str:
    """Return a table with a row for each."""
    return csv_text(_cells(report))


def _cells(report: RoadblockReport) -> Iterator[tuple[str, ...]]:
    yield _HEADER
    for number, one in enumerate(report.roadblocks, 1):
        dates = (one.since, one.promised, one.expected, one.needed)
        costs = (cell for outcome in one.delays for cell in _cost_cells(outcome))
        yield (
            *(str(number), one.kind, one.text, one.owner),
            *("" if when is None else iso(when) for when in dates),
            " ".join(one.items),
            *costs,
            "" if one.free_until is None else iso(one.free_until),
        )


def _cost_cells(outcome: DelayOutcome | None) -> tuple[str, str]:
    if outcome is None:
        return "", "not tried"
    hours = wording.decimal(outcome.weighted_hours)
    return hours, outcome_text(outcome)


def roadblocks_markdown(report: RoadblockReport) -> str:
    """Return a table of costs, then each in a sentence."""
    lines = ["# Roadblocks", "", escaped(first_sentence(report), most=400), ""]
    if report.roadblocks:
        header = ("", "what", "owner", "a day more", "a week more", "two weeks more")
        lines += markdown_table(header, [_row(n, one) for n, one in _numbered(report)])
        lines += ["", *(f"{n}. {_told(one)}" for n, one in _numbered(report))]
    lines += [line for note in report.notes for line in ("", f"{escaped(note, most=400)}.")]
    return "\n".join(lines) + "\n"


def _numbered(report: RoadblockReport) -> Iterator[tuple[int, Roadblock]]:
    return iter(list(enumerate(report.roadblocks, 1)))


def _row(number: int, one: Roadblock) -> tuple[str, ...]:
    costs = ("not tried" if cost is None else outcome_text(cost) for cost in one.delays)
    return (str(number), escaped(one.text), escaped(one.owner), *map(escaped, costs))


def _told(one: Roadblock) -> str:
    return escaped(f"{one.text}: {about(one)} {free_text(one)}".strip(), most=400)
