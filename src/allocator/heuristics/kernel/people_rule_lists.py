"""Writes what the kernel knows of pairs of activities, and of how many items people may be on."""

from __future__ import annotations

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.packing import integers, stretches
from allocator.heuristics.kernel.who_may import AMONG, APART, HAS, MUST
from allocator.problem.model import Problem
from allocator.problem.timeline import IntArray


def people_rule_lists(problem: Problem) -> dict[int, IntArray]:
    """Return the pairs of each activity, and the most items of each person."""
    rules = problem.people_rules
    pairs: list[list[tuple[int, int]]] = [[] for _ in problem.activities]
    for a, b in rules.apart:
        pairs[a].append((APART, b))
        pairs[b].append((APART, a))
    equal = set(rules.together)
    for a, b in rules.together:
        pairs[a].append((AMONG, b))
        if (b, a) not in equal:
            pairs[b].append((HAS, a))
    for a, person in rules.on:
        pairs[a].append((MUST, person))
    ptr, other = stretches([[b for _, b in own] for own in pairs])
    count = len(problem.people) if rules.max_items else 0
    none = len(problem.activities) + len(problem.booked)
    return {
        at.PAIR_PTR: ptr,
        at.PAIR_OTHER: other,
        at.PAIR_KIND: stretches([[kind for kind, _ in own] for own in pairs])[1],
        at.MAX_ITEMS: integers(rules.max_items.get(p, none) for p in range(count)),
    }
