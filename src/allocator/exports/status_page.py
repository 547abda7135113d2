"""Composes the sections of the status report."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from allocator import wording
from allocator.analysis.compare import compare
from allocator.analysis.comparison import Comparison, ItemName
from allocator.analysis.date_lines import DateLine, by_project, date_lines, worst_first
from allocator.analysis.days import PlanDays, plan_days
from allocator.analysis.experiments import experiment_lines
from allocator.analysis.paused_work import paused_work
from allocator.analysis.risks import RISK_WORDS, RiskKind, item_risks
from allocator.domain import Plan, PlanItem
from allocator.domain.forecast import Forecast
from allocator.exports.forecasts.lines import basis
from allocator.exports.forecasts.markdown import milestone_lines, promise_lines
from allocator.exports.markdown import escaped, escaped_label, markdown_section, markdown_table
from allocator.wording import enumerated

MAX_LINES = 25
"""Lines of a list; further ones are counted."""

_TWO_WEEKS = dt.timedelta(days=14)


def status_page(plan: Plan, baseline: Plan | None = None, forecast: Forecast | None = None) -> str:
    """Return the Markdown text of the report."""
    lines = [
        f"# {escaped(plan.scenario.name)}",
        "",
        _head(plan),
        *markdown_section("Dates", _dates(plan, baseline)),
        *(markdown_section("How sure", _sure(forecast)) if forecast is not None else ()),
        *(
            markdown_section("What changed", _changes(baseline, plan))
            if baseline is not None
            else ()
        ),
        *markdown_section("Done", _done(plan)),
        *markdown_section(
            "In progress", _list(plan, [e for e in plan.items if e.state == "in_progress"])
        ),
        *(
            markdown_section("Under way, but put aside", aside)
            if (aside := _put_aside(plan))
            else ()
        ),
        *markdown_section("Next two weeks", _list(plan, _next(plan))),
        *(markdown_section("May fail", fails) if (fails := _may_fail(plan)) else ()),
        *markdown_section("Late", _late(plan)),
        *markdown_section("Risks", _risks(plan)),
        *markdown_section("Decisions needed", _waits(plan, decisions=True)),
        *markdown_section("Other awaited things", _waits(plan, decisions=False)),
    ]
    return "\n".join(lines) + "\n"


def _head(plan: Plan) -> str:
    counts: Counter[str] = Counter(entry.state for entry in plan.items)
    states = [
        f"{counts[state]} {word}"
        for state, word in (
            ("done", "done"),
            ("in_progress", "in progress"),
            ("planned", "planned"),
            ("failed", "failed"),
            ("dropped", "dropped"),
            ("contingent", "done only if a try fails"),
        )
        if counts[state]
    ]
    days = plan_days(plan).whole()
    end = "" if days is None else f" Everything is done on {wording.day(days[1])}."
    day = wording.day(plan.scenario.plan_from)
    return f"Status of {day}. Work items: {', '.join(states)}.{end}"


def _dates(plan: Plan, baseline: Plan | None) -> list[str]:
    moves: dict[tuple[str, str], str] = {}
    if baseline is not None:
        for change in compare(baseline, plan).dates:
            moves[change.kind, change.id] = "new" if change.days is None else change.moved_by
    header = ["what", "finish", "due or hard", "late", *(["moved"] if baseline is not None else [])]
    rows = []
    for line in by_project(plan, date_lines(plan)):
        name = escaped(line.name or line.id)
        row = [
            f"**{name}**" if line.kind == "project" else name,
            line.finish_text,
            ", ".join(date for date in (wording.when(line.due), line.limit) if date),
            _lateness(line),
        ]
        rows.append([*row, *([moves.get((line.kind, line.id), "")] if baseline else [])])
    return markdown_table(header, rows) if rows else ["No projects and no milestones."]


def _sure(forecast: Forecast) -> list[str]:
    """Return a line a promise; without promises, a line for each milestone and the whole."""
    told = promise_lines(forecast) or milestone_lines(forecast, with_drivers=False)
    futures, policy, *_ = basis(forecast)
    return [*told, "", f"{futures}. {policy}."]


def _lateness(line: DateLine) -> str:
    """Write by how much a date line misses its hard date, else its due date."""
    if line.deadline_broken:
        return f"{line.past_deadline_text} past the hard date"
    return line.late_text


def _changes(baseline: Plan, plan: Plan) -> list[str]:
    difference = compare(baseline, plan)
    if difference.same:
        return ["Nothing has changed."]
    return _cut(list(_differences(difference)))


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


def _done(plan: Plan) -> list[str]:
    done = [entry for entry in plan.items if entry.is_over]
    return _list(plan, sorted(done, key=_finish, reverse=True))


def _finish(entry: PlanItem) -> dt.datetime:
    return entry.finish or dt.datetime.min


def _next(plan: Plan) -> list[PlanItem]:
    """Return the items that start within two weeks, in order."""
    now = plan.scenario.plan_from
    coming = [e for e in plan.items if e.state == "planned" and e.start and e.finish]
    soon = [e for e in coming if e.start is not None and e.start < now + _TWO_WEEKS]
    return sorted(soon, key=lambda entry: (entry.start or now, _finish(entry)))


def _list(plan: Plan, entries: Sequence[PlanItem]) -> list[str]:
    if not entries:
        return ["Nothing."]
    names = {person.id: escaped(person.name or person.id) for person in plan.scenario.people}
    frozen = {item.id for item in plan.scenario.items if plan.scenario.is_frozen(item)}
    shown = plan_days(plan)
    return _cut(
        [f"- {_line(e, names, shown)}{', frozen' if e.id in frozen else ''}" for e in entries]
    )


def _may_fail(plan: Plan) -> list[str]:
    lines = [f"- {escaped(line)}" for line in experiment_lines(plan)]
    return ["The plan is made for success.", "", *_cut(lines)] if lines else []


def _put_aside(plan: Plan) -> list[str]:
    aside = paused_work(plan.scenario, plan.items)
    return _cut([f"- {escaped_label(one.id, one.title)} {escaped(one.sentence)}" for one in aside])


def _line(entry: PlanItem, names: dict[str, str], shown: PlanDays) -> str:
    people = dict.fromkeys(names.get(work.person, work.person) for work in entry.assignments)
    by = f", {', '.join(people)}" if people else ""
    dates = wording.finish_day(shown.ends(entry.id))
    if entry.state == "planned" and entry.start is not None and entry.start != entry.finish:
        dates = f"{wording.day(entry.start)} to {dates}"
    if entry.state == "failed":
        dates = f"failed {dates}"
    return f"{escaped_label(entry.id, entry.title)}: {dates}{by}"


def _late(plan: Plan) -> list[str]:
    late = [line for line in worst_first(date_lines(plan)) if line.kind != "project"]
    if not late:
        return ["Nothing is late."]
    return _cut(
        [
            f"- {escaped_label(line.id, line.name)}: {line.finish_text}, "
            + (
                f"{line.late_text} after its due date ({wording.when(line.due)})"
                if line.late_days
                else f"{line.past_deadline_text} after its {line.broken_date} ({_broken(line)})"
            )
            for line in late
        ]
    )


def _broken(line: DateLine) -> str:
    return wording.when(line.hard if line.misses_fixed_date else line.deadline)


def _risks(plan: Plan) -> list[str]:
    risks = item_risks(plan)
    if not risks:
        return ["None that the plan shows."]
    counts = Counter(reason.kind for risk in risks for reason in risk.reasons)
    told = [f"{_counted(kind, counts[kind])}" for kind in RISK_WORDS if counts[kind]]
    lines = []
    for risk in risks:
        reasons = [
            RISK_WORDS[reason.kind] + (f" ({_names(reason.who)})" if reason.who else "")
            for reason in risk.reasons
        ]
        if len(reasons) > 1 or risk.reasons[0].kind not in ("critical", "late"):
            lines.append(f"- {escaped_label(risk.id, risk.title)} {', '.join(reasons)}")
    return [f"Items: {'; '.join(told)}.", *(["", *_cut(lines)] if lines else [])]


def _counted(kind: RiskKind, count: int) -> str:
    if count == 1 and kind != "single_person":
        return f"1 {RISK_WORDS[kind]}"
    return f"{count} {_PLURAL[kind]}"


_PLURAL: dict[RiskKind, str] = {
    "late": "end after their due date",
    "critical": "have no slack",
    "single_person": "can be done by one person only",
    "no_stand_in": "need people for whom nobody can stand in",
    "other_team": "wait for another team",
    "external": "wait for something outside the plan",
    "guessed": "have a guessed estimate",
}


def _waits(plan: Plan, *, decisions: bool) -> list[str]:
    entries = {entry.id: entry for entry in plan.items if entry.state == "planned"}
    found: dict[tuple[str, str], list[PlanItem]] = {}
    for item in plan.scenario.items:
        for wait in item.waits_for:
            if (wait.kind == "decision") == decisions and item.id in entries:
                key = (wait.what, wording.when(wait.expected))
                found.setdefault(key, []).append(entries[item.id])
    lines = []
    for (what, expected), waiting in found.items():
        first = min(entry.start for entry in waiting if entry.start is not None)
        needed = f"needed {wording.day(first)}" + (f", expected {expected}" if expected else "")
        items = enumerated((escaped_label(entry.id, entry.title) for entry in waiting), most=4)
        lines.append(f"- {escaped(what)}: {needed}, for {items}")
    return _cut(lines) if lines else ["None."]


def _cut(lines: list[str]) -> list[str]:
    if len(lines) <= MAX_LINES:
        return lines
    return [*lines[:MAX_LINES], f"- and {len(lines) - MAX_LINES} more"]
