"""What failed tries mean for other items: what is given up, and what waits for the fallbacks.

Paragraphs 45 to 49 of docs/semantics.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from allocator.domain.items import WorkItem
from allocator.domain.links import Link, LinkType


def contingent_items(items: Sequence[WorkItem]) -> frozenset[str]:
    """Return the ids of the items that are done only if tries fail that have not failed yet."""
    named = {name for item in items for name in _fallbacks(item)}
    failed = {name for item in items if item.state == "failed" for name in _fallbacks(item)}
    started = {item.id for item in items if item.is_started}
    return frozenset(named - failed - started)


def given_up(items: Sequence[WorkItem]) -> dict[str, str]:
    """Return the items that are given up, each with the first failed item that gives it up."""
    known = {item.id: item for item in items}
    found: dict[str, str] = {}
    for item in items:
        if item.state != "failed" or item.if_fails is None:
            continue
        for name in (*item.if_fails.drop, *(_stopped(item, known) if item.if_fails.stop else ())):
            if name in known and not known[name].is_started:
                found.setdefault(name, item.id)
    return found


def in_scope(item: WorkItem, after: tuple[Link, ...]) -> WorkItem:
    """Return an item as it is planned: with these links, and naming nothing that depends on it."""
    rule = item.if_fails
    if rule is not None and (rule.then or rule.drop or rule.stop):
        rule = rule.model_copy(update={"then": (), "drop": (), "stop": False})
    if rule is item.if_fails and after == item.after:
        return item
    return item.model_copy(update={"after": after, "if_fails": rule})


def links_in_force(
    items: Sequence[WorkItem], left_out: frozenset[str]
) -> dict[str, tuple[Link, ...]]:
    """Return the links of the items that are part of the plan, by id.

    Parameters
    ----------
    items
        Of the scenario.
    left_out
        Ids of those that are no part of the plan: links to them hold nobody back.
    """
    links = {
        item.id: tuple(link for link in item.after if link.item not in left_out)
        for item in items
        if item.id not in left_out
    }
    failed = {
        item.id: [name for name in _fallbacks(item) if name in links]
        for item in items
        if item.state == "failed" and item.id in links
    }
    while _add_links(links, failed):
        pass
    return links


def _add_links(links: dict[str, tuple[Link, ...]], failed: Mapping[str, Sequence[str]]) -> bool:
    """Let what waits for the finish of failed items wait for their fallbacks; whether any did."""
    is_new = False
    for name, fallbacks in failed.items():
        exempt = _with_predecessors(fallbacks, links)
        for successor in links.keys() - exempt:
            added = tuple(
                link.model_copy(update={"item": fallback})
                for link in links[successor]
                if link.item == name and link.type in (LinkType.FS, LinkType.FF)
                for fallback in fallbacks
            )
            added = tuple(link for link in added if link not in links[successor])
            if added:
                links[successor] += added
                is_new = True
    return is_new


def _fallbacks(item: WorkItem) -> tuple[str, ...]:
    return item.if_fails.then if item.if_fails is not None else ()


def _stopped(failed: WorkItem, known: Mapping[str, WorkItem]) -> list[str]:
    """Return what belongs to the project of a failed item and is not done instead of it."""
    instead: set[str] = set()
    waiting = list(_fallbacks(failed))
    while waiting:
        name = waiting.pop()
        if name in known and name not in instead:
            instead.add(name)
            waiting += _fallbacks(known[name])
    return [
        item.id
        for item in known.values()
        if failed.project is not None and item.project == failed.project and item.id not in instead
    ]


def _with_predecessors(names: Iterable[str], links: Mapping[str, Sequence[Link]]) -> set[str]:
    found = set(names)
    waiting = list(found)
    while waiting:
        for link in links.get(waiting.pop(), ()):
            if link.item not in found:
                found.add(link.item)
                waiting.append(link.item)
    return found
