"""Says who may be on an activity for who is on others: other people, or the same.

What is placed decides. Where nothing of an activity is locked, people who are locked to others that
are still to be placed count as well, as long as enough are left: so that a move which opens one
activity does not take the people of the next.
"""

from __future__ import annotations

from allocator.heuristics.kernel.jit import kernel
from allocator.heuristics.kernel.layout import (
    ANYBODY,
    BARRED,
    CAND_PERSON,
    CAND_PTR,
    DROPPED,
    LOCK,
    NEED_COUNT,
    NEED_PTR,
    NODE_OF,
    PAIR_KIND,
    PAIR_OTHER,
    PAIR_PTR,
    PAIRED,
    REQUIRED,
    START,
    TEAM,
    TEAM_ONLY,
    WHO,
    WHO_PTR,
)
from allocator.problem.timeline import IntArray

APART, AMONG, HAS, MUST = range(4)
"""Kinds of pairs: nobody is on both; all people are among the other's; the other's are among its
people; the other is a person who is on it."""

LIKELY, CERTAIN = 1, 2
"""How sure it is who is on another activity: locked to it, or placed."""


@kernel
def note_who_may(flat: IntArray, state: IntArray, a: int, locks: int) -> None:
    """Note who is barred from an activity, and who is required.

    Parameters
    ----------
    locks
        1 where locks count; where one keeps the activity from being placed, it is opened.
    """
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for c in range(flat[flat[CAND_PTR] + first], flat[flat[CAND_PTR] + last]):
        state[state[BARRED] + flat[flat[CAND_PERSON] + c]] = 0
        state[state[REQUIRED] + flat[flat[CAND_PERSON] + c]] = 0
    if flat[flat[PAIR_PTR] + a] == flat[flat[PAIR_PTR] + a + 1]:
        return
    for k in range(flat[flat[PAIR_PTR] + a], flat[flat[PAIR_PTR] + a + 1]):
        other = flat[flat[PAIR_OTHER] + k]
        if flat[flat[PAIR_KIND] + k] == MUST:
            state[state[REQUIRED] + other] = CERTAIN
        elif not state[state[DROPPED] + flat[flat[NODE_OF] + other]]:
            if state[state[START] + other] >= 0:
                _note(flat, state, a, other, flat[flat[PAIR_KIND] + k], CERTAIN)
            elif locks and _is_locked(flat, state, other):
                _note(flat, state, a, other, flat[flat[PAIR_KIND] + k], LIKELY)
    least = CERTAIN
    if not _is_locked(flat, state, a) or not locks:
        least = LIKELY
    elif not _lock_holds(flat, state, a):
        for n in range(first, last):
            state[state[LOCK] + n] = ANYBODY
        least = LIKELY
    if least == LIKELY and not _enough_left(flat, state, a):
        least = CERTAIN
    _keep_only(flat, state, a, least)


@kernel
def _note(flat: IntArray, state: IntArray, a: int, other: int, kind: int, sure: int) -> None:
    """Note what a pair with an activity whose people are known asks of the candidates."""
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for c in range(flat[flat[CAND_PTR] + first], flat[flat[CAND_PTR] + last]):
        person = flat[flat[CAND_PERSON] + c]
        there = _is_on(flat, state, other, person, sure)
        if (kind == APART and there) or (kind == AMONG and not there):
            state[state[BARRED] + person] = max(state[state[BARRED] + person], sure)
        elif kind == HAS and there:
            state[state[REQUIRED] + person] = max(state[state[REQUIRED] + person], sure)


@kernel
def _is_on(flat: IntArray, state: IntArray, b: int, person: int, sure: int) -> bool:
    """Return whether a person is on an activity that is placed, or locked to it."""
    for n in range(flat[flat[NEED_PTR] + b], flat[flat[NEED_PTR] + b + 1]):
        if sure == CERTAIN:
            for spot in range(state[state[WHO_PTR] + n], state[state[WHO_PTR] + n + 1]):
                c = state[state[WHO] + spot]
                if c >= 0 and flat[flat[CAND_PERSON] + c] == person:
                    return True
        elif state[state[LOCK] + n] >= 0:
            if flat[flat[CAND_PERSON] + state[state[LOCK] + n]] == person:
                return True
        elif state[state[LOCK] + n] == TEAM_ONLY:
            for c in range(flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]):
                if state[state[TEAM] + c] == 1 and flat[flat[CAND_PERSON] + c] == person:
                    return True
    return False


@kernel
def _is_locked(flat: IntArray, state: IntArray, a: int) -> bool:
    """Return whether all needs of an activity are locked to people."""
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        if state[state[LOCK] + n] == ANYBODY:
            return False
    return True


@kernel
def _lock_holds(flat: IntArray, state: IntArray, a: int) -> bool:
    """Return whether what is certain lets an activity's locked people do it."""
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        for c in range(flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]):
            person = flat[flat[CAND_PERSON] + c]
            mine = state[state[LOCK] + n] == c
            if state[state[LOCK] + n] == TEAM_ONLY:
                mine = state[state[TEAM] + c] == 1
            if mine and state[state[BARRED] + person] == CERTAIN:
                return False
            required = state[state[REQUIRED] + person] == CERTAIN
            if required and not _is_on(flat, state, a, person, LIKELY):
                return False
    return True


@kernel
def _enough_left(flat: IntArray, state: IntArray, a: int) -> bool:
    """Return whether each need has as many people as it asks for who are not barred at all."""
    for n in range(flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]):
        free = 0
        for c in range(flat[flat[CAND_PTR] + n], flat[flat[CAND_PTR] + n + 1]):
            free += state[state[BARRED] + flat[flat[CAND_PERSON] + c]] == 0
        if free < flat[flat[NEED_COUNT] + n]:
            return False
    return True


@kernel
def _keep_only(flat: IntArray, state: IntArray, a: int, least: int) -> None:
    """Forget what is less sure than so much."""
    first, last = flat[flat[NEED_PTR] + a], flat[flat[NEED_PTR] + a + 1]
    for c in range(flat[flat[CAND_PTR] + first], flat[flat[CAND_PTR] + last]):
        person = flat[flat[CAND_PERSON] + c]
        if state[state[BARRED] + person] < least:
            state[state[BARRED] + person] = 0
        if state[state[REQUIRED] + person] < least:
            state[state[REQUIRED] + person] = 0


@kernel
def is_barred(flat: IntArray, state: IntArray, c: int) -> bool:
    """Return whether a candidate may not be on the activity that was noted last."""
    return bool(flat[PAIRED] > 0 and state[state[BARRED] + flat[flat[CAND_PERSON] + c]] > 0)


@kernel
def goes_first(flat: IntArray, state: IntArray, c: int, best: int) -> int:
    """Return 1 where a candidate is required and the best is not, -1 the other way, else 0."""
    if not flat[PAIRED] or best < 0:
        return 0
    mine = state[state[REQUIRED] + flat[flat[CAND_PERSON] + c]] > 0
    other = state[state[REQUIRED] + flat[flat[CAND_PERSON] + best]] > 0
    return int(mine) - int(other)


@kernel
def requirements_met(flat: IntArray, state: IntArray, a: int) -> bool:
    """Return whether everybody who is required for sure is on an activity with people."""
    for k in range(flat[flat[PAIR_PTR] + a], flat[flat[PAIR_PTR] + a + 1]):
        other = flat[flat[PAIR_OTHER] + k]
        if flat[flat[PAIR_KIND] + k] == MUST:
            if not _is_on(flat, state, a, other, CERTAIN):
                return False
        elif flat[flat[PAIR_KIND] + k] == HAS and state[state[START] + other] >= 0:
            low = state[state[WHO_PTR] + flat[flat[NEED_PTR] + other]]
            for spot in range(low, state[state[WHO_PTR] + flat[flat[NEED_PTR] + other + 1]]):
                c = state[state[WHO] + spot]
                if c >= 0 and not _is_on(flat, state, a, flat[flat[CAND_PERSON] + c], CERTAIN):
                    return False
    return True


@kernel
def unlock_partners(flat: IntArray, state: IntArray, a: int, all_kinds: int) -> None:
    """Open to anybody what is to have the people of an activity, or else what is in a pair with it.

    Parameters
    ----------
    all_kinds
        1 for what is to have other people as well.
    """
    for k in range(flat[flat[PAIR_PTR] + a], flat[flat[PAIR_PTR] + a + 1]):
        kind, b = flat[flat[PAIR_KIND] + k], flat[flat[PAIR_OTHER] + k]
        if kind != MUST and (all_kinds or kind != APART):
            for n in range(flat[flat[NEED_PTR] + b], flat[flat[NEED_PTR] + b + 1]):
                state[state[LOCK] + n] = ANYBODY
