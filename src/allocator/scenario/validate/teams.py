"""Matches different people to several needs at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from typing import TypeVar

from allocator.scenario import limits

_P = TypeVar("_P", bound=Hashable)


def short_team(
    candidates: Sequence[Sequence[_P]], demand: Sequence[int]
) -> tuple[list[int], list[_P]] | None:
    """Return needs that together ask for more people than there are for them.

    A bipartite matching by augmenting paths; where one fails, the needs that its search has
    reached break Hall's condition (Hall 1935, On representatives of subsets).

    Parameters
    ----------
    candidates
        For each need the people who can fill it.
    demand
        For each need how many people it asks for.

    Returns
    -------
    tuple or None
        The needs (indexes, ascending) and all the people who can fill any of them, fewer than
        asked for; None where a team can be found, and where the search would take too long.
    """
    for need, (people, count) in enumerate(zip(candidates, demand, strict=True)):
        if count > len(people):
            return [need], list(people)
    holder: dict[_P, int] = {}
    if sum(demand) * sum(map(len, candidates)) > limits.MAX_MATCHING_STEPS:
        return None
    for need, count in enumerate(demand):
        for _ in range(count):
            reached = _augment(need, candidates, holder)
            if reached is not None:
                needs = {need, *(holder[person] for person in reached)}
                return sorted(needs), list(reached)
    return None


def _augment(
    root: int, candidates: Sequence[Sequence[_P]], holder: dict[_P, int]
) -> dict[_P, int] | None:
    """Find one more person for a need; return the people that were reached in vain."""
    asked_by: dict[_P, int] = {}
    given_up: dict[int, _P] = {}  # the person by whom a need was reached
    queue = deque([root])
    while queue:
        need = queue.popleft()
        for person in candidates[need]:
            if person in asked_by:
                continue
            asked_by[person] = need
            if person not in holder:
                _hand_over(person, root, asked_by, given_up, holder)
                return None
            other = holder[person]
            if other != root and other not in given_up:
                given_up[other] = person
                queue.append(other)
    return asked_by


def _hand_over(
    person: _P, root: int, asked_by: dict[_P, int], given_up: dict[int, _P], holder: dict[_P, int]
) -> None:
    """Shift people along the path that was found, so that the root gains one."""
    need = asked_by[person]
    holder[person] = need
    while need != root:
        person = given_up[need]
        need = asked_by[person]
        holder[person] = need
