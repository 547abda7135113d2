"""Writes the sprints at a glance, as tables of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from allocator import wording
from allocator.cli.plan_text import put_aside_lines
from allocator.cli.tables import as_text, section, table
from allocator.sprint_planning.sheet import SprintGoal, SprintSheet
from allocator.wording import count

MAX_NAMED_ITEMS = 3
"""Items of a goal that are named; the page names more."""


def render(sheets: Sequence[SprintSheet]) -> str:
    """Return one sprint with its goals and people, or several sprints with a line each."""
    return as_text(_several(sheets) if len(sheets) > 1 else _one(sheets[0]))


def _one(sheet: SprintSheet) -> Iterator[RenderableType]:
    yield Text(_heading(sheet), style="bold")
    yield from section("Goals", _goals(sheet))
    yield from section("People", _people(sheet))
    if sheet.put_aside:
        yield from section("Under way, but put aside", put_aside_lines(sheet.put_aside))
        yield Text("")
    yield Text(
        f"To have ready: {len(sheet.ready)}. At risk: {count(len(sheet.risks), 'item')}. "
        f"Carried over: {count(len(sheet.carries_over), 'item')}. "
        f"To pull if something falls out: {count(len(sheet.pull), 'item')}."
    )


def _heading(sheet: SprintSheet) -> str:
    team = f", team {wording.printable(sheet.team)}" if sheet.team else ""
    dates = wording.period(sheet.start, sheet.end)
    return f"{wording.printable(sheet.name)}{team}: {dates}"


def _goals(sheet: SprintSheet) -> Table:
    titles = {item.id: item.title for item in sheet.items}
    rows = table("project", "gets finished", wrap=("gets finished",))
    for goal in sheet.goals:
        rows.add_row(
            wording.label(goal.name or goal.project or "other work", most=24), _goal(goal, titles)
        )
    return rows


def _goal(goal: SprintGoal, titles: dict[str, str]) -> str:
    if not goal.finishes:
        return f"goes on: {', '.join(map(wording.printable, goal.works_on))}"
    lines = [wording.label(item, titles[item], most=50) for item in goal.finishes[:MAX_NAMED_ITEMS]]
    if len(goal.finishes) > MAX_NAMED_ITEMS:
        lines.append(f"and {len(goal.finishes) - MAX_NAMED_ITEMS} more")
    return "\n".join(lines)


def _people(sheet: SprintSheet) -> Table:
    numbers = ("capacity", "planned", "free", "load")
    rows = table("person", "items", *numbers, "", right=("items", *numbers))
    for person in sheet.people:
        load = person.load or 0.0
        rows.add_row(
            wording.label(person.name or person.id, most=24),
            str(len(person.tasks)),
            f"{person.capacity_hours:,.1f} h",
            f"{person.planned_hours:,.1f} h",
            f"{person.free_hours:,.1f} h",
            wording.whole_percent(person.load),
            "#" * round(20 * min(load, 1.0)),
        )
    return rows


def _several(sheets: Sequence[SprintSheet]) -> Iterator[RenderableType]:
    numbers = ("items", "finished", "capacity", "planned", "load", "open", "risks")
    rows = table("sprint", "to", *numbers, right=numbers)
    for sheet in sheets:
        load = sheet.planned_hours / sheet.capacity_hours if sheet.capacity_hours else None
        rows.add_row(
            wording.label(sheet.name, sheet.team or "", most=24),
            wording.day_and_month(sheet.end),
            str(len(sheet.items)),
            str(sum(item.finishes for item in sheet.items)),
            f"{sheet.capacity_hours:,.0f} h",
            f"{sheet.planned_hours:,.0f} h",
            wording.whole_percent(load),
            str(len(sheet.ready)),
            str(len(sheet.risks)),
        )
    yield rows
    yield Text("open: things to have ready before it begins; risks: items at risk", style="dim")
