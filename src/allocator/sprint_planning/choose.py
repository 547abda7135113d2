"""Chooses the sprints that are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from allocator.domain import Sprint
from allocator.domain.quantities import iso
from allocator.errors import InputError
from allocator.sprint_planning.sprint_groups import SprintGroup

MAX_QUOTED_NAMES = 3
"""Names of sprints that a message quotes."""


def choose(
    groups: Sequence[SprintGroup], which: str, now: dt.datetime, option: str
) -> list[tuple[SprintGroup, Sprint]]:
    """Return the sprints that are asked for, with the groups that have them.

    Parameters
    ----------
    groups
        At least one.
    which
        ``all``; ``current``, the one that has begun and is not over; ``next``, the first that
        begins today or later; a sprint's number; or its name, in any case of letters.
    now
        Present time of the scenario.
    option
        How hints begin the option that names a sprint: ``--sprint ``.

    Raises
    ------
    InputError
        No group has such a sprint.
    """
    found = [(group, sprint) for group in groups for sprint in _chosen(group, which, now)]
    if not found:
        raise _missing(groups, which.strip(), now, option)
    return found


def _chosen(group: SprintGroup, which: str, now: dt.datetime) -> tuple[Sprint, ...]:
    asked, today = which.strip().casefold(), now.date()
    if asked == "all":
        return group.sprints
    if asked == "next":
        return tuple(sprint for sprint in group.sprints if sprint.start >= today)[:1]
    if asked == "current":
        return tuple(sprint for sprint in group.sprints if sprint.start <= today <= sprint.end)
    numbered = tuple(sprint for sprint in group.sprints if str(sprint.number) == asked)
    return numbered or tuple(s for s in group.sprints if s.name.strip().casefold() == asked)


def _missing(
    groups: Sequence[SprintGroup], which: str, now: dt.datetime, option: str
) -> InputError:
    if which.casefold() == "next":
        return _no_next(groups, now, option)
    if which.casefold() == "current":
        return _no_current(groups, now, option)
    return InputError(_no_such(groups, which))


def _no_next(groups: Sequence[SprintGroup], now: dt.datetime, option: str) -> InputError:
    last = max((group.sprints[-1] for group in groups), key=lambda sprint: sprint.end)
    begun = last.start <= now.date() <= last.end
    asked = "current" if begun else str(last.number)
    return InputError(
        f'no sprint begins on {iso(now.date())} or later: the last one, "{last.name}", runs from '
        f"{iso(last.start)} to {iso(last.end)}.",
        hint="add sprints to the scenario (count:) and plan again, or name a sprint: "
        f"{option}{asked}",
    )


def _no_current(groups: Sequence[SprintGroup], now: dt.datetime, option: str) -> InputError:
    sprints = sorted({s for group in groups for s in group.sprints}, key=lambda s: s.start)
    coming = next((sprint for sprint in sprints if sprint.start > now.date()), None)
    nearest = coming or sprints[-1]
    which_one = "the next one" if coming else "the last one"
    named = "next" if coming else str(nearest.number)
    return InputError(
        f'no sprint is under way on {iso(now.date())}: {which_one}, "{nearest.name}", runs from '
        f"{iso(nearest.start)} to {iso(nearest.end)}.",
        hint=f"{option}{named}",
    )


def _no_such(groups: Sequence[SprintGroup], which: str) -> str:
    """Name the sprints that there are: all by number, a few by name."""
    sprints = [sprint for group in groups for sprint in group.sprints]
    numbers = [sprint.number for sprint in sprints]
    span = f"{min(numbers)} to {max(numbers)}" if len(numbers) > 1 else str(numbers[0])
    names = list(dict.fromkeys(f'"{sprint.name}"' for sprint in sprints))
    named = ", ".join(names[:MAX_QUOTED_NAMES]) + (", ..." if len(names) > MAX_QUOTED_NAMES else "")
    asked = which or "without a name"
    return (
        f"there is no sprint {asked}; it is current, next, all, a number ({span}) "
        f"or a name ({named})"
    )
