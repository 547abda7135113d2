"""Where an activity fits first: the inner step of every schedule-generation scheme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.heuristics.occupancy import Occupancy
from allocator.problem.model import Activity, Part, Staffing
from allocator.problem.timeline import NEVER, BoolArray, IntArray

FIRST_CHUNK = 256
"""Start slots looked at at first; doubled as long as nothing fits."""

PersonKey = Callable[[int, int, int], tuple[float, ...]]
"""(need, person, finish boundary) -> what makes the person the better choice; less is better."""


@dataclass(frozen=True)
class Placement:
    """Start slot, people by need, boundary until which resources are held."""

    start: int
    people: list[list[int]]
    end: int


@dataclass(frozen=True)
class Floor:
    """What the links ask of a placement.

    Attributes
    ----------
    start
        Least start slot.
    finish
        For every link into the finish: alternatives (part, least value), one must be kept.
    """

    start: int
    finish: tuple[tuple[tuple[Part, int], ...], ...] = ()


def place(
    activity: Activity,
    floor: Floor,
    occupancy: Occupancy,
    key: PersonKey,
    horizon: int,
    candidates: Sequence[Sequence[int]] | None = None,
) -> Placement | None:
    """Return the placement that the key likes best among the earliest of each choice of people.

    Parameters
    ----------
    activity
        What is placed.
    floor
        Earliest start and finish by the links.
    occupancy
        What is taken.
    key
        Preference among people.
    horizon
        Number of slots, H.
    candidates
        Restricts the people by need; default: all candidates.

    Returns
    -------
    None if nothing fits on the axis.
    """
    low, width = floor.start, FIRST_CHUNK
    while low < horizon:
        high = min(horizon, low + width)
        found = _place_within(activity, floor, occupancy, key, (low, high, horizon), candidates)
        if found is not None:
            return found
        low, width = high, width * 2
    return None


def _place_within(
    activity: Activity,
    floor: Floor,
    occupancy: Occupancy,
    key: PersonKey,
    window: tuple[int, int, int],
    candidates: Sequence[Sequence[int]] | None,
) -> Placement | None:
    low, high, horizon = window
    if not activity.staffing:
        return _place_elapsed(activity, floor, occupancy, low, high, horizon)
    fits: list[dict[int, BoolArray]] = []
    for n, staffing in enumerate(activity.staffing):
        allowed = staffing.people if candidates is None else candidates[n]
        fits.append(_people_fit(staffing, allowed, occupancy, low, high, horizon))
    if len(fits) == 1 and activity.staffing[0].count == 1:
        return _place_single(activity, floor, occupancy, key, window, fits[0])
    return _place_team(activity, floor, occupancy, key, window, fits)


def _people_fit(
    staffing: Staffing,
    allowed: Sequence[int],
    occupancy: Occupancy,
    low: int,
    high: int,
    horizon: int,
) -> dict[int, BoolArray]:
    """For each person: in which start slots of [low, high) there is room until they finish."""
    fits = {}
    for person, table in zip(staffing.people, staffing.finish, strict=True):
        if person not in allowed:
            continue
        finish = table[low:high]
        blocked = occupancy.person_blocked(person, staffing.share)
        done = np.minimum(finish, horizon)
        fits[person] = (finish <= horizon) & (blocked[done] == blocked[low:high])
    return fits


def _resources_fit(
    activity: Activity, occupancy: Occupancy, ends: IntArray, low: int, high: int
) -> BoolArray:
    fit = np.ones(high - low, dtype=bool)
    for resource, amount in activity.demands:
        blocked = occupancy.resource_blocked(resource, amount)
        fit &= blocked[ends] == blocked[low:high]
    return fit


def _finish_kept(floor: Floor, ends: IntArray, low: int, high: int) -> BoolArray:
    """Whether the links into the finish are kept, for each start slot with its people's end."""
    kept = np.ones(high - low, dtype=bool)
    starts = np.arange(low, high)
    for alternatives in floor.finish:
        one = np.zeros(high - low, dtype=bool)
        for part, least in alternatives:
            one |= (ends if part is Part.PEOPLE else starts) >= least
        kept &= one
    return kept


def _held(activity: Activity, ends: IntArray, low: int, high: int) -> IntArray:
    """Return until which boundary the item lasts."""
    return ends if activity.hold is None else np.maximum(ends, activity.hold[low:high])


def _place_elapsed(
    activity: Activity, floor: Floor, occupancy: Occupancy, low: int, high: int, horizon: int
) -> Placement | None:
    assert activity.hold is not None
    hold = activity.hold[low:high]
    ends = np.minimum(hold, horizon)
    fit = hold < NEVER
    fit &= _resources_fit(activity, occupancy, ends, low, high)
    fit &= _finish_kept(floor, np.zeros_like(ends), low, high)
    if not fit.any():
        return None
    first = int(np.argmax(fit))
    return Placement(low + first, [], int(ends[first]))


def _place_single(
    activity: Activity,
    floor: Floor,
    occupancy: Occupancy,
    key: PersonKey,
    window: tuple[int, int, int],
    fits: dict[int, BoolArray],
) -> Placement | None:
    low, high, horizon = window
    staffing = activity.staffing[0]
    best: tuple[tuple[float, ...], Placement] | None = None
    for person, fit in fits.items():
        if not fit.any():
            continue
        finish = staffing.table[person][low:high]
        ends = np.minimum(finish, horizon)
        if activity.demands:
            held = _held(activity, ends, low, high)
            fit = fit & _resources_fit(activity, occupancy, held, low, high)
        if floor.finish:
            fit = fit & _finish_kept(floor, ends, low, high)
        first = int(np.argmax(fit))
        if not fit[first]:
            continue
        end = int(ends[first])
        rank = (*key(0, person, end), float(person))
        if best is None or rank < best[0]:
            held_end = int(_held(activity, ends, low, high)[first])
            best = rank, Placement(low + first, [[person]], held_end)
    return None if best is None else best[1]


def _place_team(
    activity: Activity,
    floor: Floor,
    occupancy: Occupancy,
    key: PersonKey,
    window: tuple[int, int, int],
    fits: list[dict[int, BoolArray]],
) -> Placement | None:
    """Try the start slots in which every need has people enough, earliest first."""
    low, high, _ = window
    possible = np.ones(high - low, dtype=bool)
    for staffing, fit in zip(activity.staffing, fits, strict=True):
        possible &= sum(fit.values(), np.zeros(high - low, dtype=np.int64)) >= staffing.count
    for offset in np.flatnonzero(possible):
        start = low + int(offset)
        people = _match(activity, fits, int(offset), start, key)
        if people is None:
            continue
        ends = np.array([activity.end(start, people)])
        held = _held(activity, ends, start, start + 1)
        if (
            _finish_kept(floor, ends, start, start + 1)[0]
            and (_resources_fit(activity, occupancy, held, start, start + 1)[0])
        ):
            return Placement(start, people, int(held[0]))
    return None


def _match(
    activity: Activity, fits: list[dict[int, BoolArray]], offset: int, start: int, key: PersonKey
) -> list[list[int]] | None:
    """Give every place of every need a person of its own, by augmenting paths."""
    places = [n for n, staffing in enumerate(activity.staffing) for _ in range(staffing.count)]
    choices = []
    for n, staffing in enumerate(activity.staffing):
        free = [person for person, fit in fits[n].items() if fit[offset]]
        ends = {person: staffing.end(person, start) for person in free}
        choices.append(sorted(free, key=lambda p, n=n, e=ends: (*key(n, p, e[p]), p)))  # type: ignore[misc]
    holder: dict[int, int] = {}

    def assign(place: int, seen: set[int]) -> bool:
        for person in choices[places[place]]:
            if person not in seen:
                seen.add(person)
                if person not in holder or assign(holder[person], seen):
                    holder[person] = place
                    return True
        return False

    if not all(assign(place, set()) for place in range(len(places))):
        return None
    people: list[list[int]] = [[] for _ in activity.staffing]
    for person, place in sorted(holder.items()):
        people[places[place]].append(person)
    return people
