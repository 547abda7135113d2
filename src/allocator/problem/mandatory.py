"""Which items every plan has."""

from __future__ import annotations

from allocator.problem.model import Problem


def mandatory(problem: Problem) -> frozenset[int]:
    """Return the items that cannot be dropped.

    They are not optional, or frozen, or needed by one that is.
    """
    kept = set(range(len(problem.items))) - problem.optional
    kept.update(problem.fixed)
    needs: dict[int, list[int]] = {}
    for a, b in problem.requires:
        needs.setdefault(a, []).append(b)
    for node in reversed(problem.order):
        if node in kept:
            kept.update(needs.get(node, ()))
    return frozenset(kept)
