"""The head of the page: what a manager needs to know first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.compare import compare
from allocator.analysis.date_lines import DateLine, by_project, date_lines, worst_first
from allocator.analysis.days import plan_days
from allocator.analysis.paused_work import paused_work
from allocator.domain import Plan, Scenario, ThreePoint, TierReport
from allocator.wording import count

_COUNTS_AS = {
    "likely": "the likely value",
    "mean": "the mean, (low + 4 likely + high) / 6",
    "high": "the high value",
}
_STOPPED = {
    "time_limit": "the time limit ended the search",
    "interrupted": "the search was interrupted",
    "work_limit": "the work limit of a reproducible run ended the search",
}


@dataclass(frozen=True)
class Tile:
    """One number at the top of the page; ``tone`` is good, bad or plain."""

    label: str
    value: str
    note: str
    tone: str = "plain"


@dataclass(frozen=True)
class DateRow:
    """A project or milestone in the table of dates."""

    name: str
    is_project: bool
    finish: str
    due: str
    late: str
    is_late: bool
    moved: str


@dataclass(frozen=True)
class TierRow:
    """The value, bound and gap of an objective."""

    name: str
    value: str
    bound: str
    gap: str
    proved: bool


@dataclass(frozen=True)
class Headline:
    """The content of the head."""

    span: str
    tiles: tuple[Tile, ...]
    dates: tuple[DateRow, ...]
    with_moves: bool
    with_frozen: bool
    with_tries: bool
    tiers: tuple[TierRow, ...]
    assumptions: tuple[str, ...]
    put_aside: tuple[tuple[str, str], ...]
    """Interrupted work in progress: its name, and when it goes on."""
    made: str


def headline(plan: Plan, baseline: Plan | None = None) -> Headline:
    """Return what the head of the page shows."""
    lines = by_project(plan, date_lines(plan))
    moves = _moves(plan, baseline)
    return Headline(
        span=_span(plan),
        tiles=tuple(_tiles(plan, lines)),
        dates=tuple(_row(line, moves) for line in lines),
        with_moves=baseline is not None,
        with_frozen=any(plan.scenario.is_frozen(item) for item in plan.scenario.items),
        with_tries=any(item.if_fails is not None for item in plan.scenario.items),
        tiers=tuple(_tier(tier) for tier in plan.solver.tiers),
        assumptions=tuple(assumptions(plan)),
        put_aside=tuple(
            (wording.label(one.id, one.title), one.sentence)
            for one in paused_work(plan.scenario, plan.items)
        ),
        made="" if plan.created is None else plan.created.replace("T", " ")[:16],
    )


def _span(plan: Plan) -> str:
    days = plan_days(plan).whole()
    return "Nothing is planned" if days is None else " to ".join(map(wording.day, days))


def _tiles(plan: Plan, lines: tuple[DateLine, ...]) -> Iterator[Tile]:
    days = plan_days(plan).whole()
    last = "no date" if days is None else wording.day(days[1])
    yield Tile("Everything done", last, "the last finish")
    promised = [line for line in lines if line.is_promised]
    late = [line for line in promised if line.late_days or line.deadline_broken]
    if promised:
        yield Tile(
            "Promised dates",
            f"{len(promised) - len(late)} of {len(promised)} kept",
            f"{_worst(late)}" if late else "due dates, deadlines and fixed dates",
            "bad" if late else "good",
        )
    states: Counter[str] = Counter(entry.state for entry in plan.items)
    parts = {"done": "done", "in_progress": "in progress"}
    parts |= {"failed": "failed", "dropped": "dropped", "contingent": "only if a try fails"}
    told = [f"{states[state]} {word}" for state, word in parts.items() if states[state]]
    yield Tile(
        "Work items",
        f"{len(plan.items)}",
        ", ".join(told) or count(len(plan.scenario.people), "person", "people"),
    )
    yield _quality(plan)


def _worst(late: list[DateLine]) -> str:
    line = worst_first(late)[0]
    return f"{wording.label(line.name or line.id, most=40)}: {_late(line)[1]}"


def _quality(plan: Plan) -> Tile:
    open_tiers = [tier for tier in plan.solver.tiers if not tier.settled]
    if not open_tiers:
        within = any(item.frozen for item in plan.scenario.baseline_by_item.values())
        told = "proved: no plan is better" + (" that keeps what is frozen" if within else "")
        return Tile("How good", "the best", told, "good")
    gaps = ", ".join(f"{tier.name} {wording.percent(tier.gap)}" for tier in open_tiers)
    return Tile("Gap to the bound", gaps, "how much better any plan could be at most")


def _moves(plan: Plan, baseline: Plan | None) -> dict[tuple[str, str], str]:
    if baseline is None:
        return {}
    found: dict[tuple[str, str], str] = {}
    for change in compare(baseline, plan).dates:
        if change.was is None:
            found[change.kind, change.id] = "new"
        elif change.days is not None:
            found[change.kind, change.id] = change.moved_by if change.changed else "as before"
    return found


def _row(line: DateLine, moves: dict[tuple[str, str], str]) -> DateRow:
    late, told = _late(line)
    return DateRow(
        name=wording.printable(line.name or line.id),
        is_project=line.kind == "project",
        finish=line.finish_text,
        due=", ".join(date for date in (wording.when(line.due), line.limit) if date),
        late=told,
        is_late=late,
        moved=moves.get((line.kind, line.id), ""),
    )


def _late(line: DateLine) -> tuple[bool, str]:
    """Return whether a date is missed, and in which words; a deadline comes first."""
    if line.deadline_broken:
        return True, f"{line.past_deadline_text} past its {line.broken_date}"
    if line.late_days:
        return True, f"{line.late_text} late"
    return False, "on time" if line.is_promised and line.finish is not None else ""


def _tier(tier: TierReport) -> TierRow:
    return TierRow(
        name=f"{tier.name}: {wording.OBJECTIVE_MEANINGS[tier.name]}",
        value=wording.tier_value(tier.value, tier.unit),
        bound=wording.tier_value(tier.bound, tier.unit),
        gap=_gap(tier),
        proved=tier.settled,
    )


def _gap(tier: TierReport) -> str:
    if tier.proved:
        return "none, proved"
    if tier.settled and tier.goal is not None:
        return f"good enough: {wording.tier_value(tier.goal, tier.unit)}"
    return wording.percent(tier.gap)


def assumptions(plan: Plan) -> Iterator[str]:
    """Yield the assumptions behind the dates, each a sentence without a full stop."""
    scenario = plan.scenario
    yield f"No unfinished work is planned before {wording.day(scenario.plan_from)}"
    yield from _about_estimates(scenario)
    yield from _about_people(scenario)
    waits = [wait for item in scenario.items for wait in item.waits_for]
    if waits:
        dated = sum(wait.expected is not None for wait in waits)
        things = count(len(waits), "thing from outside the plan", "things from outside the plan")
        yield f"Everything that is awaited comes in time: {things}, {dated} with an expected date"
    frozen = sum(standing.frozen for standing in scenario.baseline_by_item.values())
    if frozen:
        told = count(frozen, "item stays", "items stay")
        yield f"Frozen: {told} where the earlier plan has them"
    if plan.solver.relaxed:
        yield f"Broken on request: {count(len(plan.solver.relaxed), 'deadline')}"
    given_up = len(scenario.given_up)
    if optional := plan.metrics.dropped_items - given_up:
        yield f"Left out: {count(optional, 'optional item')}"
    if given_up:
        yield f"Given up, as a try failed: {count(given_up, 'item')}"
    if may_fail := sum(item.may_fail for item in scenario.scope.items):
        yield f"Made for success: {count(may_fail, 'item')} may fail"
    if plan.solver.stop_reason in _STOPPED:
        yield f"Made by a search that did not finish: {_STOPPED[plan.solver.stop_reason]}"


def _about_estimates(scenario: Scenario) -> Iterator[str]:
    efforts = [need.effort for item in scenario.items for need in item.staffing]
    ranges = sum(isinstance(effort, ThreePoint) for effort in efforts)
    if ranges:
        counted = _COUNTS_AS[scenario.plan_on]
        told = count(ranges, "estimate is a range", "estimates are ranges")
        yield f"{told} (low, likely, high) and counted as {counted}"
    guessed = sum(item.guessed for item in scenario.items)
    if guessed:
        yield count(guessed, "estimate is a guess", "estimates are guesses")


def _about_people(scenario: Scenario) -> Iterator[str]:
    partly = sum(person.capacity < 1 for person in scenario.people)
    if partly:
        yield f"Less than the whole day for planned work: {partly} of {len(scenario.people)} people"
    sprints = {s for person in scenario.people for s in scenario.sprints_of(person.team or None)}
    factors = sorted({sprint.capacity for sprint in sprints if sprint.capacity != 1})
    if factors:
        told = ", ".join(wording.percent(factor) for factor in factors)
        yield f"Of the time in sprints, {told} is for planned work"
    off = sum(len(person.time_off) for person in scenario.people)
    if off:
        known = count(off, "absence is", "absences are")
        yield f"{known} known, and the scenario's public holidays"
