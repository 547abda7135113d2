"""Writes roadblocks into a file: a table, Markdown or data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from allocator import wording
from allocator.domain.quantities import iso
from allocator.errors import InputError
from allocator.explain.roadblocks.models import DelayOutcome, Roadblock, RoadblockReport
from allocator.explain.roadblocks.sentences import (
    about,
    first_sentence,
    free_text,
    outcome_text,
)
from allocator.exports.markdown import escaped, markdown_table
from allocator.planfile.csv_text import csv_text
from allocator.planfile.indented_json import indented_json

SUFFIXES = (".csv", ".md", ".json")
"""Ends of the names of files that are written."""

_HEADER = (
    *("rank", "kind", "what", "owner", "since", "promised", "expected", "needed", "items"),
    *("day_hours", "day_moves", "week_hours", "week_moves", "two_weeks_hours", "two_weeks_moves"),
    *("free_until",),
)


def check_suffix(target: Path) -> None:
    """Refuse the name of a file that says no format.

    Raises
    ------
    InputError
        It ends otherwise than :data:`SUFFIXES` lists.
    """
    if target.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"{target}: nothing is written in this format\n"
            "    hint: end the name with .csv, .md or .json"
        )


def roadblocks_file(report: RoadblockReport, target: Path) -> str:
    """Return the text of a file, in the format that its name says."""
    suffix = target.suffix.lower()
    if suffix == ".json":
        return indented_json(report.model_dump(mode="json"))
    return csv_text(_cells(report)) if suffix == ".csv" else _markdown(report)


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


def _markdown(report: RoadblockReport) -> str:
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
