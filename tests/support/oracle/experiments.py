"""A scenario with tries that may fail, as one without them (paragraphs 44 to 49)."""

from __future__ import annotations

from decimal import Decimal

from allocator.domain import Link, Scenario, ThreePoint, WorkItem


def ordinary(scenario: Scenario) -> Scenario:
    """Return the scenario that is planned: what is done only if tries fail is worked out."""
    items = {item.id: item for item in scenario.items}
    failed = [item for item in scenario.items if item.state == "failed"]
    gone = _contingent(items) | {name for one in failed for name in _given_up(one, items)}
    after = {
        name: [link for link in item.after if link.item not in gone]
        for name, item in items.items()
        if name not in gone
    }
    while any(_wait(one, fallback, after) for one in failed for fallback in _then(one)):
        pass
    kept = tuple(_plain(items[name], after[name]) for name in after)
    return scenario.model_copy(update={"items": kept})


def _then(item: WorkItem) -> list[str]:
    return list(item.if_fails.then) if item.if_fails else []


def _contingent(items: dict[str, WorkItem]) -> set[str]:
    """Paragraph 45."""
    found = set()
    for name, item in items.items():
        naming = [other.state for other in items.values() if name in _then(other)]
        if naming and "failed" not in naming and item.state == "todo":
            found.add(name)
    return found


def _given_up(failed: WorkItem, items: dict[str, WorkItem]) -> set[str]:
    """Paragraph 49."""
    if failed.if_fails is None:
        return set()
    names = set(failed.if_fails.drop)
    if failed.if_fails.stop and failed.project:
        spared, new = set(), set(_then(failed))
        while new:
            spared |= new
            new = {name for one in new for name in _then(items[one])} - spared
        inside = {name for name, item in items.items() if item.project == failed.project}
        names |= inside - spared
    return {name for name in names if items[name].state == "todo"}


def _wait(failed: WorkItem, fallback: str, after: dict[str, list[Link]]) -> bool:
    """Let what waits for a failed item's finish wait for a fallback (paragraph 48)."""
    if fallback not in after or failed.id not in after:
        return False
    exempt, new = set[str](), {name for name in _then(failed) if name in after}
    while new:
        exempt |= new
        new = {link.item for name in new for link in after[name]} - exempt
    changed = False
    for name in after.keys() - exempt:
        for link in list(after[name]):
            made = link.model_copy(update={"item": fallback})
            if link.item == failed.id and link.type in ("FS", "FF") and made not in after[name]:
                after[name].append(made)
                changed = True
    return changed


def _plain(item: WorkItem, after: list[Link]) -> WorkItem:
    """Paragraphs 46 and 47."""
    share = str(item.if_fails.effort) if item.if_fails and item.failures else "1"
    needs = [
        need
        if need.effort is None
        else need.model_copy(update={"effort": _times(need.effort, share)})
        for need in item.needs
    ]
    return item.model_copy(
        update={
            "after": tuple(after),
            "effort": None if item.effort is None else _times(item.effort, share),
            "needs": tuple(needs),
            "state": "done" if item.state == "failed" else item.state,
            "succeeds": None,
            "if_fails": None,
            "failures": 0,
        }
    )


def _times(effort: str | ThreePoint, share: str) -> str | ThreePoint:
    if isinstance(effort, ThreePoint):
        spans = {name: _times(getattr(effort, name), share) for name in ("low", "likely", "high")}
        return effort.model_copy(update=spans)
    return f"{Decimal(effort[:-1]) * Decimal(share):f}{effort[-1]}"
