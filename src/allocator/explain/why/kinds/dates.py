"""Causes that are dates: what may not start earlier, what is awaited, what is frozen."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain.quantities import When, beginning
from allocator.explain.counterfactuals.change import updated
from allocator.explain.counterfactuals.dates import (
    without_block,
    without_delivery,
    without_not_before,
)
from allocator.explain.counterfactuals.staffing import across_sprints
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph, reasons_of


class Release:
    """``release``: an item or its project may not start before a date, or is fixed to one.

    Taken away by leaving the date out.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the dates before which items of the graph may not start."""
        for item_id, depth in graph.depths.items():
            held = {r.until for r in reasons_of(graph.reasons(item_id), "release")}
            item, name = graph.item(item_id), graph.called(item_id)
            project = graph.scenario.project_by_id.get(item.project or "")
            if item.not_before is not None and beginning(item.not_before) in held:
                text = f"{name} may not start before {_start(graph, item.not_before)}"
                change = without_not_before("items", item_id)
                remedy = f"an earlier start of {name}"
                yield CauseCandidate("release", text, remedy, change, item_id, depth)
            if item.date is not None and beginning(item.date) in held:
                text = f"{name} is fixed to {_start(graph, item.date)}"
                change = updated("items", item_id, date=None)
                remedy = f"an earlier date of {name}"
                yield CauseCandidate("release", text, remedy, change, item_id, depth)
            if item.fixed is not None and beginning(item.fixed) in held:
                text = f"{name} is fixed to {_start(graph, item.fixed)}"
                change = updated("items", item_id, fixed=None)
                remedy = f"an earlier date of {name}"
                yield CauseCandidate("release", text, remedy, change, item_id, depth)
            opens = project.not_before if project is not None else None
            if project is not None and opens is not None and beginning(opens) in held:
                title = project.name or project.id
                text = f"project {title} may not start before {_start(graph, opens)}"
                change = without_not_before("projects", project.id)
                remedy = f"an earlier start of project {title}"
                yield CauseCandidate("release", text, remedy, change, item_id, depth)


class WaitsFor:
    """``waits_for``: an item waits for something from outside the plan.

    Taken away by not waiting for it.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield what items of the graph wait for."""
        for item_id, depth in graph.depths.items():
            held = {r.until for r in reasons_of(graph.reasons(item_id), "expected")}
            for number, awaited in enumerate(graph.item(item_id).waits_for):
                when = awaited.expected
                if when is None or beginning(when) not in held:
                    continue
                what = wording.printable(awaited.what)
                owner = f" from {wording.printable(awaited.owner)}" if awaited.owner else ""
                text = (
                    f"{graph.called(item_id)} waits for {what}{owner}, expected "
                    f"{_start(graph, when)}"
                )
                change = without_delivery(graph.scenario, item_id, number)
                remedy = f"an earlier delivery of {what}"
                yield CauseCandidate("waits_for", text, remedy, change, item_id, depth)


class BlockedItem:
    """``blocked``: an item is marked as blocked until a date.

    Taken away by not being blocked.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the blocked items of the graph."""
        for item_id, depth in graph.depths.items():
            block = graph.item(item_id).blocked
            held = {r.until for r in reasons_of(graph.reasons(item_id), "blocked")}
            if block is None or block.until is None or beginning(block.until) not in held:
                continue
            name, by = graph.called(item_id), wording.printable(block.by)
            owner = f", which {wording.printable(block.owner)} sees to" if block.owner else ""
            text = (
                f"{name} is blocked{f' by {by}' if by else ''} until "
                f"{_start(graph, block.until)}{owner}"
            )
            remedy = f"{name} being free of that earlier"
            change = without_block(item_id)
            yield CauseCandidate("blocked", text, remedy, change, item_id, depth)


class SprintBorder:
    """``sprint``: work on an item has to lie within one sprint.

    Taken away by letting it cross sprint borders.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the items of the graph that wait for a sprint to begin."""
        for item_id, depth in graph.depths.items():
            for reason in reasons_of(graph.reasons(item_id), "sprint")[:1]:
                assert reason.until is not None
                name = graph.called(item_id)
                text = (
                    f"{name} has to lie within one sprint, does not fit into the one before, and "
                    f"so waits for {_start(graph, reason.until)}"
                )
                change = across_sprints(item_id)
                remedy = f"letting {name} cross the sprint border"
                yield CauseCandidate("sprint", text, remedy, change, item_id, depth)


class Frozen:
    """``frozen``: an item may neither move nor change hands, since the baseline is kept for it.

    Taken away by a baseline in which it is not frozen.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the frozen items of the graph."""
        for item_id, depth in graph.depths.items():
            if not reasons_of(graph.reasons(item_id), "frozen"):
                continue
            name = graph.called(item_id)
            text = f"{name} is frozen where the baseline has it, {graph.span_text(item_id)}"
            baseline = [
                entry.model_copy(update={"frozen": entry.frozen and entry.item != item_id})
                for entry in graph.scenario.baseline
            ]
            data = [e.model_dump(mode="json", exclude_defaults=True) for e in baseline]
            remedy = f"letting {name} move"
            change = {"update": {"baseline": data}}
            yield CauseCandidate("frozen", text, remedy, change, item_id, depth)


def _start(graph: BindingGraph, when: When) -> str:
    return wording.work_start(beginning(when), graph.scenario.calendar)
