"""Composes the status report: short enough for a mail, the worst first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from allocator import wording
from allocator.analysis.compare import compare
from allocator.analysis.comparison import Comparison, ItemName
from allocator.analysis.date_lines import DateLine, date_lines, worst_first
from allocator.analysis.days import PlanDays, plan_days
from allocator.analysis.experiments import experiment_lines
from allocator.analysis.paused_work import paused_work
from allocator.analysis.project_costs import total_cost
from allocator.analysis.quality import verdict
from allocator.analysis.risks import RISK_WORDS, RiskKind, item_risks
from allocator.domain import Plan, PlanItem
from allocator.domain.answers import PlanAnswers
from allocator.domain.forecast import Forecast
from allocator.exports.cost_markdown import cost_lines
from allocator.exports.forecasts.lines import basis
from allocator.exports.forecasts.markdown import milestone_lines, promise_lines
from allocator.exports.markdown import escaped, escaped_label, markdown_section, markdown_table
from allocator.exports.rag_rows import (
    RagRow,
    RagTable,
    cost_words,
    moved_since,
    rag_table,
)
from allocator.exports.roadblock_rows import RoadblockRow, roadblock_tables
from allocator.exports.tried_rows import lever_tables, move_lines
from allocator.wording import enumerated

MAX_LINES = 48
"""Lines of the whole report, as long as all projects have room."""

LEAST_ROWS, MAX_ROWS = 8, 16
"""Rows of the table of projects and milestones; the others are counted."""

MAX_ENTRIES, MAX_CHANGES = 3, 5
"""Entries of a list, and of that of changes; further ones are counted."""

MAX_MONTHS = 6
"""Columns of the table of costs; later months are added up in the last."""

MAX_NAMED = 4
"""Items that a line names; further ones are counted."""

_SIGNS = {"red": "🔴", "amber": "🟡", "green": "🟢", "none": "⚪", "done": "✅"}

STATE_WORDS = {
    "done": "done",
    "in_progress": "in progress",
    "planned": "planned",
    "failed": "failed",
    "dropped": "dropped",
    "contingent": "done only if a try fails",
}
"""States of items as reports write them."""

_TWO_WEEKS = dt.timedelta(days=14)


def status_page(
    plan: Plan,
    baseline: Plan | None = None,
    forecast: Forecast | None = None,
    answers: PlanAnswers | None = None,
) -> str:
    """Return the Markdown text of the report.

    Parameters
    ----------
    plan
        The plan.
    baseline
        An earlier plan to compare with.
    forecast
        How sure the plan is.
    answers
        What was tried: causes, what would help, costs of delay.
    """
    moves = moved_since(plan, baseline)
    sections = {
        "How sure": [] if forecast is None else _sure(forecast),
        "Decisions needed": _roadblocks(roadblock_tables(plan, answers).decisions) or ["None."],
        "What would help": _levers(plan, answers),
        "What changed": [] if baseline is None else _changes(baseline, plan, answers),
        "Costs": list(cost_lines(plan, most_months=MAX_MONTHS, most_rows=MAX_ENTRIES)),
        "Work": list(_work(plan, answers)),
        "Appendix": [f"- {line}" for line in _appendix(plan)],
    }
    rest = [
        line for title, told in sections.items() if told for line in markdown_section(title, told)
    ]
    room = MAX_LINES - len(rest) - _LINES_AROUND_TABLE
    rows = min(MAX_ROWS, max(LEAST_ROWS, room))
    table = rag_table(plan, forecast, answers, moves, most=rows)
    head = [f"# {escaped(plan.scenario.name)}", "", status_sentences(plan, table), ""]
    return "\n".join([*head, *rag_lines(table), *rest]) + "\n"


_LINES_AROUND_TABLE = 8
"""Title and head with the empty lines after them, head and rule of the table, what is left out."""


def status_sentences(plan: Plan, table: RagTable, projects: Collection[str] | None = None) -> str:
    """Return how many projects, milestones and items stand how, when all is done, what it costs.

    Parameters
    ----------
    plan
        The plan.
    table
        Its projects and milestones, or those of the projects.
    projects
        Ids of the projects whose items count; None for everything, with the end and the cost.
    """
    told = [f"Status of {wording.day(plan.scenario.plan_from)}."]
    if table.projects:
        told.append(f"Projects: {table.projects}.")
    if table.milestones:
        told.append(f"Milestones: {table.milestones}.")
    counts: Counter[str] = Counter(
        entry.state for entry in plan.items if projects is None or entry.project in projects
    )
    states = [f"{counts[state]} {word}" for state, word in STATE_WORDS.items() if counts[state]]
    told.append(f"Work items: {', '.join(states)}." if states else "No work items.")
    if projects is not None:
        return " ".join(told)
    days = plan_days(plan).whole()
    if days is not None:
        told.append(f"Everything is done on {wording.day(days[1])}.")
    cost = total_cost(plan)
    if cost is not None:
        told.append(f"Cost: {cost_words(cost, currency=plan.scenario.currency)}.")
    if plan.scenario.calendar.timezone is not None:
        told.append(f"Times are in {plan.scenario.calendar.timezone}.")
    return " ".join(told)


def rag_lines(table: RagTable) -> Iterator[str]:
    """Yield the table of projects and milestones, with what is not shown."""
    if not table.rows:
        yield "No projects and no milestones."
        return
    header = ["what", "status", "finish", "due or hard"]
    header += ["moved"] if table.with_moves else []
    header += ["cost"] if table.with_costs else []
    rows = (_cells(table, row) for row in table.rows)
    yield from markdown_table([*header, "why, and what is being done"], rows)
    if table.more:
        yield from ("", f"Not shown: {table.more}.")


def _cells(table: RagTable, row: RagRow) -> list[str]:
    name = escaped(row.name)
    cells = [f"**{name}**" if row.is_project else name, f"{_SIGNS[row.colour]} {row.state}"]
    cells += [row.finish, row.due]
    cells += [row.moved] if table.with_moves else []
    cells += [f"{'⚠ ' if row.over_budget else ''}{row.cost}"] if table.with_costs else []
    return [*cells, escaped(" ".join(filter(None, (row.why, row.doing))), most=400)]


def _sure(forecast: Forecast) -> list[str]:
    """Return a line a promise; without promises, a line for each milestone and the whole."""
    told = promise_lines(forecast) or milestone_lines(forecast, with_drivers=False)
    futures, policy, *_ = basis(forecast)
    return [*_cut(told), "", f"{futures}. {policy}."]


def _roadblocks(rows: Sequence[RoadblockRow]) -> list[str]:
    return _cut([f"- {_roadblock(row)}" for row in rows])


def _roadblock(row: RoadblockRow) -> str:
    costs = [f"a day later: {escaped(row.day)}"] if row.day else []
    costs += [f"a week later: {escaped(row.week)}"] if row.week else []
    return "; ".join([_needed(row), *costs])


def _needed(row: RoadblockRow) -> str:
    owner = f" ({escaped(row.owner)})" if row.owner else ""
    told = [f"needed {row.needed}"] if row.needed else []
    told += [f"expected {row.expected}"] if row.expected else []
    told += [f"for {escaped(row.items)}"] if row.items else []
    return f"{escaped(row.what)}{owner}: {', '.join(told)}"


def _levers(plan: Plan, answers: PlanAnswers | None) -> list[str]:
    lines = []
    for table in lever_tables(plan, answers):
        for row in table.rows[:2]:
            pays = f"; but {escaped(row.pays)}" if row.pays else ""
            lines.append(f"- {escaped(table.name)} {row.days} earlier: {escaped(row.text)}{pays}")
    return _cut(lines)


def _changes(baseline: Plan, plan: Plan, answers: PlanAnswers | None) -> list[str]:
    difference = compare(baseline, plan)
    if difference.same:
        return ["Nothing has changed."]
    caused = [f"- Because {escaped(line)}" for line in move_lines(answers)]
    return _cut([*caused, *_differences(difference)], MAX_CHANGES)


def _differences(difference: Comparison) -> Iterator[str]:
    for name in difference.added:
        yield f"- {escaped_label(name.id, name.title)} is new"
    for name in difference.removed:
        yield f"- {escaped_label(name.id, name.title)} is gone"
    for name in difference.taken_up:
        yield f"- {escaped_label(name.id, name.title)} {_taken_up(name)}"
    for name in difference.dropped:
        yield f"- {escaped_label(name.id, name.title)} {_left_out(name)}"
    for late in difference.newly_late:
        yield f"- {escaped_label(late.id, late.title)} is {late.late_by} late now"
    for late in difference.no_longer_late:
        yield f"- {escaped_label(late.id, late.title)} is in time now"
    for other in difference.reassigned:
        was, now = _names(other.was) or "nobody", _names(other.now) or "nobody"
        yield f"- {escaped_label(other.id, other.title)} goes from {was} to {now}"
    for move in sorted(difference.moved, key=lambda move: -abs(move.finish_days)):
        moved = f"{wording.day(move.finish_day)} ({move.moved_by})"
        yield f"- {escaped_label(move.id, move.title)} ends {moved}"


def _taken_up(name: ItemName) -> str:
    return (
        f"is planned now, {escaped(name.reason)}"
        if name.reason
        else "was dropped and is planned now"
    )


def _left_out(name: ItemName) -> str:
    return f"is left out now: {escaped(name.reason)}" if name.reason else "is dropped now"


def _names(people: Iterable[str]) -> str:
    return ", ".join(escaped(person) for person in people)


def _work(plan: Plan, answers: PlanAnswers | None) -> Iterator[str]:
    """Yield a line each on what is done, under way, put aside, next, late, awaited, at risk."""
    others = roadblock_tables(plan, answers).others
    awaited = [_needed(row) for row in others if not row.is_person]
    done = sorted((e for e in plan.items if e.is_over), key=_finish, reverse=True)
    under_way = [entry for entry in plan.items if entry.state == "in_progress"]
    aside = [
        f"{escaped_label(one.id, one.title)} {escaped(one.sentence)}"
        for one in paused_work(plan.scenario, plan.items)
    ]
    lines = {
        f"Done ({len(done)} of {len(plan.items)})": _items(plan, done),
        f"Under way ({len(under_way)})": _items(plan, under_way),
        "Under way, but put aside": enumerated(aside, most=MAX_NAMED),
        f"Next two weeks ({len(_next(plan))})": _items(plan, _next(plan)),
        "Late": _late(plan),
        "Waits for": enumerated(awaited, most=MAX_ENTRIES),
        "May fail": enumerated(map(escaped, experiment_lines(plan)), most=2),
        "Risks": _risks(plan),
    }
    for title, told in lines.items():
        if told:
            yield f"- {title}: {told}"


def _finish(entry: PlanItem) -> dt.datetime:
    return entry.finish or dt.datetime.min


def _next(plan: Plan) -> list[PlanItem]:
    """Return the items that start within two weeks, in order."""
    now = plan.scenario.plan_from
    coming = [e for e in plan.items if e.state == "planned" and e.start and e.finish]
    soon = [e for e in coming if e.start is not None and e.start < now + _TWO_WEEKS]
    return sorted(soon, key=lambda entry: (entry.start or now, _finish(entry)))


def _items(plan: Plan, entries: Sequence[PlanItem]) -> str:
    shown = plan_days(plan)
    return enumerated([_item(plan, shown, entry) for entry in entries], most=MAX_NAMED)


def _item(plan: Plan, shown: PlanDays, entry: PlanItem) -> str:
    people = dict.fromkeys(work.person for work in entry.assignments)
    day = wording.finish_day(shown.ends(entry.id))
    told = ["failed " + day if entry.state == "failed" else day]
    told += [escaped(wording.person_name(plan.scenario, one)) for one in people]
    told += ["frozen"] if plan.scenario.is_frozen(plan.scenario.item_by_id[entry.id]) else []
    return f"{escaped_label(entry.id, entry.title)} ({', '.join(told)})"


def _late(plan: Plan) -> str:
    """Name the late tasks; projects and milestones stand in the table."""
    late = [line for line in worst_first(date_lines(plan)) if line.kind == "task"]
    return enumerated(map(_late_task, late), most=MAX_NAMED)


def _late_task(line: DateLine) -> str:
    name = escaped_label(line.id, line.name)
    if line.late_days:
        return f"{name} {line.late_text} after its due date ({wording.when(line.due)})"
    when = line.hard if line.misses_fixed_date else line.deadline
    return f"{name} {line.past_deadline_text} after its {line.broken_date} ({wording.when(when)})"


def _risks(plan: Plan) -> str:
    risks = item_risks(plan)
    counts = Counter(reason.kind for risk in risks for reason in risk.reasons)
    return "; ".join(_counted(kind, counts[kind]) for kind in RISK_WORDS if counts[kind])


def _counted(kind: RiskKind, count: int) -> str:
    if count == 1 and kind != "single_person":
        return f"1 {RISK_WORDS[kind]}"
    return f"{count} {_PLURAL[kind]}"


_PLURAL: dict[RiskKind, str] = {
    "late": "end after their due date or deadline",
    "critical": "have no slack",
    "single_person": "can be done by one person only",
    "no_stand_in": "need people for whom nobody can stand in",
    "other_team": "wait for another team",
    "external": "wait for something outside the plan",
    "blocked": "are blocked",
    "guessed": "have a guessed estimate",
}


def _appendix(plan: Plan) -> Iterator[str]:
    best, basis_of_it = verdict(plan)
    yield f"The plan {'is ' if best != 'may not be the best' else ''}{best}; {basis_of_it}"


def _cut(lines: list[str], most: int = MAX_ENTRIES) -> list[str]:
    return lines if len(lines) <= most else [*lines[:most], f"- and {len(lines) - most} more"]
