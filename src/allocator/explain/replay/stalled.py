"""Work that should have gone on since the plan was made, and has not."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from allocator import wording
from allocator.domain import Plan, PlanItem, Scenario, WorkItem
from allocator.explain.replay.atoms import Atom, Undo
from allocator.replanning.assumed_progress import unreported_items
from allocator.replanning.blocked_work import blocked_text, worked_until


def stalled_items(
    scenario: Scenario, baseline: Plan, said: Collection[str], as_planned: Collection[str]
) -> Iterator[Atom]:
    """Yield each item that stands as it stood when the plan was made, and should not.

    That is a difference although no field differs. It is told here of what a block held then and
    holds still, and of what is said to have got no further.

    Parameters
    ----------
    scenario
        As of now, with its ``now`` at the end of a slot, before anything is assumed.
    baseline
        The plan that people went by, which had begun these items.
    said
        Items whose progress is reported: without the block alone they would be no further.
    as_planned
        Items of whose progress nothing is reported, or what would be assumed of them.
    """
    entries = {entry.id: entry for entry in baseline.items}
    before = baseline.scenario.item_by_id
    for name in unreported_items(scenario, baseline, ()):
        item, was, entry = scenario.item_by_id[name], before.get(name), entries[name]
        if was is None:
            continue
        blocked = item.block is not None and was.block is not None and was.block.until is None
        if blocked and worked_until(scenario, item, entry) != scenario.present:
            yield _blocked(item, is_said=name in said)
        elif name not in as_planned and item.state == was.state:
            yield _no_further(baseline, item, entry)


def _blocked(item: WorkItem, *, is_said: bool) -> Atom:
    text = wording.printable(blocked_text(item, f"{item.id} is still"))
    return Atom(
        *("changed", "items", item.id, ("blocked",)),
        f"{text}, and has not gone on",
        _unblocking(item.id),
        change=None if is_said else {"update": {"items": {item.id: {"blocked": None}}}},
        is_stalled=True,
    )


def _unblocking(name: str) -> Undo:
    def undo(scenario: Scenario) -> Scenario:
        items = tuple(
            item.model_copy(update={"blocked": None}) if item.id == name else item
            for item in scenario.items
        )
        return scenario.model_copy(update={"items": items})

    return undo


def _no_further(baseline: Plan, item: WorkItem, entry: PlanItem) -> Atom:
    return Atom(
        *("changed", "items", item.id, ("state",)),
        f"{item.id} {_standing(baseline, item, entry)}",
        lambda scenario: scenario,
        is_stalled=True,
    )


def _standing(baseline: Plan, item: WorkItem, entry: PlanItem) -> str:
    assert entry.start is not None and entry.finish is not None
    if item.is_started:
        return "has got no further since the plan was made"
    if item.is_milestone:
        return f"was to be reached by {wording.when(entry.finish)}, and has not been"
    began = wording.work_start(entry.start, baseline.scenario.calendar)
    return f"was to begin on {began}, and has not begun"
