"""Evaluates a schedule: its excess over deadlines, then every tier in its integer units."""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ACTIVITIES,
    AT_WORK_END,
    BUDGET_COST,
    BUDGET_OF,
    BUDGET_PART,
    BUDGET_ROOM,
    BUDGET_TIER,
    BUDGETS,
    CAND_CHANGE,
    CAND_COST,
    CAND_OTHER,
    COST_BASE,
    COST_TIER,
    DROPPED,
    END,
    GOAL,
    HELD,
    HORIZON,
    LATE,
    MEASURE,
    MEASURE_PTR,
    NEED_PTR,
    NO_VALUE,
    NODE_CHANGE,
    NODE_OF,
    NODE_VALUE,
    NODES,
    PREFERENCE_BASE,
    PREFERENCE_TIER,
    SOURCE_ACTIVITY,
    SOURCE_ENDPOINT,
    SOURCE_NODE,
    SOURCE_PTR,
    SOURCE_REST,
    SOURCE_ROW,
    SOURCE_TERM,
    STABILITY_TIER,
    START,
    TERM_DUE,
    TERM_TIER,
    TERM_WEIGHT,
    TERMS,
    TIERS,
    VALUE_TIER,
    WHO,
    WHO_PTR,
)
from allocator.problem.budgets import MAX_PARTS, PENALTY
from allocator.problem.timeline import IntArray


@kernel
def reached(flat: IntArray, values: IntArray, state: IntArray, term: int) -> int:
    """Return the value that the latest of a term's sources has reached; NO_VALUE if none counts."""
    latest = NO_VALUE
    for k in range(flat[flat[SOURCE_PTR] + term], flat[flat[SOURCE_PTR] + term + 1]):
        if state[state[DROPPED] + flat[flat[SOURCE_NODE] + k]]:
            continue
        a = flat[flat[SOURCE_ACTIVITY] + k]
        at = 0
        if a >= 0:
            if state[state[START] + a] < 0:
                continue
            at = (
                state[state[END] + a]
                if flat[flat[SOURCE_ENDPOINT] + k] == AT_WORK_END
                else state[state[START] + a]
            )
        latest = max(latest, values[flat[flat[SOURCE_ROW] + k] + at])
    return latest


@kernel(entry=True)
def evaluate(flat: IntArray, values: IntArray, state: IntArray, score: IntArray) -> None:
    """Write the excess over deadlines and the tiers' values into ``score``."""
    for k in range(flat[TIERS]):
        score[k] = 0
    for term in range(flat[TERMS]):
        value = reached(flat, values, state, term) - flat[flat[TERM_DUE] + term]
        if value > 0:
            score[flat[flat[TERM_TIER] + term]] += flat[flat[TERM_WEIGHT] + term] * value
    if flat[VALUE_TIER] >= 0:
        for node in range(flat[NODES]):
            if state[state[DROPPED] + node]:
                score[flat[VALUE_TIER]] += flat[flat[NODE_VALUE] + node]
    if flat[COST_TIER] >= 0:
        score[flat[COST_TIER]] += flat[COST_BASE] + _of_people(flat, state, flat[CAND_COST])
    if flat[PREFERENCE_TIER] >= 0:
        others = flat[PREFERENCE_BASE] + _of_people(flat, state, flat[CAND_OTHER])
        score[flat[PREFERENCE_TIER]] += others
    if flat[BUDGETS] > 0:
        _add_budgets(flat, state, score)
    if flat[STABILITY_TIER] >= 0:
        score[flat[STABILITY_TIER]] += _changes(flat, state)
    for k in range(flat[TIERS]):
        score[k] = max(score[k], flat[flat[GOAL] + k])


@kernel
def _of_people(flat: IntArray, state: IntArray, weights: int) -> int:
    """Return the sum of what the people of all activities weigh, by a list of candidates."""
    total = 0
    for a in range(flat[ACTIVITIES]):
        if state[state[START] + a] >= 0:
            first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
            for spot in range(state[state[WHO_PTR] + first], state[state[WHO_PTR] + last]):
                if state[state[WHO] + spot] >= 0:
                    total += flat[weights + state[state[WHO] + spot]]
    return total


@kernel
def _add_budgets(flat: IntArray, state: IntArray, score: IntArray) -> None:
    """Add by how much budgets are exceeded: goals to their tier, limits to the deadlines."""
    budgets = flat[BUDGETS]
    for b in range(budgets):
        state[state[BUDGET_COST] + b] = 0
    for a in range(flat[ACTIVITIES]):
        b = flat[flat[BUDGET_OF] + a]
        if b >= 0 and state[state[START] + a] >= 0:
            first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
            for spot in range(state[state[WHO_PTR] + first], state[state[WHO_PTR] + last]):
                if state[state[WHO] + spot] < 0:
                    continue
                cost = flat[flat[CAND_COST] + state[state[WHO] + spot]]
                state[state[BUDGET_COST] + b] += cost
    for b in range(budgets):
        excess = state[state[BUDGET_COST] + b] - flat[flat[BUDGET_ROOM] + b]
        part = flat[flat[BUDGET_PART] + b]
        if excess > 0 and part > 0:
            score[0] += PENALTY * (1 + min(excess // part, MAX_PARTS))
        elif excess > 0 and flat[BUDGET_TIER] >= 0:
            score[flat[BUDGET_TIER]] += excess


@kernel
def _changes(flat: IntArray, state: IntArray) -> int:
    """Return what new people and dropped items weigh against the baseline."""
    total = 0
    for a in range(flat[ACTIVITIES]):
        if state[state[START] + a] < 0:
            total += flat[flat[NODE_CHANGE] + flat[flat[NODE_OF] + a]]
            continue
        first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
        for spot in range(state[state[WHO_PTR] + first], state[state[WHO_PTR] + last]):
            if state[state[WHO] + spot] >= 0:
                total += flat[flat[CAND_CHANGE] + state[state[WHO] + spot]]
    return total


@kernel
def less(one: IntArray, other: IntArray, size: int) -> bool:
    """Return whether a score of so many entries is lexicographically less than another."""
    for k in range(size):
        if one[k] != other[k]:
            return one[k] < other[k]
    return False


@kernel(entry=True)
def compactness(flat: IntArray, state: IntArray) -> int:
    """Return the sum of the squares of all ends: among equals the least of it has most room."""
    total = 0
    for a in range(flat[ACTIVITIES]):
        if state[state[START] + a] >= 0:
            until = max(state[state[HELD] + a], state[state[END] + a])
            total += until * until
    return total


@kernel
def forget(flat: IntArray, state: IntArray) -> None:
    """Begin to count what a schedule amounts to, for ``raised``."""
    for k in range(flat[TERMS]):
        state[state[LATE] + k] = 0


@kernel
def raised(flat: IntArray, values: IntArray, state: IntArray, a: int, tier: int) -> int:
    """Return by how much an activity raises what a tier amounts to at least."""
    added, late = 0, state[LATE]
    for k in range(flat[flat[MEASURE_PTR] + a], flat[flat[MEASURE_PTR] + a + 1]):
        source = flat[flat[MEASURE] + k]
        term = flat[flat[SOURCE_TERM] + source]
        if flat[flat[TERM_TIER] + term] != tier:
            continue
        at = state[state[START] + a]
        if flat[flat[SOURCE_ENDPOINT] + source] == AT_WORK_END:
            at = min(flat[HORIZON], state[state[END] + a] + flat[flat[SOURCE_REST] + source])
        value = values[flat[flat[SOURCE_ROW] + source] + at] - flat[flat[TERM_DUE] + term]
        if value > state[late + term]:
            added += flat[flat[TERM_WEIGHT] + term] * (value - state[late + term])
            state[late + term] = value
    return added
