"""Finds the meetings and duties that leave people too little time."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from allocator.domain import Meeting, Person
from allocator.scenario import limits
from allocator.scenario.earliest import DAY, WorkTimes
from allocator.scenario.validate.context import Context
from allocator.wording import shorten

_MOST_TRIED = 12
"""Meetings and duties of which it is tried whether each is in the way."""


def in_the_way(
    context: Context,
    people: Iterable[Person],
    after: int,
    before: int,
    enough: Callable[[WorkTimes], bool],
) -> list[str]:
    """Return meetings and rotas without which there is time enough, in words.

    Parameters
    ----------
    context
        The scenario.
    people
        Whose meetings and duties count.
    after, before
        Between which times they count; minutes.
    enough
        Whether calendars leave time enough; those of the scenario do not.

    Returns
    -------
    list
        Of those that take place then, none that may as well stay; empty where there is too little
        time without them too.
    """
    if context.times is None or context.free_times is None or not enough(context.free_times):
        return []
    last = min(before, after + limits.LOOK_PAST_DAYS * DAY)
    found = {
        f'{"meeting" if isinstance(one, Meeting) else "rota"} "{shorten(one.id)}"': one
        for person in people
        for one in context.times.commitments(person, after, last)
    }
    if not enough(context.times_without(found.values())):
        return []
    for name in list(found) if len(found) <= _MOST_TRIED else ():
        fewer = {other: one for other, one in found.items() if other != name}
        if fewer and enough(context.times_without(fewer.values())):
            found = fewer
    return list(found)
