"""Causes that are other work on the same people and resources, and what makes it come first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocator import wording
from allocator.analysis.why.reason import Reason
from allocator.domain import Scenario, WorkItem
from allocator.explain.counterfactuals.change import merged, updated
from allocator.explain.counterfactuals.priorities import with_priority
from allocator.explain.counterfactuals.resources import enlarged
from allocator.explain.counterfactuals.scope import cut
from allocator.explain.counterfactuals.staffing import interruptible
from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph, reasons_of
from allocator.explain.why.kinds.free_people import holds

_DATES = {
    "deadline": ("has to end by its deadline", "deadline"),
    "due": ("is due", "due date"),
    "date": ("is fixed to", "fixed date"),
    "fixed": ("is fixed to", "fixed date"),
}
"""By field of an item or project that makes it urgent, what is said of it, and its name."""


@dataclass(frozen=True)
class _Rival:
    """Other work that has the people or the resource of an item before it."""

    item: str
    reason: Reason
    other: WorkItem


class ResourceFull:
    """``resource``: other work holds what an item needs of a resource.

    Taken away by as much more of it as the item needs.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the resources that items of the graph wait for."""
        for item_id, depth in graph.depths.items():
            for reason in reasons_of(graph.reasons(item_id), "resource"):
                if reason.resource is None or reason.item is None:
                    continue
                resource = graph.scenario.resource_by_id[reason.resource]
                needed = graph.item(item_id).resources[resource.id]
                name = resource.name or resource.id
                text = (
                    f"{name} is full: {graph.called(item_id)} needs {needed} of "
                    f"{resource.capacity}, and {graph.called(reason.item)} has it until "
                    f"{graph.ends_text(reason.item)}"
                )
                change = enlarged(graph.scenario, resource.id, needed)
                remedy = f"{needed} more of {name}"
                yield CauseCandidate("resource", text, remedy, change, item_id, depth)


class OptionalWork:
    """``optional``: work that need not be done comes before, on the same people or resources.

    Taken away by leaving that work out.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield optional work elsewhere that items of the graph wait for."""
        for rival in _rivals(graph):
            if rival.other.is_droppable:
                name = graph.called(rival.other.id)
                text = f"{_has(graph, rival)}, which is optional"
                change = cut(graph.scenario, [rival.other.id])
                yield _candidate(graph, "optional", rival, text, f"leaving {name} out", change)


class GoesOnFirst:
    """``uninterrupted``: work in progress goes on at once, before anything else of its people.

    Taken away by letting other work come before.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the work in progress of the graph that may not be interrupted."""
        for item_id, depth in graph.depths.items():
            item = graph.item(item_id)
            if not (item.uninterrupted and item.state == "in_progress" and graph.work(item_id)):
                continue
            name = graph.called(item_id)
            text = (
                f"{name} is in progress and may not be interrupted (uninterrupted), until "
                f"{graph.ends_text(item_id)}"
            )
            change, remedy = interruptible(item_id), f"other work before {name} goes on"
            yield CauseCandidate("uninterrupted", text, remedy, change, item_id, depth)


class EarlierDate:
    """``deadline``: work elsewhere comes first, since it has a deadline, a due or a fixed date.

    It, what waits for it, or its project.

    Taken away by leaving that date out.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield the dates of other work that items of the graph wait for."""
        for rival in _rivals(graph):
            for section, name, title in _owners(graph.scenario, rival.other):
                entry = (
                    graph.scenario.item_by_id[name]
                    if section == "items"
                    else graph.scenario.project_by_id[name]
                )
                for field, (word, said) in _DATES.items():
                    when = getattr(entry, field, None)
                    if when is None:
                        continue
                    whose = "which" if name == rival.other.id else f"and {title}"
                    text = f"{_has(graph, rival)}, {whose} {word} {wording.when(when)}"
                    change = updated(section, name, **{field: None})
                    remedy = f"no {said} of {title}"
                    yield _candidate(graph, "deadline", rival, text, remedy, change)


class Priority:
    """``priority``: work elsewhere comes first, since it weighs more.

    Taken away by exchanging the two priorities.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield heavier work that items of the graph wait for."""
        if graph.subject.kind == "person" or not graph.last:
            return
        scenario = graph.scenario
        mine = _weight(scenario, graph.item(graph.last[0]))
        for rival in _rivals(graph):
            theirs = _weight(scenario, rival.other)
            if theirs.value <= mine.value or theirs.name == mine.name:
                continue
            amounts = f"{wording.number(theirs.value)} against {wording.number(mine.value)}"
            text = f"{_has(graph, rival)}, and {theirs.title} weighs more than {mine.title} "
            text += f"({amounts})"
            change = merged(
                with_priority(theirs.section, theirs.name, mine.value),
                with_priority(mine.section, mine.name, theirs.value),
            )
            remedy = f"exchanging the priorities of {theirs.title} and {mine.title}"
            yield _candidate(graph, "priority", rival, text, remedy, change)


@dataclass(frozen=True)
class _PriorityWeight:
    """What gives an item its weight, and how much it is."""

    section: str
    name: str
    title: str
    value: float


def _weight(scenario: Scenario, item: WorkItem) -> _PriorityWeight:
    project = scenario.project_by_id.get(item.project or "")
    if item.priority is not None or project is None:
        value = 1.0 if item.priority is None else item.priority
        return _PriorityWeight("items", item.id, wording.label(item.id, item.title, most=48), value)
    return _PriorityWeight("projects", project.id, _project(scenario, project.id), project.priority)


def _project(scenario: Scenario, name: str) -> str:
    return f"project {scenario.project_by_id[name].name or name}"


def _owners(scenario: Scenario, item: WorkItem) -> Iterator[tuple[str, str, str]]:
    """Yield what may have dates that make an item urgent: itself, what waits for it, its project.

    Each with its section, id and name.
    """
    waiting, seen = [item.id], {item.id}
    while waiting:
        one = scenario.item_by_id[waiting.pop(0)]
        if any(getattr(one, field) is not None for field in _DATES):
            yield "items", one.id, wording.label(one.id, one.title, most=48)
            break
        after = [i.id for i in scenario.scope.items if any(k.item == one.id for k in i.after)]
        waiting += [name for name in after if name not in seen]
        seen |= set(after)
    if item.project is not None:
        yield "projects", item.project, _project(scenario, item.project)


def _rivals(graph: BindingGraph) -> Iterator[_Rival]:
    """Yield the work elsewhere for which items of a graph wait.

    A resource comes before a person whom somebody else could stand in for.
    """
    ours = graph.depends_on()
    for item_id in graph.depths:
        found = reasons_of(graph.reasons(item_id), "busy", "resource")
        for reason in sorted(found, key=lambda one: not holds(graph, item_id, one)):
            if reason.item is not None and reason.item not in ours:
                yield _Rival(item_id, reason, graph.item(reason.item))


def _has(graph: BindingGraph, rival: _Rival) -> str:
    """Say that other work has the person or the resource before."""
    other, mine = graph.called(rival.other.id), graph.called(rival.item)
    until = graph.ends_text(rival.other.id)
    if rival.reason.person is not None:
        who = graph.who(rival.reason.person)
        return f"before {mine}, {who} is on {other} until {until}"
    assert rival.reason.resource is not None
    resource = graph.scenario.resource_by_id[rival.reason.resource]
    return f"before {mine}, {resource.name or resource.id} is held by {other} until {until}"


def _candidate(
    graph: BindingGraph, kind: str, rival: _Rival, text: str, remedy: str, change: dict[str, object]
) -> CauseCandidate:
    depth = graph.depths[rival.item]
    return CauseCandidate(kind, text, remedy, change, rival.item, depth)  # type: ignore[arg-type]
