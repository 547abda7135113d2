"""Writes what the kernel sums: the terms of all tiers, and the deadlines."""

from __future__ import annotations

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.packing import PackedTables, integers, pointers
from allocator.problem.evaluation import Evaluator
from allocator.problem.objective import Finish
from allocator.problem.timeline import IntArray, Table


def term_lists(evaluator: Evaluator, values: PackedTables) -> dict[int, IntArray]:
    """Return terms and deadlines; a deadline is a term of weight 1 in minutes beyond it."""
    measured: list[tuple[int, int, int, Finish, list[Table]]] = []
    problem = evaluator.problem
    timeline = problem.timeline
    for limit in problem.limits:
        allowed = int(timeline.team_minutes(np.array([limit.instant]))[0])
        made: dict[Table, Table] = {}
        for _, source in limit.finish.sources:
            if source.instants not in made:
                late = timeline.team_minutes(source.instants.values) - allowed
                broken = source.instants.values > limit.instant
                excess = np.where(broken, np.maximum(late, 0) + timeline.slot_minutes, 0)
                made[source.instants] = Table(excess)
        tables = [made[source.instants] for _, source in limit.finish.sources]
        measured.append((0, 1, 0, limit.finish, tables))
    for k, tier in enumerate(problem.tiers, start=1):
        for term in tier.terms:
            tables = [evaluator.reached(source, term) for _, source in term.finish.sources]
            measured.append((k, term.weight, term.due, term.finish, tables))
    sources = [
        (node, source, values.row(table))
        for _, _, _, finish, tables in measured
        for (node, source), table in zip(finish.sources, tables, strict=True)
    ]
    tiers = integers(d[0] for d in measured)
    return {
        at.TIER_PTR: np.searchsorted(tiers, np.arange(len(problem.tiers) + 2)),
        at.TERM_TIER: tiers,
        at.TERM_WEIGHT: integers(d[1] for d in measured),
        at.TERM_DUE: integers(d[2] for d in measured),
        at.SOURCE_PTR: pointers(len(d[3].sources) for d in measured),
        at.SOURCE_NODE: integers(node for node, _, _ in sources),
        at.SOURCE_ACTIVITY: integers(
            -1 if s.activity is None else s.activity for _, s, _ in sources
        ),
        at.SOURCE_ENDPOINT: integers(at.ENDPOINTS[s.endpoint] for _, s, _ in sources),
        at.SOURCE_ROW: integers(row for _, _, row in sources),
    }
