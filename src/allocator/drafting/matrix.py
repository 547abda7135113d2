"""The matrix of requirements, items, dates and state, as Markdown and CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from allocator.analysis.traceability import RequirementRow
from allocator.domain import Plan
from allocator.domain.formulas import guard
from allocator.drafting.markdown_parts import plain_text
from allocator.exports.markdown import escaped, markdown_table
from allocator.planfile.csv_text import csv_text
from allocator.wording import day, enumerated

COLUMNS: Final = (
    *("requirement", "text", "priority", "template", "because", "state"),
    *("items", "done", "start", "finish", "late_days"),
)


def matrix_csv(rows: Sequence[RequirementRow], templates: dict[str, tuple[str, str]]) -> str:
    """Return the matrix as CSV, a row a requirement.

    Parameters
    ----------
    rows
        Of :func:`~allocator.analysis.traceability.requirement_rows`.
    templates
        By requirement: its template, and why this one.
    """
    lines = [list(COLUMNS)]
    for row in rows:
        template, because = templates.get(row.id, ("", ""))
        lines.append(
            [
                *map(guard, (row.id, row.text, row.priority, template, because, row.state)),
                guard(" ".join(row.items)),
                str(row.done),
                _iso(row.start),
                _iso(row.finish),
                f"{row.late_days:g}",
            ]
        )
    return csv_text(lines)


def matrix_markdown(rows: Sequence[RequirementRow], plan: Plan | None, document: str) -> str:
    """Return the matrix as a page.

    Parameters
    ----------
    rows
        As of :func:`matrix_csv`.
    plan
        Where dates and state come from; None where there is none yet.
    document
        Name of the file of requirements.
    """
    dates = f"the plan of {escaped(plan.scenario.name)}" if plan is not None else ""
    return "\n".join(
        [
            f"# Requirements of {escaped(document)}, and where they are",
            "",
            "Made by `allocator draft`, which writes it anew each time; "
            + (f"dates and state are those of {dates}." if dates else "--plan adds dates."),
            "",
            *markdown_table(
                ("requirement", "text", "priority", "items", "start", "finish", "state"),
                map(_cells, rows),
            ),
            "",
        ]
    )


def _cells(row: RequirementRow) -> tuple[str, ...]:
    return (
        escaped(row.id),
        escaped(plain_text(row.text), most=120) if row.text else "",
        escaped(row.priority),
        escaped(enumerated(row.items, most=4)),
        "" if row.start is None else day(row.start),
        "" if row.finish is None else day(row.finish),
        state_text(row),
    )


def state_text(row: RequirementRow) -> str:
    """Write how far a requirement is: ``in progress, 3 of 9 items done, 2 d late``."""
    text: str = row.state
    if row.state == "in progress":
        text += f", {row.done} of {len(row.items)} items done"
    return text + (f", {row.late} late" if row.late else "")


def _iso(at: dt.datetime | None) -> str:
    return "" if at is None else at.isoformat(timespec="minutes")
