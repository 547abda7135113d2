"""The kinds of neighbourhoods: each function draws activities that may change at once."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from allocator.planner.lns.schedule import Schedule
from allocator.problem.model import Problem


@dataclass(frozen=True)
class Draw:
    """What a neighbourhood is drawn from.

    Attributes
    ----------
    schedule
        Whose activities are drawn; only those that are planned.
    tier
        The tier to improve.
    size
        Activities wanted.
    min_size
        Activities of one cause (a late project, a change) that are taken at least.
    random
        Random numbers of the draws.
    """

    schedule: Schedule
    tier: str
    size: int
    min_size: int
    random: random.Random

    @property
    def problem(self) -> Problem:
        """What is planned."""
        return self.schedule.problem

    @cached_property
    def planned(self) -> list[int]:
        """The activities that are planned."""
        return [a for a, start in enumerate(self.schedule.starts) if start >= 0]

    def people(self, a: int) -> Iterable[int]:
        """Yield who does an activity."""
        return (person for need in self.schedule.solution.people[a] for person in need)

    def nearest(self, activities: Iterable[int], slot: int) -> list[int]:
        """Return activities by the distance of their starts from a slot."""
        starts = self.schedule.starts
        return sorted(activities, key=lambda a: (abs(starts[a] - slot), a))

    def filled(self, found: list[int]) -> list[int]:
        """Add activities at the same time up to the size, those of the same people first."""
        if len(found) >= self.size:
            return found[: max(self.size, self.min_size)]
        starts, ends, inside = self.schedule.starts, self.schedule.ends, set(found)
        people = {person for a in found for person in self.people(a)}
        low, high = min(starts[a] for a in found), max(ends[a] for a in found)
        others = [a for a in self.planned if a not in inside and ends[a] > low and starts[a] < high]
        self.random.shuffle(others)
        others.sort(key=lambda a: people.isdisjoint(self.people(a)))
        return found + others[: self.size - len(found)]


def around_instant(draw: Draw) -> list[int]:
    """Return activities around an instant."""
    instant = draw.schedule.starts[draw.random.choice(draw.planned)]
    return draw.nearest(draw.planned, instant)[: draw.size]


def of_projects(draw: Draw) -> list[int]:
    """Return projects drawn at random, and activities at the same time."""
    groups: dict[str, list[int]] = defaultdict(list)
    for activity in draw.problem.activities:
        groups[activity.group].append(activity.index)
    names = list(groups)
    draw.random.shuffle(names)
    found: list[int] = []
    for name in names:
        found += [a for a in groups[name] if draw.schedule.starts[a] >= 0]
        if len(found) >= draw.size:
            break
    return draw.filled(found) if found else draw.planned[: draw.size]


def of_late_project(draw: Draw) -> list[int]:
    """Return a project that is late in the tier, its last activities first.

    For stability it is an activity that has changed; see ``of_change``.
    """
    if draw.tier == "stability":
        return of_change(draw)
    terms = () if draw.tier == "deadlines" else draw.problem.tier(draw.tier).terms
    weights = [term.weight * draw.schedule.evaluation.late_ticks(term) for term in terms]
    if not any(weights):
        return around_instant(draw)
    late = [(term, weight) for term, weight in zip(terms, weights, strict=True) if weight]
    term = draw.random.choices([t for t, _ in late], [w for _, w in late])[0]
    inside = {s.activity for _, s in term.finish.sources if s.activity is not None}
    planned = [a for a in inside if draw.schedule.starts[a] >= 0]
    planned.sort(key=lambda a: (-draw.schedule.ends[a], a))
    return draw.filled(planned[: max(draw.min_size, draw.size // 2)])


def of_change(draw: Draw) -> list[int]:
    """Return activities around one that differs from the baseline, and what is in its way."""
    starts, ends, baseline = draw.schedule.starts, draw.schedule.ends, draw.problem.baseline
    weights = {a: _change(draw, a) for a in draw.planned}
    changed = [a for a in draw.planned if weights[a]]
    if not changed:
        return around_instant(draw)
    one = draw.random.choices(changed, [weights[a] for a in changed])[0]
    base = baseline.starts[one]
    assert base is not None
    end = base + max(1, ends[one] - starts[one])
    people = set(baseline.people[one])
    in_its_way = [
        a
        for a in draw.planned
        if starts[a] < end and ends[a] > base and not people.isdisjoint(draw.people(a))
    ]
    near = draw.nearest(changed, starts[one])[: max(draw.min_size, draw.size // 2)]
    return draw.filled(list(dict.fromkeys([one, *in_its_way, *near]))[: draw.size])


def _change(draw: Draw, a: int) -> int:
    """Return the slots by which an activity has moved, and those that new people weigh."""
    problem, start = draw.problem, draw.schedule.starts[a]
    base = problem.baseline.starts[a]
    if base is None:
        return 0
    people = draw.schedule.solution.people[a]
    weights = problem.baseline.changes
    new = sum(weights.get((a, n, p), 0) for n, ps in enumerate(people) for p in ps)
    slot_ticks = problem.timeline.slot_minutes // problem.tick
    return abs(start - base) + new // max(1, slot_ticks)


def of_people(draw: Draw) -> list[int]:
    """Return all activities of people drawn at random."""
    work: dict[int, list[int]] = defaultdict(list)
    for a in draw.planned:
        for person in draw.people(a):
            work[person].append(a)
    if not work:
        return around_instant(draw)
    people = list(work)
    draw.random.shuffle(people)
    found: dict[int, None] = {}
    for person in people:
        found.update(dict.fromkeys(work[person]))
        if len(found) >= draw.size:
            break
    return list(found)[: draw.size]


def of_skill(draw: Draw) -> list[int]:
    """Return activities that share candidates or resources with one, nearest in time."""
    one = draw.random.choice(draw.planned)
    activities = draw.problem.activities
    candidates = {p for staffing in activities[one].staffing for p in staffing.people}
    resources = {r for r, _ in activities[one].demands}
    shared = [
        a
        for a in draw.planned
        if any(not candidates.isdisjoint(s.people) for s in activities[a].staffing)
        or any(r in resources for r, _ in activities[a].demands)
    ]
    return draw.nearest(shared, draw.schedule.starts[one])[: draw.size] or [one]


def at_random(draw: Draw) -> list[int]:
    """Return any activities."""
    return draw.random.sample(draw.planned, min(draw.size, len(draw.planned)))


NEIGHBOURHOODS: dict[str, Callable[[Draw], list[int]]] = {
    "instant": around_instant,
    "projects": of_projects,
    "late": of_late_project,
    "people": of_people,
    "skill": of_skill,
    "random": at_random,
}
"""All kinds, by name, in the order of the draws."""
