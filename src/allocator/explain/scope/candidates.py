"""What may be left out: the optional items, others that are offered, or a priority list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allocator.domain import Plan, WorkItem
from allocator.domain.scope_front import DroppableItem
from allocator.errors import InputError
from allocator.explain.scope.targets import DateTarget
from allocator.explain.subjects import subject_of


@dataclass(frozen=True)
class DropChoice:
    """What may be left out of a plan.

    Attributes
    ----------
    items
        Those that may be left out, in the order of the scenario; of a priority list in its order,
        the most important first.
    ordered
        Whether they are a priority list.
    fixed
        Optional items that are none of them and that the plan leaves out: they stay left out.
    kept
        Optional items that are planned unless this choice leaves them out.
    """

    items: tuple[DroppableItem, ...]
    ordered: bool
    fixed: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def value(self) -> float:
        """What all of them are worth."""
        return sum(each.value for each in self.items)

    def closed(self, names: Iterable[str]) -> frozenset[str]:
        """Return items with all that is left out with them."""
        by_id = {each.id: each for each in self.items}
        return frozenset(drop for name in names for drop in by_id[name].drops)

    def value_of(self, dropped: Iterable[str]) -> float:
        """Return what items are worth that are left out."""
        gone = frozenset(dropped)
        return sum(each.value for each in self.items if each.id in gone)


def drop_choice(
    plan: Plan,
    targets: Sequence[DateTarget],
    offered: Mapping[str, float | None],
    ranked: Sequence[str],
) -> DropChoice:
    """Return what may be left out.

    Parameters
    ----------
    plan
        The plan.
    targets
        The dates to keep; what they are of cannot be left out.
    offered
        Items beside the optional ones, with what they are worth; None for the item's own, or 1.
    ranked
        Instead of all these a priority list, the most important first; each is worth 1.

    Raises
    ------
    InputError
        An item is not known or cannot be left out, or nothing can.
    """
    scenario = plan.scenario
    optional = [
        item.id for item in scenario.items if item.is_droppable and _cannot(plan, item) == ""
    ]
    single = [target for target in targets if target.subject.kind != "project"]
    wanted = {name for target in single for name in target.subject.items}
    if ranked:
        named = [_item(plan, name, wanted) for name in ranked]
        worth = {item.id: 1.0 for item in named}
    else:
        more = {_item(plan, name, wanted).id: value for name, value in offered.items()}
        worth = {
            item.id: float(item.worth if value is None else value)
            for item in scenario.items
            if item.id in more or (item.id in optional and item.id not in wanted)
            for value in [more.get(item.id)]
        }
    if not worth:
        raise InputError(
            "nothing may be left out: the scenario has no optional item that is still to be done",
            hint="name items that could be left out with --candidates, or a list, the most "
            "important first, with --list",
        )
    state = {entry.id: entry.state for entry in plan.items}
    others = [name for name in optional if name not in worth]
    return DropChoice(
        items=tuple(_droppable(plan, name, worth) for name in worth),
        ordered=bool(ranked),
        fixed=tuple(name for name in others if state[name] == "dropped"),
        kept=tuple(name for name in optional if state[name] != "dropped" or name in worth),
    )


def _item(plan: Plan, name: str, wanted: set[str]) -> WorkItem:
    """Return an item that may be left out.

    Raises
    ------
    InputError
        There is no such item, or it cannot be left out.
    """
    subject = subject_of(plan, name)
    if subject.kind not in ("item", "milestone"):
        raise InputError(f"{subject.name} is a {subject.kind}; only items can be left out")
    item = plan.scenario.item_by_id[subject.id]
    why = "its date is to be kept" if item.id in wanted else _cannot(plan, item)
    if why:
        raise InputError(f"{item.name} cannot be left out: {why}")
    return item


def _cannot(plan: Plan, item: WorkItem) -> str:
    """Return why an item cannot be left out; empty where it can."""
    entry = next(entry for entry in plan.items if entry.id == item.id)
    if item.state != "todo" or entry.state not in ("planned", "dropped"):
        return "it is left out already" if entry.state == "contingent" else "it has begun"
    return "it is given up already" if item.id in plan.scenario.given_up else ""


def _droppable(plan: Plan, name: str, worth: Mapping[str, float]) -> DroppableItem:
    """Return an item with what comes after it, of those that may be left out."""
    gone = [name]
    for one in gone:
        gone += [
            item.id
            for item in plan.scenario.items
            if item.id in worth
            and item.id not in gone
            and any(link.item == one for link in item.after)
        ]
    title = plan.scenario.item_by_id[name].title
    return DroppableItem(id=name, title=title, value=worth[name], drops=tuple(gone))
