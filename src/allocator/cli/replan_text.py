"""Reports a re-plan in words and as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from allocator import wording
from allocator.analysis.date_lines import date_lines, worst_first
from allocator.analysis.days import plan_days
from allocator.analysis.paused_work import paused_work
from allocator.analysis.reader_clock import clock_sentence
from allocator.cli.more_time import more_time_document, more_time_text
from allocator.cli.plan_text import cluster_lines, put_aside_lines
from allocator.cli.tables import as_text, section
from allocator.domain import Plan, Scenario
from allocator.replanning.assumed_progress import AssumedProgress
from allocator.replanning.failed_tries import FailedTry
from allocator.replanning.freeze import ForcedMove
from allocator.replanning.options import Option
from allocator.replanning.replan import Replanned
from allocator.wording import count

MAX_SHOWN_ASSUMPTIONS = 5
"""Assumptions that are shown; the JSON has all of them."""

MAX_NAMED = 6
"""Items that are named as what follows a failed try; the JSON has all of them."""

_STATES: dict[str, str] = {"done": "done", "in_progress": "in progress", "todo": "not started"}

_DOUBTED = {
    "done": "done later than planned",
    "in_progress": "in progress, with more left than planned",
    "todo": "not begun",
}


def render(result: Replanned) -> str:
    """Return assumptions, frozen items that had to move, and the plan's numbers."""
    return as_text(list(_parts(result))[1:])


def _parts(result: Replanned) -> Iterator[RenderableType]:
    if result.failed:
        yield from section("Failed tries", Text("\n".join(map(_failed, result.failed))))
    if result.assumed:
        assumed = _assumed(result.assumed, result.plan.scenario)
        yield from section("Assumed, as nothing is said of it", assumed)
    if result.forced:
        yield from section("Frozen, but had to move", Group(*map(_forced, result.forced)))
    if result.notes:
        yield from section("Worth knowing", Text("\n".join(map(wording.printable, result.notes))))
    if aside := paused_work(result.plan.scenario, result.plan.items):
        yield from section("Under way, but put aside", put_aside_lines(aside))
    yield from section("The plan", Text(_numbers(result)))


def _assumed(assumed: Sequence[AssumedProgress], scenario: Scenario) -> Text:
    by_state: Counter[str] = Counter(each.state for each in assumed if not each.reason)
    said = [f"{by_state[state]} {name}" for state, name in _STATES.items() if by_state[state]]
    lines = [f"{count(sum(by_state.values()), 'item')}: {', '.join(said)}"] if said else []
    plain = [each for each in assumed if not each.reason]
    plain.sort(key=lambda each: not _has_succeeded(each, scenario))
    lines += [
        f"  {wording.label(each.item, each.title)}: {_STATES[each.state]}"
        + (", its try has succeeded" if _has_succeeded(each, scenario) else "")
        for each in plain[:MAX_SHOWN_ASSUMPTIONS]
    ]
    if len(plain) > MAX_SHOWN_ASSUMPTIONS:
        lines.append(f"  and {len(plain) - MAX_SHOWN_ASSUMPTIONS} more; --json has them all")
    lines += [
        f"{wording.label(each.item, each.title)}: {_DOUBTED[each.state]}, since "
        f"{wording.printable(each.reason)}"
        for each in assumed
        if each.reason
    ]
    return Text("\n".join(lines))


def _has_succeeded(assumed: AssumedProgress, scenario: Scenario) -> bool:
    return assumed.state == "done" and scenario.item_by_id[assumed.item].can_fail


def _failed(failed: FailedTry) -> str:
    """Write which try has failed, and what is planned instead."""
    when = f"{wording.label(failed.item, failed.title)} failed on {wording.when(failed.finished)}"
    if not failed.is_last:
        again = f"try {failed.number + 1} of {failed.tries} is planned"
        return f"{when}: {again}{_are(failed.redone, 'done again before')}"
    told = f"{_are(failed.instead, 'done instead')}{_are(failed.given_up, 'given up')}"
    return f"{when}: no try is left{told}"


def _are(names: Sequence[str], what: str) -> str:
    if not names:
        return ""
    return f"; {wording.joined(names, most=MAX_NAMED)} {'is' if len(names) == 1 else 'are'} {what}"


def _forced(forced: ForcedMove) -> Text:
    return Text(f"{wording.label(forced.item, forced.title)}: {wording.printable(forced.message)}")


def _numbers(result: Replanned) -> str:
    told = more_time_text(result.plan, result.course)
    tiers = result.plan.solver.tiers
    meanings = [f"{tier.name}: {wording.OBJECTIVE_MEANINGS[tier.name]}" for tier in tiers]
    others = cluster_lines(result.plan.solver.cluster_workers)
    clock = clock_sentence(result.plan.scenario)
    return "\n".join(filter(None, [numbers(result.plan), *meanings, *others, told, clock]))


def numbers(plan: Plan) -> str:
    """Return the numbers of a plan in a few lines."""
    metrics = plan.metrics
    parts = [
        count(metrics.done_items, "item") + " done",
        f"{metrics.in_progress_items} in progress",
        f"{metrics.planned_items - metrics.done_items - metrics.in_progress_items} to do",
    ]
    if metrics.dropped_items:
        parts.append(f"{metrics.dropped_items} dropped")
    days = plan_days(plan).whole()
    last = "nothing planned" if days is None else wording.day(days[1])
    tiers = [
        f"{tier.name} {wording.tier_value(tier.value, tier.unit)}" for tier in plan.solver.tiers
    ]
    return f"{', '.join(parts)}; {_late(plan)}; last finish {last}\n{', '.join(tiers)}"


def _late(plan: Plan) -> str:
    """Count the late projects, milestones and items, done ones included."""
    kinds: Counter[str] = Counter(line.kind for line in worst_first(date_lines(plan)))
    nouns = {"project": "project", "milestone": "milestone", "task": "item"}
    counted = [count(kinds[kind], noun) for kind, noun in nouns.items() if kinds[kind]]
    return f"{wording.joined(counted)} late" if counted else "nothing late"


def document(result: Replanned) -> dict[str, Any]:
    """Return the report of a re-plan for JSON."""
    return {
        "unchanged": result.unchanged,
        "first_plan_seconds": round(result.first_plan_seconds, 3),
        "seconds": round(result.seconds, 3),
        **more_time_document(result.plan, result.course),
        "assumed": [each.model_dump(mode="json") for each in result.assumed],
        "failed": [each.model_dump(mode="json") for each in result.failed],
        "forced": [each.model_dump(mode="json") for each in result.forced],
        "notes": list(result.notes),
        "moved": len(result.difference.moved),
        "reassigned": len(result.difference.reassigned),
    }


def options_legend(options: Sequence[Option]) -> str:
    """Explain the first and the last option, and the objectives in their comparison."""
    told = ["Option 1 changes least."]
    if len(options) > 1:
        told[0] = f"Option 1 changes least, option {len(options)} has the best dates."
    shown = [tier for tier in (options[0].lead, "stability") if tier]
    told += [f"{tier}: {wording.OBJECTIVE_MEANINGS[tier]}." for tier in dict.fromkeys(shown)]
    return "\n".join(told)


def options_document(options: Sequence[Option]) -> list[dict[str, Any]]:
    """Return the options for JSON."""
    return [
        {
            "lead": option.lead,
            "lateness": option.lateness,
            "upheaval": option.upheaval,
            "late_items": option.replanned.plan.metrics.late_items,
            "moved": len(option.replanned.difference.moved),
            "reassigned": len(option.replanned.difference.reassigned),
            "dates": [
                date.model_dump(mode="json", include={"kind", "id", "name", "was", "now", "days"})
                for date in option.replanned.difference.dates
            ],
        }
        for option in options
    ]
