"""Projects and milestones, or chosen items, with the dates of the plan against those asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.analysis.date_lines import DateLine, by_project
from allocator.documents.choice import SectionChoice
from allocator.documents.source import SectionSource
from allocator.documents.table import SectionColumn, table_lines
from allocator.exports.forecasts.lines import end_day
from allocator.exports.markdown import escaped, escaped_label
from allocator.exports.rag_rows import due_words

COLUMNS = (
    SectionColumn(name="what", heading="what"),
    SectionColumn(name="project", heading="project", asked=True),
    SectionColumn(name="planned", heading="planned"),
    SectionColumn(name="due", heading="due or hard", optional=True),
    SectionColumn(name="late", heading="late", optional=True),
    SectionColumn(name="p50", heading="50 % by", optional=True, of_forecast=True),
    SectionColumn(name="p85", heading="85 % by", optional=True, of_forecast=True),
    SectionColumn(name="on-time", heading="on time", optional=True, of_forecast=True),
    SectionColumn(name="state", heading="state"),
)


def dates(source: SectionSource, choice: SectionChoice) -> list[str]:
    """Return the lines of the section."""
    return table_lines(
        COLUMNS,
        [_row(source, line) for line in _lines(source, choice)],
        wanted=choice.columns,
        most=choice.most,
        nothing="Nothing has dates.",
    )


def _lines(source: SectionSource, choice: SectionChoice) -> Sequence[DateLine]:
    """Return projects with their milestones and hard dates; the items where some are chosen."""
    if choice.names_items:
        chosen = set(choice.chosen(source))
        return [one for one in source.date_lines if one.kind != "project" and one.id in chosen]
    lines = by_project(source.plan, source.date_lines)
    return [one for one in lines if not choice.projects or one.project in choice.projects]


def _row(source: SectionSource, line: DateLine) -> dict[str, str]:
    is_project = line.kind == "project"
    name = escaped(line.name or line.id) if is_project else escaped_label(line.id, line.name)
    return {
        "what": f"**{name}**" if is_project else name,
        "project": escaped(source.projects.get(line.project or "", "")),
        "planned": line.finish_text,
        "due": due_words(line),
        "late": _late(line),
        "state": "" if is_project else source.state(source.entries[line.id]),
        **dict(_forecast(source, line)),
    }


def _late(line: DateLine) -> str:
    if line.late_days:
        return line.late_text
    if line.deadline_broken:
        return f"{line.past_deadline_text} after its {line.broken_date}"
    return ""


def _forecast(source: SectionSource, line: DateLine) -> Iterator[tuple[str, str]]:
    row = source.forecast_rows.get(("item" if line.kind == "task" else line.kind, line.id))
    if row is not None:
        yield "p50", end_day(row, row.p50)
        yield "p85", end_day(row, row.p85)
        if row.p_on_time is not None:
            yield "on-time", wording.chance(row.p_on_time)
