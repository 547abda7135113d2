"""Writes a plan as a workbook with a legend; dates are dates, texts are never formulas."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allocator.analysis.days import plan_days
from allocator.analysis.effort import item_person_days
from allocator.analysis.load import weekly_load
from allocator.analysis.monthly_costs import CostTable, cost_table
from allocator.analysis.names import people_names, project_names
from allocator.analysis.project_costs import project_costs
from allocator.analysis.rag.rule import rag_statuses
from allocator.analysis.rag.sentences import Sentences
from allocator.analysis.reader_clock import ReaderClock, clock_notes
from allocator.analysis.rounding import rounded
from allocator.domain import Plan, PlanItem
from allocator.domain.forecast import Forecast
from allocator.domain.quantities import beginning, last_day
from allocator.exports.xlsx_costs import LEGEND as COST_LEGEND
from allocator.exports.xlsx_costs import cost_header, cost_rows
from allocator.planfile.csv_tables import reader_days
from allocator.planfile.files import write_bytes

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML, and therefore a workbook, cannot hold."""

_MAX_CELL_CHARACTERS = 32_767
"""Characters that a cell holds at most."""

_DAY = "yyyy-mm-dd"
_INSTANT = "yyyy-mm-dd hh:mm"

_CHANCE = '[>0.99]"> 99%";[<0.01]"< 1%";0%'
"""A chance is never shown as 0 or 100 %."""

Value = str | float | bool | dt.date | None

ITEMS = (
    *("id", "title", "project", "state", "start", "finish", "people", "due", "late days"),
    *("deadline", "slack days", "critical", "frozen"),
    *("person-days", "start day", "finish day"),
)
_WIDTHS = (12, 50, 24, 12, 16, 16, 28, 16, 10, 16, 11, 9, 8, 12, 11, 11)

LEGEND: tuple[tuple[str, str, str], ...] = (
    ("Items", "state", "planned, in_progress, done, or dropped (optional and left out)"),
    ("Items", "start, finish", "when it begins and ends; of work in progress, when it was begun"),
    ("Items", "late days", "working days after the due date; red where above 0, empty without one"),
    ("Items", "deadline", "the tightest that holds for it: its own, its project's, the calendar's"),
    ("Items", "slack days", "working days by which it can slip before another date moves"),
    ("Items", "critical", "yes: it has no slack, so that any delay moves a date"),
    ("Items", "frozen", "yes: it may neither move nor change hands"),
    ("Items", "person-days", "remaining effort of all its people: 3 people, 9 days each are 27"),
    ("Items", "start day, finish day", "the days on which it begins and ends; midnight ends a day"),
    ("Assignments", "share", "part of the person's time that the item takes; 1 is all of it"),
    ("Assignments", "effort hours", "of this person on the item, in hours of work at speed 1"),
    ("Assignments", "start day, finish day", "the days on which they begin and end it"),
    ("Load", "columns", "weeks by their Monday; planned hours as a share of what is available"),
    ("Load", "colours", "white: nothing planned; green: about 70 %; orange: all that there is"),
)
"""The meaning of the columns: sheet, column, meaning."""

ASSIGNMENTS = (
    *("item", "title", "person", "start", "finish", "share", "effort hours"),
    *("start day", "finish day"),
)

STATUS_COLUMNS = (
    *("kind", "id", "title", "status", "finish day", "due", "deadline", "chance", "to spare"),
    *("cost", "budget", "why", "being done"),
)

STATUS_LEGEND: tuple[tuple[str, str, str], ...] = (
    ("Status", "status", "late, likely late, at risk, on time, no date, done; and by how much"),
    ("Status", "chance", "that it is on time, by the forecast; empty without one"),
    ("Status", "to spare", "working days from the finish to its date; empty where it is late"),
    (
        "Status",
        "cost",
        "planned: work still to do, and time recorded as spent; empty without rates",
    ),
    ("Status", "why", "facts of the plan, no causes: the work that ends last, what has no date"),
)
"""The meaning of the columns of the sheet Status."""

_STATUS_FILLS = {"red": "F4B6B6", "amber": "F9D9A0", "green": "BFE3C2"}
"""Of the cell with the word."""

FORECAST_COLUMNS = (
    *("kind", "id", "title", "policy", "planned", "due", "on time", "standard error"),
    *("P10", "P50", "P80", "P85", "P90", "P95", "critical", "merge days", "happens"),
)

FORECAST_LEGEND: tuple[tuple[str, str, str], ...] = (
    ("Forecast", "kind", "item, milestone, project, or all: the whole plan"),
    ("Forecast", "policy", "keep: the plan's people and order; dispatch: whoever is free"),
    ("Forecast", "on time", "chance that it is done by its due date; empty without one"),
    ("Forecast", "P10 to P95", "it is done by then in so many of a hundred futures"),
    ("Forecast", "critical", "share of futures in which it is critical, resources included"),
    ("Forecast", "merge days", "working days that waiting for the last of several costs"),
    ("Forecast", "happens", "share of futures in which it comes about at all"),
)
"""The meaning of the columns of the sheet Forecast."""


def write(
    plan: Plan, target: Path, *, forecast: Forecast | None = None, timezone: str | None = None
) -> list[Path]:
    """Write the workbook.

    Parameters
    ----------
    plan
        The plan.
    target
        The file; overwritten.
    forecast
        How sure the plan is; one more sheet.
    timezone
        In whose local time items and assignments are; None for the plan's.

    Raises
    ------
    InputError
        The file cannot be written, or there is no such time zone.
    """
    out = io.BytesIO()
    workbook(plan, forecast, timezone).save(out)
    write_bytes(target, out.getvalue())
    return [target]


def notes(
    plan: Plan, *, forecast: Forecast | None = None, timezone: str | None = None
) -> list[str]:
    """Return in whose time the times are, where the plan has a time zone."""
    return clock_notes(plan, timezone)


def workbook(plan: Plan, forecast: Forecast | None = None, timezone: str | None = None) -> Workbook:
    """Return the workbook: items, assignments, load, status, costs, forecast, their meaning."""
    from openpyxl import Workbook as Book

    clock = ReaderClock(plan, timezone)
    book = Book()
    book.remove(book.worksheets[0])
    _items(book.create_sheet("Items"), plan, clock)
    _assignments(book.create_sheet("Assignments"), plan, clock)
    _load(book.create_sheet("Load"), plan)
    _status(book.create_sheet("Status"), plan, forecast)
    legend = (*LEGEND, *STATUS_LEGEND)
    if clock.zone is not None:
        where = f"all times are in {clock.zone}"
        legend = (("Items, Assignments", "start, finish", where), *legend)
    costs = cost_table(plan)
    if costs is not None:
        _costs(book.create_sheet("Costs"), plan, costs)
        legend = (*legend, *COST_LEGEND)
    if forecast is not None:
        _forecast(book.create_sheet("Forecast"), forecast)
        legend = (*legend, *FORECAST_LEGEND)
    _table(book.create_sheet("Legend"), ("sheet", "column", "meaning"), legend, widths=(14, 16, 90))
    return book


def _items(sheet: Worksheet, plan: Plan, clock: ReaderClock) -> None:
    people, projects = people_names(plan.scenario), project_names(plan.scenario)
    items, shown = plan.scenario.item_by_id, plan_days(plan)
    rows: Iterable[tuple[Value, ...]] = (
        (
            *(item.id, item.title, projects.get(item.project or ""), item.state),
            *(clock.there(item.start), clock.there(item.finish), _joined(item, people)),
            *(clock.limit(item.due), item.late_days, clock.limit(item.deadline)),
            *(item.slack_days, "yes" if item.critical else ""),
            "yes" if plan.scenario.is_frozen(items[item.id]) else "",
            *(_person_days(plan, item), *reader_days(plan, item, shown, clock)),
        )
        for item in plan.items
    )
    _table(sheet, ITEMS, rows, widths=_WIDTHS)
    _late_in_red(sheet, "I", len(plan.items))


def _assignments(sheet: Worksheet, plan: Plan, clock: ReaderClock) -> None:
    people = people_names(plan.scenario)
    found = (
        (item, work, clock.there(work.start), clock.there(work.finish))
        for item in plan.items
        for work in item.assignments
    )
    rows: Iterable[tuple[Value, ...]] = (
        (
            *(item.id, item.title, people.get(work.person, work.person)),
            *(start, finish, work.share, work.effort_hours),
            *(start.date(), last_day(finish, start)),
        )
        for item, work, start, finish in found
    )
    _table(sheet, ASSIGNMENTS, rows, widths=(12, 50, 24, 16, 16, 8, 13, 12, 12))


def _load(sheet: Worksheet, plan: Plan) -> None:
    """Write the load as a share of the available time: a row per person, a column per week."""
    people = people_names(plan.scenario)
    loads = weekly_load(plan.scenario, plan.items)
    weeks = list(dict.fromkeys(load.week for load in loads))
    by_person: dict[str, list[Value]] = {}
    for load in loads:
        share = load.planned_hours / load.available_hours if load.available_hours else None
        by_person.setdefault(load.person, []).append(share)
    rows = [(people.get(person, person), *shares) for person, shares in by_person.items()]
    _table(sheet, ("person", *weeks), rows, widths=(24, *(11 for _ in weeks)))
    for row in sheet.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = "0%"
    _scale(sheet)


def _status(sheet: Worksheet, plan: Plan, forecast: Forecast | None) -> None:
    """Write how projects, milestones and tasks with hard dates stand, in the scenario's order."""
    from openpyxl.styles import PatternFill

    found, sentences = rag_statuses(plan, forecast), Sentences(plan, forecast)
    costs = {one.project: one for one in project_costs(plan)}
    rows: list[tuple[Value, ...]] = []
    for one in found:
        line, words = one.line, sentences.words(one)
        cost = costs.get(line.id) if line.kind == "project" else None
        money = (None, None) if cost is None else (round(cost.planned, 2), cost.budget)
        rows.append(
            (
                *(line.kind, line.id, line.name, one.text, line.finish_day, line.due, line.hard),
                *(one.sure and one.sure.chance, one.spare_days, *money, words.why, words.doing),
            )
        )
    _table(sheet, STATUS_COLUMNS, rows, widths=(10, 12, 40, 24, 12, 16, 16, 8, 9, 11, 11, 70, 50))
    for one, (cell,) in zip(found, sheet.iter_rows(min_row=2, min_col=4, max_col=4), strict=False):
        if one.colour in _STATUS_FILLS:
            cell.fill = PatternFill("solid", fgColor=_STATUS_FILLS[one.colour])
    for cell in sheet["H"][1:]:
        cell.number_format = _CHANCE


def _costs(sheet: Worksheet, plan: Plan, table: CostTable) -> None:
    """Write the costs by project and month against budgets; what is above is red."""
    from openpyxl.utils import get_column_letter

    limits = frozenset(project.id for project in plan.scenario.projects if project.is_budget_hard)
    rows = list(cost_rows(table, limits))
    widths = (12, 30, *(11 for _ in table.months), 13, 11, 11, 8, 11, 10)
    _table(sheet, cost_header(table), rows, widths=widths)
    money = range(3, 3 + len(table.months) + 5)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if cell.column in money and isinstance(cell.value, (int, float)):
                cell.number_format = "#,##0"
    _late_in_red(sheet, get_column_letter(3 + len(table.months) + 4), len(rows))


def _forecast(sheet: Worksheet, forecast: Forecast) -> None:
    rows: Iterable[tuple[Value, ...]] = (
        (
            *(row.kind, row.id, row.title, row.policy, row.planned, row.due),
            *(row.p_on_time, row.se_on_time, row.p10, row.p50, row.p80, row.p85, row.p90, row.p95),
            *(row.critical, row.merge_days, row.p_happens),
        )
        for row in forecast.rows
    )
    widths = (11, 12, 50, 11, 16, 16, 9, 14, *(16 for _ in range(6)), 9, 11, 9)
    _table(sheet, FORECAST_COLUMNS, rows, widths=widths)
    for column, number_format in (("G", _CHANCE), ("H", "0.0%"), ("O", "0%"), ("Q", "0%")):
        for cell in sheet[column][1:]:
            cell.number_format = number_format


def _table(
    sheet: Worksheet,
    header: Sequence[Value],
    rows: Iterable[Sequence[Value]],
    *,
    widths: Sequence[int],
) -> None:
    """Write a header that stays in view, rows below it, and a filter."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, values in enumerate([header, *rows], 1):
        for column, value in enumerate(values, 1):
            _put(sheet.cell(number, column), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _put(cell: Any, value: Any) -> None:
    if isinstance(value, str):
        cell.value = _UNSTORABLE.sub("\ufffd", value)[:_MAX_CELL_CHARACTERS]
        cell.data_type = "s"  # also where it begins with an equals sign
    elif isinstance(value, dt.date):
        cell.value = beginning(value)
        cell.number_format = _INSTANT if isinstance(value, dt.datetime) else _DAY
    else:
        cell.value = value


def _late_in_red(sheet: Worksheet, column: str, rows: int) -> None:
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import PatternFill

    if rows:
        red = PatternFill(bgColor="F4B6B6")
        rule = CellIsRule(  # type: ignore[no-untyped-call]
            operator="greaterThan", formula=["0"], fill=red
        )
        sheet.conditional_formatting.add(f"{column}2:{column}{rows + 1}", rule)


def _scale(sheet: Worksheet) -> None:
    """Colour the load from white (nothing planned) over green to orange (full)."""
    from openpyxl.formatting.rule import ColorScaleRule

    if sheet.max_row > 1 and sheet.max_column > 1:
        last = sheet.cell(sheet.max_row, sheet.max_column).coordinate
        rule = ColorScaleRule(  # type: ignore[no-untyped-call]
            start_type="num",
            start_value=0,
            start_color="FFFFFF",
            mid_type="num",
            mid_value=0.7,
            mid_color="A9D8A4",
            end_type="num",
            end_value=1,
            end_color="F2A65A",
        )
        sheet.conditional_formatting.add(f"B2:{last}", rule)


def _joined(item: PlanItem, people: Mapping[str, str]) -> str:
    """Return the names of the people on an item in the plan's order."""
    here = dict.fromkeys(work.person for work in item.assignments)
    return "; ".join(people.get(person, person) for person in here)


def _person_days(plan: Plan, item: PlanItem) -> float | None:
    """Return the remaining effort of all people of an item; None if it takes nobody."""
    amount = item_person_days(plan.scenario, plan.scenario.item_by_id[item.id])
    return rounded(amount) if amount else None
