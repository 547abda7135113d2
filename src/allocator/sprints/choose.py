"""Which of their sprints groups of people look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from allocator.domain import Sprint
from allocator.domain.quantities import iso
from allocator.errors import InputError
from allocator.sprints.groups import Group


def choose(groups: Sequence[Group], which: str, now: dt.datetime) -> list[tuple[Group, Sprint]]:
    """Return the sprints that are asked for, of every group that has them.

    Parameters
    ----------
    groups
        Whose sprints; at least one.
    which
        ``all``; a sprint's number; or ``next``, the first that begins today or later.
    now
        The scenario's.

    Raises
    ------
    InputError
        No group has such a sprint.
    """
    found = [(group, sprint) for group in groups for sprint in _chosen(group, which, now)]
    if not found:
        raise InputError(_no_next(groups, now) if which == "next" else _no_number(groups, which))
    return found


def _chosen(group: Group, which: str, now: dt.datetime) -> tuple[Sprint, ...]:
    if which == "all":
        return group.sprints
    if which == "next":
        return tuple(sprint for sprint in group.sprints if sprint.start >= now.date())[:1]
    return tuple(sprint for sprint in group.sprints if str(sprint.number) == which)


def _no_next(groups: Sequence[Group], now: dt.datetime) -> str:
    last = max((group.sprints[-1] for group in groups), key=lambda sprint: sprint.end)
    return (
        f'no sprint begins on {iso(now.date())} or later: the last one, "{last.name}", runs from '
        f"{iso(last.start)} to {iso(last.end)}.\n"
        "    hint: add sprints to the scenario (count:) and plan again, or name a sprint: "
        f"--sprint {last.number}"
    )


def _no_number(groups: Sequence[Group], which: str) -> str:
    numbers = [sprint.number for group in groups for sprint in group.sprints]
    span = f"{min(numbers)} to {max(numbers)}" if len(numbers) > 1 else str(numbers[0])
    return f"there is no sprint {which}; say --sprint next, all or a number ({span})"
