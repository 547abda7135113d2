"""The baseline: starts and people of the agreed plan, and the weights of changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from allocator.domain import Scenario
from allocator.domain.baseline import PERSON_DAYS
from allocator.problem.activity import Activity
from allocator.problem.timeline import Timeline


@dataclass(frozen=True)
class Baseline:
    """Starts and people of the activities in the agreed plan, and the weights of changes.

    Attributes
    ----------
    starts
        By activity: first slot at or after its start in the baseline; None without one.
    people
        By activity: indices of those who do it there and are still here, as the baseline names
        them.
    changes
        (activity, need, person) -> what it weighs in ticks that the person is new on it; those
        who are not new are left out.
    drops
        Item position -> what it weighs that it is dropped.
    """

    starts: tuple[int | None, ...] = ()
    people: tuple[tuple[int, ...], ...] = ()
    changes: Mapping[tuple[int, int, int], int] = field(default_factory=dict)
    drops: Mapping[int, int] = field(default_factory=dict)


def baseline_of(
    scenario: Scenario, timeline: Timeline, activities: Sequence[Activity], tick: int
) -> Baseline:
    """Return the baseline of the activities.

    Parameters
    ----------
    scenario
        Holds the baseline.
    timeline, activities
        The timeline and activities of the problem.
    tick
        Minutes of W in a unit of the weights; they divide a day.
    """
    if not scenario.baseline:
        return Baseline()
    number = {person.id: k for k, person in enumerate(scenario.people)}
    person_ticks = PERSON_DAYS * int(scenario.calendar.day_minutes) // tick
    starts: list[int | None] = []
    people: list[tuple[int, ...]] = []
    changes, drops = {}, {}
    for activity in activities:
        baseline_item = scenario.baseline_by_item.get(activity.id)
        if baseline_item is None:
            starts.append(None)
            people.append(())
            continue
        slot = timeline.first_slot(timeline.minutes(baseline_item.start))
        starts.append(slot)
        stay = tuple(number[name] for name in baseline_item.people if name in number)
        people.append(stay)
        weight = baseline_item.weight(scenario.present) * person_ticks
        for n, staffing in enumerate(activity.staffing):
            changes.update(
                {(activity.index, n, p): weight for p in staffing.people if p not in stay}
            )
        if scenario.items[activity.node].is_droppable:
            drops[activity.node] = weight
    return Baseline(tuple(starts), tuple(people), changes, drops)
