"""What is done again before a further try of an item (semantics, paragraph 51)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from allocator.domain.items import WorkItem
from allocator.domain.links import Link
from allocator.domain.needs import times

_FIRST_TIME = {
    name: WorkItem.model_fields[name].get_default(call_default_factory=True)
    for name in (
        *("state", "started", "finished", "remaining", "people", "reassign", "spent"),
        *("succeeds", "if_fails", "failures", "optional", "value"),
        *("not_before", "due", "deadline", "waits_for", "blocked"),
    )
}
"""Fields of an item that hold only for the first time it is done, at their defaults."""


def rework_id(name: str, item: str, number: int) -> str:
    """Return the id of an item that is done again before a try of another one.

    Parameters
    ----------
    name
        Id of what is done again.
    item, number
        Id of the item that is tried again, and the number of that try; the first is 1.
    """
    return f"{name} (again for {item}, try {number})"


def rework(item: WorkItem, number: int, known: Mapping[str, WorkItem]) -> tuple[WorkItem, ...]:
    """Return what is done again before a try of an item, in the order in which it is named.

    Each has the share of its effort that the try has of the item's, and comes after those of the
    others that it came after the first time.

    Parameters
    ----------
    item
        That is tried again.
    number
        Of the try.
    known
        All items; those that have no effort are not done again.
    """
    if item.if_fails is None:
        return ()
    names = [n for n in item.if_fails.redo if n in known and (known[n].effort or known[n].needs)]
    ids = {name: rework_id(name, item.id, number) for name in names}
    return tuple(
        _again(known[name], ids, f"again, try {number}", item.if_fails.effort) for name in names
    )


def _again(item: WorkItem, ids: Mapping[str, str], note: str, share: float) -> WorkItem:
    after = (link for link in item.after if link.item in ids)
    moved = (link.model_copy(update={"item": ids[link.item]}) for link in after)
    again = repeated(item, ids[item.id], note, share, (Link(item=item.id), *moved))
    others = {field: getattr(item, field) for field in ("not_same_as", "same_as")}
    both = {k: (*v, *(ids[n] for n in v if n in ids)) for k, v in others.items() if v}
    return again.model_copy(update=both) if both else again


def repeated(
    item: WorkItem, name: str, note: str, share: float, after: tuple[Link, ...]
) -> WorkItem:
    """Return an item as it is done once more.

    Parameters
    ----------
    item
        As it is done the first time.
    name, note
        Its id then, and what is added to its title.
    share
        Its effort then, as a share of what it is the first time.
    after
        What it comes after.
    """
    needs = (need.model_copy(update={"effort": times(need.effort, share)}) for need in item.needs)
    return item.model_copy(
        update={
            **_FIRST_TIME,
            "id": name,
            "title": f"{item.title} ({note})" if item.title else "",
            "needs": tuple(needs),
            "effort": times(item.effort, share),
            "after": after,
        }
    )


def with_rework(
    items: Sequence[WorkItem], before: Mapping[str, WorkItem] | None = None
) -> tuple[WorkItem, ...]:
    """Return the items, with what is done again before their next tries in front of each.

    Parameters
    ----------
    items
        Of a scenario; what of the rework is among them stays as it is.
    before
        Those of an earlier plan: the rework that it has, for these tries and for earlier ones, is
        taken over.
    """
    known = {item.id: item for item in items}
    found: list[WorkItem] = []
    for item in items:
        again = _of_tries(item, known, before or {}) if item.failures and item.if_fails else ()
        found += [each for each in again if each.id not in known]
        links = tuple(Link(item=each.id) for each in again)
        new = tuple(link for link in links if link not in item.after)
        found.append(item.model_copy(update={"after": item.after + new}) if new else item)
    return tuple(found)


def _of_tries(
    item: WorkItem, known: Mapping[str, WorkItem], before: Mapping[str, WorkItem]
) -> list[WorkItem]:
    """Return the rework of the next try, and that of earlier tries as far as it is known."""
    there = {**before, **known}
    found = []
    for number in range(2, item.failures + 2):
        is_next = number == item.failures + 1 and item.state == "todo"
        made = rework(item, number, known)
        found += [there.get(each.id, each) for each in made if is_next or each.id in there]
    return found
