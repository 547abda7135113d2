"""What failed tries mean for a plan under check (docs/semantics.md, paragraphs 45 to 49)."""

from __future__ import annotations

from allocator.domain import Link, LinkType, Scenario, WorkItem

_FROM_FINISH = (LinkType.FS, LinkType.FF)


class Outcomes:
    """Which items are contingent or given up, and what waits for what is done instead of others.

    Attributes
    ----------
    contingent
        Ids of the items that are done only if a try fails that has not failed.
    given_up
        Item -> the failed items that give it up.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._items = scenario.item_by_id
        self._failed = [i for i in scenario.items if i.state == "failed" and i.if_fails]
        self._naming: dict[str, list[WorkItem]] = {}
        for item in scenario.items:
            for name in _then(item):
                self._naming.setdefault(name, []).append(item)
        self.contingent = {name for name in self._items if self._is_contingent(name)}
        self.given_up = {
            name: giving
            for name in self._items
            if (giving := [failed.id for failed in self._failed if self._gives_up(failed, name)])
        }
        self._added = self._added_links() if self._failed else {}

    def links(self, item: WorkItem) -> list[Link]:
        """Return what an item comes after, what is no part of the plan left out."""
        links = [*item.after, *self._added.get(item.id, ())]
        return [link for link in links if not self.is_left_out(link.item)]

    def is_left_out(self, name: str) -> bool:
        """Whether an item is no part of the plan."""
        return name in self.contingent or name in self.given_up

    def _is_contingent(self, name: str) -> bool:
        naming = self._naming.get(name, [])
        waits = bool(naming) and all(item.state != "failed" for item in naming)
        return waits and self._items[name].state == "todo"

    def _gives_up(self, failed: WorkItem, name: str) -> bool:
        item = self._items[name]
        if failed.if_fails is None or item.state != "todo":
            return False
        same = failed.project is not None and item.project == failed.project
        stopped = failed.if_fails.stop and same and name not in self._instead(failed)
        return stopped or name in failed.if_fails.drop

    def _instead(self, failed: WorkItem) -> set[str]:
        """Return what is done instead of a failed item, and instead of that in turn."""
        found: set[str] = set()
        stack = [*_then(failed)]
        while stack:
            name = stack.pop()
            if name not in found and name in self._items:
                found.add(name)
                stack += _then(self._items[name])
        return found

    def _added_links(self) -> dict[str, list[Link]]:
        """Return by item the links to what is done instead of what it comes after."""
        added: dict[str, list[Link]] = {}
        pairs = [
            (failed, fallback)
            for failed in self._failed
            for fallback in _then(failed)
            if fallback in self._items and not self.is_left_out(fallback)
        ]
        for _ in range(len(pairs)):  # one of these may have failed in turn
            for failed, fallback in pairs:
                self._add(added, failed, fallback)
        return added

    def _add(self, added: dict[str, list[Link]], failed: WorkItem, fallback: str) -> None:
        for item in self._items.values():
            known = [*item.after, *added.get(item.id, ())]
            wanted = [
                link.model_copy(update={"item": fallback})
                for link in known
                if link.item == failed.id and link.type in _FROM_FINISH
            ]
            new = [link for link in wanted if link not in known]
            if new and not self._comes_before(item.id, failed, added):
                added.setdefault(item.id, []).extend(new)

    def _comes_before(self, name: str, failed: WorkItem, added: dict[str, list[Link]]) -> bool:
        """Whether an item is done instead of a failed one, or something that is comes after it."""
        seen: set[str] = set()
        stack = [*_then(failed)]
        while stack:
            here = stack.pop()
            if here == name:
                return True
            if here not in seen and here in self._items and not self.is_left_out(here):
                seen.add(here)
                stack += [each.item for each in (*self._items[here].after, *added.get(here, ()))]
        return False


def _then(item: WorkItem) -> tuple[str, ...]:
    return () if item.if_fails is None else item.if_fails.then
