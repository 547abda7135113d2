"""People who leave: until when they begin work, and who is replaced."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocator.calendars import Calendars
from allocator.domain import Scenario
from allocator.forecasting.simulation.arrays import GONE, I32, Futures, SimulationModel
from allocator.problem.model import Problem


def leaving_slots(problem: Problem, scenario: Scenario) -> list[int]:
    """Return by person the first slot in which they are there no more; the horizon if they stay.

    Parameters
    ----------
    problem
        The scenario compiled as if nobody left.
    """
    timeline, found, calendars = problem.timeline, [], Calendars(scenario)
    for person in scenario.people:
        slot = timeline.horizon
        if person.leaves is not None:
            minutes = timeline.minutes(calendars.local_days(person).end(person.leaves))
            ends = timeline.starts[: timeline.horizon] + timeline.slot_minutes
            slot = int(np.count_nonzero(ends <= minutes))
        found.append(slot)
    return found


def replaced(people: Sequence[int], count: int, gone: Sequence[int], horizon: int) -> set[int]:
    """Return who of a need's candidates is replaced when they leave, since too few of them stay.

    Parameters
    ----------
    people, count
        Who may do it, and how many of them it takes.
    gone
        By person; see :func:`leaving_slots`.
    """
    stay = sum(gone[person] >= horizon for person in people)
    leave = [person for person in people if gone[person] < horizon]
    last = sorted(leave, key=lambda person: (-gone[person], person))
    return set(last[: max(0, count - stay)])


def latest_before(slot: int, latest: I32) -> I32:
    """Return the last boundaries at which work may end of somebody who leaves.

    Parameters
    ----------
    slot
        The first slot in which they are there no more.
    latest
        The last boundaries without that, shape (H + 1,).
    """
    found = np.minimum(latest, slot).astype(np.int32)
    found[slot:] = GONE
    return found


def futures_with_replaced(model: SimulationModel, futures: Futures, gone: Sequence[int]) -> int:
    """Return in how many futures work lasts until after somebody on it has left."""
    entries = model.entries
    need_of = np.repeat(np.arange(len(entries.place_ptr) - 1), np.diff(entries.place_ptr))
    entry_of = np.repeat(np.arange(len(entries.need_ptr) - 1), np.diff(entries.need_ptr))[need_of]
    until = np.array([*gone, np.iinfo(np.int32).max])  # the last is nobody's
    after = futures.end[:, entry_of] > until[futures.who]
    return int(np.count_nonzero((after & (futures.who >= 0)).any(axis=1)))
