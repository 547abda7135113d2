"""Writes the summary of a plan as tables of text, 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from allocator import wording
from allocator.analysis.date_lines import DateLine
from allocator.analysis.paused_work import PausedWork
from allocator.cli.cost_text import cost_lines
from allocator.cli.summary import Summary, Week
from allocator.cli.tables import DEFAULT_COLUMNS, as_text, section, table
from allocator.domain import PersonTotals, RelaxedDeadline, TierReport
from allocator.wording import count

MAX_NAME_CHARACTERS = 20
"""Characters of a person's name that are shown."""

MAX_LINES = 40
"""Lines of a table; further lines are counted, with a hint where to find them."""

_PROVED = {"optimal": "proved to be the best", "feasible": "not proved to be the best"}
_STOPPED = {
    "proved": "",
    "time_limit": "; the time limit ended the search",
    "interrupted": "; the search was interrupted",
    "work_limit": "; the work limit of a reproducible run ended the search",
}


def render(summary: Summary) -> str:
    """Return the tables as text, with colour where stdout is a terminal that has it."""
    return as_text(_parts(summary))


def _parts(summary: Summary) -> Iterator[RenderableType]:
    yield _heading(summary)
    if summary.clock:
        yield Text(summary.clock)
    if summary.relaxed:
        yield from section("Deadlines that this plan breaks, as --relax asked", _broken(summary))
    yield from section("Dates", _dates(summary))
    if summary.late:
        yield from section(
            "Late", _cut(_late(summary.late[:MAX_LINES]), summary.late, "schedule.csv")
        )
    else:
        yield from section("Late", Text("Nothing is late."))
    if summary.put_aside:
        yield from section("Under way, but put aside", put_aside_lines(summary.put_aside))
    if summary.dropped:
        yield from section("Dropped", _dropped(summary))
    if summary.experiments:
        yield from section("Made for success: this may fail", _experiments(summary))
    if summary.waits:
        waits = _cut(_waits(summary), list(summary.waits), "the scenario")
        yield from section("Waits for what has no date", waits)
    if summary.blocked:
        lines = _cut(_blocked(summary), list(summary.blocked), "the scenario")
        yield from section("Blocked, and planned as if that were over now", lines)
    if summary.not_preferred:
        others = Text("\n".join(summary.not_preferred[:MAX_LINES]))
        lines = _cut(others, summary.not_preferred, "assignments.csv")
        yield from section("Done by others than those who are preferred", lines)
    if summary.people:
        busiest = _busiest(summary.people)
        work = _cut(_work(summary, busiest), summary.people, "assignments.csv")
        yield from section("Who is on what", work)
        yield from section("Load", _cut(_load(busiest), summary.people, "load.csv"))
    yield from section("How good the plan is", _tiers(summary))


def _cut(rows: Table | Text, lines: Sequence[object], where: str) -> RenderableType:
    """Add the number of lines that are not shown."""
    if len(lines) <= MAX_LINES:
        return rows
    return Group(rows, Text(f"and {len(lines) - MAX_LINES:,} more; all are in {where}."))


def _busiest(people: Sequence[PersonTotals]) -> Sequence[PersonTotals]:
    """Return all people, or of many those with the highest load."""
    if len(people) <= MAX_LINES:
        return people
    return sorted(people, key=lambda person: -(person.load or 0.0))[:MAX_LINES]


def _heading(summary: Summary) -> Text:
    span = "nothing is planned"
    if summary.days is not None:
        span = " to ".join(wording.day(day) for day in summary.days)
    return Text(f"{wording.printable(summary.name)}: {span}", style="bold")


def _broken(summary: Summary) -> Table:
    rows = table("what", "deadline", "finish", "too late by", wrap=["too late by"])
    days, dates = summary.relaxed_days, summary.broken_dates
    for one, day, date, by in zip(summary.relaxed, days, dates, summary.broken_by, strict=True):
        rows.add_row(
            _deadline_owner(one, summary),
            date,
            wording.finish_day(day, at=one.finish, like=one.deadline),
            Text(by, style="bold red"),
        )
    return rows


def _deadline_owner(broken: RelaxedDeadline, summary: Summary) -> str:
    if broken.kind == "calendar" or broken.id is None:
        return "end of the calendar"
    if broken.kind == "project":
        return wording.label("project", broken.id)
    return wording.label(broken.id, summary.titles.get(broken.id, ""))


def _dates(summary: Summary) -> RenderableType:
    rows = table("project or milestone", "finish", "due", "late by", wrap=["late by"])
    for line in summary.dates[:MAX_LINES]:
        indent = "  " if line.kind != "project" and line.project is not None else ""
        _add(rows, indent + wording.label(line.name or line.id), line)
    last = None if summary.days is None else summary.days[1]
    rows.add_row("everything", wording.finish_day(last), "", "")
    return _cut(rows, summary.dates, "plan.json")


def _late(lines: Iterable[DateLine]) -> Table:
    rows = table("what", "finish", "due", "late by", wrap=["late by"])
    for line in lines:
        prefix = "project" if line.kind == "project" else ""
        _add(rows, wording.label(prefix, line.id, line.name), line)
    return rows


def _add(rows: Table, what: str, line: DateLine) -> None:
    """Add a line with its finish, its due date and its hard date."""
    late = ""
    if line.due is not None and line.late_days is not None:
        late = line.late_text or "on time"
    finish = line.finish_text
    soft = wording.when(line.due), Text(late, style="red" if line.late_days else "")
    if line.due is not None or not line.limit:
        rows.add_row(what, finish, *soft)
        what = finish = ""
    if line.limit:
        rows.add_row(what, finish, line.limit, _hard(line))


def _hard(line: DateLine) -> Text:
    """Write whether the hard date is kept."""
    if line.finish is None:
        return Text("")
    if not line.deadline_broken:
        return Text("on time")
    return Text(f"BROKEN, {line.past_deadline_text}", style="bold red")


def put_aside_lines(aside: Sequence[PausedWork]) -> Text:
    """Yield when interrupted work goes on, and what is done until then."""
    lines = [f"{wording.label(one.id, one.title)} {one.sentence}" for one in aside[:MAX_LINES]]
    if len(aside) > MAX_LINES:
        lines.append(f"and {len(aside) - MAX_LINES:,} more; the report has them")
    return Text("\n".join(lines))


def _dropped(summary: Summary) -> Text:
    names = {i: wording.label(i, summary.titles[i]) for i in summary.dropped}
    failed = {i: f" (given up, as {name} failed)" for i, name in summary.given_up.items()}
    return Text(", ".join(f"{name}{failed.get(i, '')}" for i, name in names.items()))


def _experiments(summary: Summary) -> RenderableType:
    lines = Text("\n".join(summary.experiments[:MAX_LINES]))
    return _cut(lines, summary.experiments, "the scenario")


def _waits(summary: Summary) -> Text:
    lines = [
        f"{wording.label(item, summary.titles[item])}: {wording.printable('; '.join(waits))}"
        for item, waits in list(summary.waits.items())[:MAX_LINES]
    ]
    return Text("\n".join(lines))


def _blocked(summary: Summary) -> Text:
    lines = [
        f"{wording.label(item, summary.titles[item])}: {wording.printable(by)}"
        for item, by in list(summary.blocked.items())[:MAX_LINES]
    ]
    return Text("\n".join(lines))


def _work(summary: Summary, people: Iterable[PersonTotals]) -> Table:
    names = {
        person.id: wording.label(person.name or person.id, most=MAX_NAME_CHARACTERS)
        for person in people
    }
    room = (DEFAULT_COLUMNS - max(map(len, [*names.values(), "person"]))) // len(summary.weeks) - 2
    titles = [_week_title(week) for week in summary.weeks]
    rows = table("person", *titles, wrap=titles)
    for person, name in names.items():
        rows.add_row(name, *(_items(week.work[person], summary, room) for week in summary.weeks))
    return rows


def _items(ids: tuple[str, ...], summary: Summary, room: int) -> str:
    """Write work items with their titles in a line each; without any title, the ids in a row."""
    if not any(summary.titles[i] for i in ids):
        return wording.printable(", ".join(ids)) or "-"
    return "\n".join(wording.label(i, summary.titles[i], most=room) for i in ids)


def _week_title(week: Week) -> str:
    return f"week of {wording.day(week.monday)}"


def _load(people: Iterable[PersonTotals]) -> Table:
    numbers = ("items", "available", "planned", "load")
    rows = table("person", *numbers, "", right=numbers)
    for person in people:
        load = person.load or 0.0
        rows.add_row(
            wording.label(person.name or person.id, most=MAX_NAME_CHARACTERS),
            str(person.items),
            f"{person.available_hours:,.1f} h",
            f"{person.planned_hours:,.1f} h",
            wording.whole_percent(person.load),
            "#" * round(20 * min(load, 1.0)),
        )
    return rows


def _tiers(summary: Summary) -> Group:
    numbers = ("value", "bound", "gap")
    rows = table("objective", *numbers, "", right=numbers, wrap=("",))
    for tier in summary.tiers:
        rows.add_row(tier.name, *_tier(tier))
    verdict = f"{_counted(summary)}; {_PROVED[summary.status]}{_STOPPED[summary.stop_reason]}."
    lines = [verdict, *cluster_lines(summary.cluster_workers), *_work_lines(summary)]
    return Group(rows, Text("\n".join(lines)), _legend(summary))


def cluster_lines(workers: int | None) -> list[str]:
    """Return how many workers of a cluster took part, in a sentence, if one was named."""
    if workers is None:
        return []
    return [f"{count(workers, 'worker') if workers else 'No worker'} of the cluster took part."]


def _legend(summary: Summary) -> Text:
    """Explain the objectives and the columns of the table."""
    lines = [f"{tier.name}: {wording.OBJECTIVE_MEANINGS[tier.name]}" for tier in summary.tiers]
    lines.append("bound: no plan is below it; gap: how much better any plan could be at most")
    return Text("\n".join(lines), style="dim")


def _work_lines(summary: Summary) -> Iterator[str]:
    """Yield the remaining effort, and the effort of several people on an item."""
    if summary.person_days:
        yield f"Work still to do: {wording.person_days(float(summary.person_days))}."
    yield from summary.shared_effort
    if summary.costs is not None:
        yield from cost_lines(summary.costs)


def _counted(summary: Summary) -> str:
    """Write the number of items by state."""
    planned = count(summary.planned_items, "item")
    counts = {"done": summary.done_items, "in progress": summary.in_progress_items}
    if not any(counts.values()):
        return f"{planned} planned"
    counts["planned"] = summary.planned_items - sum(counts.values())
    return f"{planned}: " + ", ".join(f"{n} {state}" for state, n in counts.items() if n)


def _tier(tier: TierReport) -> tuple[str, str, str, str]:
    verdict = "proved" if tier.proved else "not proved"
    if tier.settled and not tier.proved and tier.goal is not None:
        verdict = f"good enough (goal: {wording.tier_value(tier.goal, tier.unit)})"
    elif tier.bound_by and not tier.proved:
        verdict += f"; bound: {tier.bound_by}"
    return (
        wording.tier_value(tier.value, tier.unit),
        wording.tier_value(tier.bound, tier.unit),
        wording.percent(tier.gap),
        verdict,
    )
