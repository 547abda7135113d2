"""Writes a plan as a Mermaid Gantt chart, which wikis and README files draw; a section per project.

Bars have a start and an end, never a length, which Mermaid would stretch over excluded days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from allocator import wording
from allocator.analysis.dates import planned
from allocator.analysis.reader_clock import ReaderClock, clock_notes, has_several_zones
from allocator.domain import Plan, PlanItem
from allocator.planfile.files import write_text

_LOOKALIKES = str.maketrans(':#;,%<>{}"`&\\', "꞉＃；，％＜＞（）”’＆＼")
"""Characters with a meaning in Mermaid, and characters that look like them."""

_KEYWORD = re.compile(
    r"(gantt|section|title|click|call|href|dateformat|axisformat|tickinterval|includes|excludes|"
    r"todaymarker|weekday|weekend|acctitle|accdescr|inclusiveenddates|topaxis|displaymode|vert)",
    re.IGNORECASE,
)
_MAX_NAME_CHARACTERS = 80
"""Characters of a name that are written."""


def write(plan: Plan, target: Path, *, timezone: str | None = None) -> list[Path]:
    """Write the chart into one file.

    Parameters
    ----------
    plan
        The plan.
    target
        The file; overwritten.
    timezone
        In whose local time bars are; None for the plan's.

    Raises
    ------
    InputError
        The file cannot be written, or there is no such time zone.
    """
    write_text(target, gantt(plan, timezone))
    return [target]


def notes(plan: Plan, *, timezone: str | None = None) -> list[str]:
    """Return in whose time the bars are, where the plan has a time zone."""
    return clock_notes(plan, timezone)


def gantt(plan: Plan, timezone: str | None = None) -> str:
    """Return the text of the chart."""
    return "\n".join(_lines(plan, ReaderClock(plan, timezone))) + "\n"


def _lines(plan: Plan, clock: ReaderClock) -> Iterator[str]:
    yield "gantt"
    elsewhere = has_several_zones(plan.scenario) or not clock.is_the_plans
    where = f", times in {clock.zone}" if elsewhere else ""
    yield f"    title {mermaid_name(plan.scenario.name)}{where}"
    yield "    dateFormat YYYY-MM-DDTHH:mm"
    yield "    axisFormat %d %b"
    yield "    todayMarker off"
    places = {entry.id: number for number, entry in enumerate(plan.items, start=1)}
    titles = {project.id: project.name or project.id for project in plan.scenario.projects}
    sections: dict[str | None, list[str]] = {project: [] for project in (*titles, None)}
    for entry, planned_start, planned_finish in planned(plan.items):
        start, finish = clock.there(planned_start), clock.there(planned_finish)
        section = entry.project if entry.project in titles else None
        milestone = plan.scenario.item_by_id[entry.id].is_milestone
        sections[section].append(_task(entry, places[entry.id], start, finish, milestone))
    for project, tasks in sections.items():
        if tasks:
            title = "Other work" if project is None else titles[project]
            yield f"    section {mermaid_name(title)}"
            yield from tasks


def _task(
    entry: PlanItem, place: int, start: dt.datetime, finish: dt.datetime, milestone: bool
) -> str:
    tags = [
        tag
        for tag, holds in (
            ("crit", entry.critical or entry.overdue_days > 0),
            ("done", entry.is_over),
            ("active", entry.state == "in_progress"),
            ("milestone", milestone),
        )
        if holds
    ]
    end = "0d" if milestone else f"{finish:%Y-%m-%dT%H:%M}"
    label = mermaid_name(f"{entry.id} {entry.title}".strip())
    return f"    {label} :{', '.join([*tags, f'i{place}', f'{start:%Y-%m-%dT%H:%M}', end])}"


def mermaid_name(text: str) -> str:
    """Return a name that Mermaid shows as it is, except for a few characters."""
    line = wording.label(
        " ".join(wording.printable(text).split()).translate(_LOOKALIKES), most=_MAX_NAME_CHARACTERS
    )
    return f"· {line}" if _KEYWORD.match(line) else line or "·"
