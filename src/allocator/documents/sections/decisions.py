"""What work waits for: decisions, what comes from outside, and what blocks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.analysis.awaited_things import AwaitedThing, awaited_things
from allocator.analysis.decision_items import is_decision
from allocator.documents.choice import SectionChoice
from allocator.documents.source import SectionSource
from allocator.documents.table import SectionColumn, table_lines
from allocator.domain import PlanItem
from allocator.exports.markdown import escaped, escaped_label

COLUMNS = (
    SectionColumn(name="what", heading="what"),
    SectionColumn(name="kind", heading="kind"),
    SectionColumn(name="owner", heading="owner"),
    SectionColumn(name="needed", heading="needed"),
    SectionColumn(name="expected", heading="expected"),
    SectionColumn(name="items", heading="for"),
)


def decisions(source: SectionSource, choice: SectionChoice) -> list[str]:
    """Return a row for each thing that chosen work waits for, what is needed first first."""
    chosen = set(choice.chosen(source))
    found = [*_awaited(source, chosen), *_of_plan(source, chosen)]
    return table_lines(
        COLUMNS,
        [row for _, row in sorted(found, key=lambda pair: pair[0])],
        wanted=choice.columns,
        most=choice.most,
        nothing="Nothing is waited for.",
    )


def _awaited(
    source: SectionSource, chosen: set[str]
) -> Iterator[tuple[dt.datetime, dict[str, str]]]:
    for thing in awaited_things(source.plan):
        if any(entry.id in chosen for entry in thing.items):
            yield (
                thing.needed,
                {
                    "what": escaped(thing.what),
                    "kind": _kind(thing),
                    "owner": source.owner(thing.owner),
                    "needed": wording.day(thing.needed),
                    "expected": wording.when(thing.expected) or "no date",
                    "items": source.labels(thing.items),
                },
            )


def _kind(thing: AwaitedThing) -> str:
    if thing.is_decision:
        return "decision"
    return "block" if thing.is_block else "from outside"


def _of_plan(
    source: SectionSource, chosen: set[str]
) -> Iterator[tuple[dt.datetime, dict[str, str]]]:
    """Yield the decisions that are open items of the plan: needed by what comes after them."""
    scenario = source.plan.scenario
    for name, entry in source.entries.items():
        is_open = entry.state in ("planned", "in_progress") and entry.finish is not None
        if not is_open or not is_decision(scenario.item_by_id[name]):
            continue
        waiting = [
            other
            for other in source.entries.values()
            if other.state == "planned"
            and any(link.item == name for link in scenario.links_of(scenario.item_by_id[other.id]))
        ]
        if name in chosen or any(other.id in chosen for other in waiting):
            yield _decision(source, entry, waiting)


def _decision(
    source: SectionSource, entry: PlanItem, waiting: list[PlanItem]
) -> tuple[dt.datetime, dict[str, str]]:
    starts = [other.start for other in waiting if other.start is not None]
    assert entry.finish is not None
    return min(starts, default=entry.finish), {
        "what": escaped_label(entry.id, entry.title),
        "kind": "decision",
        "owner": ", ".join(source.names(entry)),
        "needed": wording.day(min(starts)) if starts else "",
        "expected": wording.finish_day(source.days.ends(entry.id)),
        "items": source.labels(waiting),
    }
