"""The head of the page: what a manager needs to know first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.days import plan_days
from allocator.analysis.paused_work import paused_work
from allocator.analysis.project_costs import total_cost
from allocator.analysis.quality import verdict
from allocator.analysis.reader_clock import ReaderClock
from allocator.domain import Plan, Scenario, ThreePoint
from allocator.exports.rag_rows import RagTable, cost_words
from allocator.wording import count

_COUNTS_AS = {
    "likely": "the likely value",
    "mean": "the mean, (low + 4 likely + high) / 6",
    "high": "the high value",
}


@dataclass(frozen=True)
class Tile:
    """One number at the top of the page; ``tone`` is good, doubtful, bad or plain."""

    label: str
    value: str
    note: str
    tone: str = "plain"


@dataclass(frozen=True)
class Headline:
    """The content of the head."""

    span: str
    tiles: tuple[Tile, ...]
    with_frozen: bool
    with_tries: bool
    assumptions: tuple[str, ...]
    put_aside: tuple[tuple[str, str], ...]
    """Interrupted work in progress: its name, and when it goes on."""
    made: str
    reader_zone: str = ""
    """Where the chart and the list of items have their times, if that is not the plan's zone."""


def headline(plan: Plan, table: RagTable, clock: ReaderClock) -> Headline:
    """Return what the head of the page shows.

    Parameters
    ----------
    plan
        The plan.
    table
        How its projects and milestones stand.
    clock
        On which the chart and the list of items are.
    """
    return Headline(
        span=_span(plan, clock),
        tiles=tuple(_tiles(plan, table)),
        with_frozen=any(plan.scenario.is_frozen(item) for item in plan.scenario.items),
        with_tries=any(item.if_fails is not None for item in plan.scenario.items),
        assumptions=tuple(assumptions(plan)),
        put_aside=tuple(
            (wording.label(one.id, one.title), one.sentence)
            for one in paused_work(plan.scenario, plan.items)
        ),
        made="" if plan.created is None else plan.created.replace("T", " ")[:16],
        reader_zone="" if clock.is_the_plans else str(clock.zone),
    )


def _span(plan: Plan, clock: ReaderClock) -> str:
    days = plan_days(plan).whole()
    if days is None:
        return "Nothing is planned"
    zone, span = plan.scenario.calendar.timezone, " to ".join(map(wording.day, days))
    if not clock.is_the_plans:
        return f"{span}, days of {zone}; the chart and the list of items are in {clock.zone}"
    return span + (f", times are in {zone}" if zone else "")


def _tiles(plan: Plan, table: RagTable) -> Iterator[Tile]:
    days = plan_days(plan).whole()
    last = "no date" if days is None else wording.day(days[1])
    yield Tile("Everything done", last, "the last finish")
    yield from _rag_tiles(table)
    states: Counter[str] = Counter(entry.state for entry in plan.items)
    parts = {"done": "done", "in_progress": "in progress"}
    parts |= {"failed": "failed", "dropped": "dropped", "contingent": "only if a try fails"}
    told = [f"{states[state]} {word}" for state, word in parts.items() if states[state]]
    yield Tile(
        "Work items",
        f"{len(plan.items)}",
        ", ".join(told) or count(len(plan.scenario.people), "person", "people"),
    )
    yield from _cost_tile(plan)
    best, basis = verdict(plan)
    yield Tile("The plan is", best, basis, "good" if best == "the best" else "plain")


def _rag_tiles(table: RagTable) -> Iterator[Tile]:
    """Yield how many projects and milestones stand how; the worst of them gives the tone."""
    tone = {"red": "bad", "amber": "doubtful", "green": "good"}.get(table.worst, "plain")
    told = [("Projects", table.projects), ("Milestones", table.milestones)]
    named = [(label, words) for label, words in told if words]
    if named:
        (label, words), *rest = named
        yield Tile(label, words, "".join(f"{name}: {more}" for name, more in rest), tone)


def _cost_tile(plan: Plan) -> Iterator[Tile]:
    cost = total_cost(plan)
    if cost is None:
        return
    note = "work still to do, and recorded time"
    if cost.unrecorded:
        note += f"; without {count(cost.unrecorded, 'item')} that took unrecorded time"
    tone = "bad" if cost.excess > 0 else "plain"
    yield Tile("Cost", cost_words(cost, currency=plan.scenario.currency), note, tone)


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
    blocks = [item.block for item in scenario.items if item.block is not None]
    if blocks:
        dated = sum(block.until is not None for block in blocks)
        things = count(len(blocks), "item is blocked", "items are blocked")
        yield f"{things}, {dated} until a date; the others as if that were over now"
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
