"""An item that is not done."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.explain.counterfactuals.scope import cut
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import FAR, Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield each open item: that it is cut; of an optional one, that it is left out.

    What is asked about itself stays, and of a person all that they do.
    """
    kept = ground.subject.items if ground.subject.kind in ("item", "milestone", "person") else ()
    people = ground.people_distances
    for item in ground.open_items:
        if item.id in kept:
            continue
        near = ground.distance(item.id)
        if near >= FAR:  # it may still take people from what holds it
            works = ground.binding.entries[item.id].assignments
            near = min((FAR - 1 for w in works if people.get(w.person, FAR) < FAR), default=FAR)
        verb = "Leave out the optional" if item.optional else "Cut"
        if item.state == "in_progress":
            verb = "Stop"
        yield LeverCandidate(
            "drop" if item.optional else "cut",
            f"{verb} {ground.name(item)}",
            cut(ground.scenario, [item.id]),
            near,
            cuts_scope=not item.optional,
        )
