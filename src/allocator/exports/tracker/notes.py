"""Tells the user what a tracker's file cannot hold, so that nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from allocator.analysis.reader_clock import clock_notes
from allocator.domain import Link, LinkType, Plan, PlanItem
from allocator.domain.links import has_lag
from allocator.exports.lost_rules import item_rule_notes, team_rules
from allocator.exports.tracker.tracker_row import Known, TrackerRow
from allocator.wording import count, enumerated, joined

_LEFT_OUT = {
    "done": "{are} done",
    "dropped": "{are} dropped",
    "failed": "failed",
    "contingent": "{are} done only if a try fails",
}
"""What items that are not in the file are, by their state."""


def tracker_notes(
    plan: Plan,
    entries: Mapping[str, PlanItem],
    rows: tuple[TrackerRow, ...],
    known: Known,
    only: Collection[str] | None,
) -> Iterator[str]:
    """Yield lines on what the file of a tracker cannot hold.

    Parameters
    ----------
    plan
        The plan.
    entries
        The items that are in the file, by id.
    rows
        The rows of the file.
    known
        Tells which ids the tracker has.
    only
        Ids of the items that are wanted; None for all.
    """
    updates = sum(row.known for row in rows)
    yield f"{count(updates, 'update')}, {count(len(rows) - updates, 'new item')}."
    out = [e for e in plan.items if e.id not in entries and (only is None or e.id in only)]
    for state, words in _LEFT_OUT.items():
        number = sum(entry.state == state for entry in out)
        if number:
            are = "are" if number > 1 else "is"
            yield f"Left out: {count(number, 'item')} that {words.format(are=are)}."
    yield from _link_notes(plan, entries, known)
    if lost := team_rules(plan.scenario):
        yield f"Not in the file: {joined(lost)}."
    several = [row.id for row in rows if len(row.people) > 1]
    if several:
        yield (
            f"Only one person can be assigned to an item; of several it is the one with most "
            f"hours: {_some(several)}."
        )
    nobody = sorted({person.id for row in rows for person in row.people[:1] if not person.email})
    if nobody:
        yield f"People without email in the scenario are assigned by name: {_some(nobody)}."
    yield from clock_notes(plan)


def _link_notes(plan: Plan, entries: Mapping[str, PlanItem], known: Known) -> Iterator[str]:
    links = [(name, link) for name in entries for link in _links(plan, name)]
    other = [name for name, link in links if link.type is not LinkType.FS]
    if other:
        yield (
            f"Left out, as trackers know only finish to start: {count(len(other), 'link')} "
            f"of other types ({_some(other)})."
        )
    finish = [(name, link) for name, link in links if link.type is LinkType.FS]
    lagged = [name for name, link in finish if has_lag(link)]
    if lagged:
        yield f"Written without their lags: {count(len(lagged), 'link')} ({_some(lagged)})."
    yield from item_rule_notes(plan.scenario.item_by_id[name] for name in entries)
    absent = [n for n, link in finish if link.item not in entries and not known(link.item)]
    if absent:
        yield (
            f"Left out: {count(len(absent), 'link')} from new items that are not in the file "
            f"({_some(absent)})."
        )


def _links(plan: Plan, name: str) -> tuple[Link, ...]:
    return plan.scenario.links_of(plan.scenario.item_by_id[name])


def _some(ids: list[str]) -> str:
    """Write ids, each once; long lists are shortened."""
    return enumerated(dict.fromkeys(ids), most=6)
