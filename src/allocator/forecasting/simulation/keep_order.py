"""The order in which the policy ``keep`` works entries out, and what each waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush

import numpy as np

from allocator.forecasting.simulation.arrays import (
    INTO_END,
    INTO_START,
    START,
    STARTED_FIRST,
    SimulationModel,
)
from allocator.forecasting.simulation.claims import Claims, before

SourceLink = tuple[int, int, int]
"""Source, its part, row of the table (-1 the identity)."""


@dataclass
class Step:
    """One entry, as it is worked out over all futures of a block.

    Attributes
    ----------
    entry
        Which.
    floor
        Least start: where the plan starts it later than all else explains, its start there.
    release
        Least start by its own dates; of a frozen entry where it is frozen.
    links, end_links
        What holds its start, its end.
    after
        By claim of its own: claims that must be given back before it starts.
    known
        Entries ahead of it on a person or resource that a future may skip or give up: it does not
        start before that is known.
    givers_up
        Attempts whose failure gives it up.
    """

    entry: int
    release: int
    floor: int = 0
    links: list[SourceLink] = field(default_factory=list)
    end_links: list[SourceLink] = field(default_factory=list)
    after: dict[int, list[int]] = field(default_factory=dict)
    known: list[int] = field(default_factory=list)
    givers_up: list[int] = field(default_factory=list)

    def sources(self, entry_of: Sequence[int]) -> set[int]:
        """Return the entries that are worked out before it."""
        claimed = {entry_of[claim] for ahead in self.after.values() for claim in ahead}
        linked = {link[0] for link in (*self.links, *self.end_links)}
        return claimed | linked | set(self.givers_up) | set(self.known)


@dataclass(frozen=True)
class KeepStage:
    """Steps that are worked out together: one, or several that wait for each other.

    Attributes
    ----------
    steps
        In the plan's order.
    by_links
        The same where the plan's order cannot be kept: in the order of the links, which what they
        share follows. Empty for a single step.
    """

    steps: tuple[Step, ...]
    by_links: tuple[Step, ...] = ()


def stages_of(model: SimulationModel) -> list[KeepStage]:
    """Return the stages of a model with a plan, each after all that it waits for.

    A lead (a negative lag) can hold something against the end of what comes after it by the plan's
    order, which only some durations allow. Such entries are worked out together.
    """
    claims = Claims(model)
    stages = _sorted(_steps(model, claims), claims, model)
    if any(len(stage) > 1 for stage in stages):
        stages = _sorted(_steps(model, claims, whole=True), claims, model)
    return [
        KeepStage(tuple(stage), _by_links(stage, claims) if len(stage) > 1 else ())
        for stage in stages
    ]


def _steps(model: SimulationModel, claims: Claims, *, whole: bool = False) -> list[Step]:
    steps = [Step(entry, int(model.entries.release[entry])) for entry in range(model.count)]
    _add_links(model, steps)
    _add_order(model, claims, steps, whole=whole)
    _add_givers_up(model, claims, steps)
    return steps


def _add_links(model: SimulationModel, steps: list[Step]) -> None:
    links = model.links
    source = np.repeat(np.arange(3 * model.count) // 3, np.diff(links.out_ptr)).tolist()
    rows = zip(
        source,
        links.succ.tolist(),
        links.part.tolist(),
        links.into.tolist(),
        links.row.tolist(),
        strict=True,
    )
    for one, succ, part, into, row in rows:
        if into == INTO_START:
            steps[succ].links.append((one, part, row))
        elif into == INTO_END:
            steps[succ].end_links.append((one, part, row))
        else:
            assert into == STARTED_FIRST  # a rule of ``dispatch``


def _add_order(model: SimulationModel, claims: Claims, steps: list[Step], *, whole: bool) -> None:
    assert model.dates is not None
    planned = model.dates.planned
    giveable = set(model.entries.drops.tolist()) | set(np.flatnonzero(~planned).tolist())
    followers = _linked_after(steps, giveable)
    for holders in claims.by_holder():
        all_of_them = whole or any(c.entry in followers and followers[c.entry] for c in holders)
        for claim, ahead in before(holders, whole=all_of_them):
            step = steps[claim.entry]
            for other in ahead:
                if not claim.planned and other.entry in followers[claim.entry]:
                    # its start waits for this one by links: it goes after it here as well
                    theirs = steps[other.entry].after.setdefault(other.number, [])
                    theirs.append(claim.number)
                    continue
                step.after.setdefault(claim.number, []).append(other.number)
                if other.entry in giveable and claim.entry not in followers[other.entry]:
                    step.known.append(other.entry)


def _linked_after(steps: list[Step], entries: Iterable[int]) -> dict[int, set[int]]:
    """Return by entry all whose start waits for it by links, directly or not.

    What holds an end holds what waits for that end. Nodes are the starts, then the ends.
    """
    n = len(steps)
    succ: list[list[int]] = [[n + entry] for entry in range(n)] + [[] for _ in steps]
    for step in steps:
        for source, part, _ in step.links:
            succ[source + (0 if part == START else n)].append(step.entry)
        for source, part, _ in step.end_links:
            succ[source + (0 if part == START else n)].append(n + step.entry)
    return {
        entry: {node for node in _reached([entry], succ) if node < n} - {entry} for entry in entries
    }


def _reached(first: Iterable[int], neighbours: Sequence[Iterable[int]]) -> set[int]:
    seen = set(first)
    left = list(seen)
    while left:
        for other in neighbours[left.pop()]:
            if other not in seen:
                seen.add(other)
                left.append(other)
    return seen


def _add_givers_up(model: SimulationModel, claims: Claims, steps: list[Step]) -> None:
    """Name the attempts that may give up an entry: those that do not end after it by necessity."""
    entry_of = claims.entry_of.tolist()
    sources: list[set[int]] = [step.sources(entry_of) for step in steps]
    ptr = model.entries.drop_ptr
    for attempt in np.flatnonzero(np.diff(ptr)).tolist():
        earlier = _reached([attempt], sources)
        for entry in model.entries.drops[ptr[attempt] : ptr[attempt + 1]].tolist():
            if entry not in earlier:
                steps[entry].givers_up.append(attempt)


def _sorted(steps: list[Step], claims: Claims, model: SimulationModel) -> list[list[Step]]:
    """Return the steps so that each comes after all that it waits for; circles stay together."""
    assert model.dates is not None
    entry_of, rank = claims.entry_of.tolist(), model.entries.rank.tolist()
    sources = [step.sources(entry_of) for step in steps]
    group = _circles(sources)
    members: dict[int, list[int]] = {}
    for entry, number in enumerate(group):
        members.setdefault(number, []).append(entry)
    waits = {
        number: {group[s] for entry in entries for s in sources[entry]} - {number}
        for number, entries in members.items()
    }
    first = {number: min(rank[entry] for entry in entries) for number, entries in members.items()}
    return [
        [steps[entry] for entry in sorted(members[number], key=lambda e: rank[e])]
        for number in _topological(waits, first)
    ]


def _topological(waits: Mapping[int, set[int]], key: Mapping[int, int]) -> list[int]:
    """Return nodes so that each comes after what it waits for; the least key first."""
    left = {node: set(sources) for node, sources in waits.items()}
    followers: dict[int, list[int]] = {node: [] for node in waits}
    for node, sources in waits.items():
        for source in sources:
            followers[source].append(node)
    ready = [(key[node], node) for node, sources in left.items() if not sources]
    heapify(ready)
    order = []
    while ready:
        _, node = heappop(ready)
        order.append(node)
        for follower in followers[node]:
            left[follower].discard(node)
            if not left[follower]:
                heappush(ready, (key[follower], follower))
    return order


def _circles(sources: Sequence[set[int]]) -> list[int]:
    """Return a number for each node that those which wait for each other share.

    Tarjan's algorithm (1972), without recursion.
    """
    count = len(sources)
    index, low, group = [-1] * count, [0] * count, [-1] * count
    stack: list[int] = []
    clock = 0
    for root in range(count):
        if index[root] >= 0:
            continue
        work = [(root, iter(sorted(sources[root])))]
        index[root] = low[root] = clock
        clock += 1
        stack.append(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if index[other] < 0:
                    index[other] = low[other] = clock
                    clock += 1
                    stack.append(other)
                    work.append((other, iter(sorted(sources[other]))))
                    break
                if group[other] < 0:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    while group[node] < 0:
                        group[stack.pop()] = node
    return group


def _by_links(stage: list[Step], claims: Claims) -> tuple[Step, ...]:
    """Return the steps of a circle in the order of their links, which what they share follows."""
    own = {step.entry: step for step in stage}
    waits = {
        step.entry: {link[0] for link in (*step.links, *step.end_links)} & own.keys()
        for step in stage
    }
    place = {
        entry: k for k, entry in enumerate(_topological(waits, {e: k for k, e in enumerate(own)}))
    }
    entry_of = claims.entry_of.tolist()
    after: dict[int, dict[int, list[int]]] = {entry: {} for entry in own}
    for step in stage:
        for claim, ahead in step.after.items():
            for other in ahead:
                theirs = entry_of[other]
                if theirs in own and place[theirs] > place[step.entry]:
                    after[theirs].setdefault(other, []).append(claim)
                else:
                    after[step.entry].setdefault(claim, []).append(other)
    return tuple(
        replace(
            own[entry],
            after=after[entry],
            known=[other for other in own[entry].known if other not in own],
            givers_up=[g for g in own[entry].givers_up if g not in own or place[g] < place[entry]],
        )
        for entry in sorted(own, key=lambda e: place[e])
    )
