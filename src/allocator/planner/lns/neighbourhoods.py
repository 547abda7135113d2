"""Neighbourhoods of a schedule: which activities may change at once while all others are fixed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable

from allocator.planner.lns.schedule import Schedule
from allocator.planner.params import LnsParams
from allocator.problem.model import Problem

Kind = tuple[str, bool]
"""The name of a neighbourhood, and whether activities after it may shift."""


class Neighbourhoods:
    """Draws neighbourhoods by weights that adapt to gains, of sizes that adapt to the solver.

    Parameters
    ----------
    problem, seed, params
        What is planned; of the draws; sizes and weights.

    Attributes
    ----------
    sizes
        Free activities by kind. There are two kinds of each name: all other activities are fixed,
        or those after the free ones may shift.
    """

    def __init__(self, problem: Problem, seed: int, params: LnsParams) -> None:
        self._problem, self._params = problem, params
        self._random = random.Random(seed)
        self._groups: dict[str, list[int]] = defaultdict(list)
        for activity in problem.activities:
            self._groups[activity.group].append(activity.index)
        self._kinds: dict[str, Callable[[Schedule, str, int], list[int]]] = {
            "time": self._time,
            "projects": self._projects,
            "late": self._late,
            "people": self._people,
            "skill": self._skill,
            "random": self._any,
        }
        both = [(kind, shifts) for kind in self._kinds for shifts in (False, True)]
        self.sizes = dict.fromkeys(both, params.initial_size)
        self._weight = dict.fromkeys(both, 1.0)

    def draw(self, schedule: Schedule, tier: str) -> tuple[Kind, list[int], list[int]]:
        """Return a kind, the activities that are free in it, and those that may shift."""
        weights = [self._params.min_weight + self._weight[kind] for kind in self._weight]
        kind = self._random.choices(list(self._weight), weights)[0]
        size = min(int(self.sizes[kind]), len(self._problem.activities))
        free = self._kinds[kind[0]](schedule, tier, size)
        return kind, free, self._after(schedule, free) if kind[1] else []

    def _after(self, schedule: Schedule, free: list[int]) -> list[int]:
        """Return what starts after the first of the free activities, the nearest first."""
        inside = set(free)
        since = min((schedule.starts[a] for a in free if schedule.starts[a] >= 0), default=0)
        after = [a for a, at in enumerate(schedule.starts) if at >= since and a not in inside]
        after.sort(key=lambda a: (schedule.starts[a], a))
        return after[: self._params.max_shiftable]

    def update(self, kind: Kind, *, proved: bool, better: bool) -> None:
        """Adapt size and weight of a kind to the outcome of a subproblem."""
        params, size = self._params, self.sizes[kind]
        if not proved:
            size *= params.shrinkage
        elif not better:
            size *= params.growth
        self.sizes[kind] = max(params.min_size, min(params.max_size, size))
        gain = params.weight_gain if better else 0.0
        self._weight[kind] = params.weight_memory * self._weight[kind] + gain

    def _planned(self, schedule: Schedule) -> list[int]:
        return [a for a, start in enumerate(schedule.starts) if start >= 0]

    def _time(self, schedule: Schedule, _tier: str, size: int) -> list[int]:
        """Return activities around an instant."""
        planned = self._planned(schedule)
        around = schedule.starts[self._random.choice(planned)]
        return sorted(planned, key=lambda a: (abs(schedule.starts[a] - around), a))[:size]

    def _fill(self, schedule: Schedule, found: list[int], size: int) -> list[int]:
        """Add activities at the same time, those of the same people first."""
        if len(found) >= size:
            return found[: max(size, self._params.min_size)]
        people = {p for a in found for need in schedule.solution.people[a] for p in need}
        low = min(schedule.starts[a] for a in found)
        high = max(schedule.ends[a] for a in found)
        chosen = set(found)
        rest = [
            a
            for a in self._planned(schedule)
            if a not in chosen and schedule.ends[a] > low and schedule.starts[a] < high
        ]
        self._random.shuffle(rest)
        rest.sort(
            key=lambda a: not any(p in people for need in schedule.solution.people[a] for p in need)
        )
        return found + rest[: size - len(found)]

    def _group_of(self, names: list[str], schedule: Schedule, size: int) -> list[int]:
        found: list[int] = []
        for name in names:
            planned = [a for a in self._groups[name] if schedule.starts[a] >= 0]
            found += planned
            if len(found) >= size:
                break
        return self._fill(schedule, found, size) if found else self._planned(schedule)[:size]

    def _projects(self, schedule: Schedule, _tier: str, size: int) -> list[int]:
        """Return projects drawn at random, and activities at the same time."""
        names = list(self._groups)
        self._random.shuffle(names)
        return self._group_of(names, schedule, size)

    def _late(self, schedule: Schedule, tier: str, size: int) -> list[int]:
        """Return a project that is late in the tier, its last activities first."""
        if tier == "stability":
            return self._changed(schedule, size)
        terms = () if tier == "deadlines" else self._problem.tier(tier).terms
        weighed = []
        for term in terms:
            late = schedule.evaluation.late_ticks(term)
            if late:
                weighed.append((term, term.weight * late))
        if not weighed:
            return self._time(schedule, tier, size)
        term = self._random.choices([t for t, _ in weighed], [w for _, w in weighed])[0]
        inside = {s.activity for _, s in term.finish.sources if s.activity is not None}
        planned = [a for a in inside if schedule.starts[a] >= 0]
        planned.sort(key=lambda a: (-schedule.ends[a], a))
        return self._fill(schedule, planned[: max(self._params.min_size, size // 2)], size)

    def _changed(self, schedule: Schedule, size: int) -> list[int]:
        """Return activities around one that differs from the baseline, and what is in its way."""
        planned, baseline = self._planned(schedule), self._problem.baseline
        weighed = {a: self._change(schedule, a) for a in planned}
        changed = [a for a in planned if weighed[a]]
        if not changed:
            return self._time(schedule, "stability", size)
        one = self._random.choices(changed, [weighed[a] for a in changed])[0]
        base = baseline.starts[one]
        assert base is not None
        length = max(1, schedule.ends[one] - schedule.starts[one])
        there = [
            a
            for a in planned
            if schedule.starts[a] < base + length
            and schedule.ends[a] > base
            and any(p in baseline.people[one] for need in schedule.solution.people[a] for p in need)
        ]
        near = sorted(changed, key=lambda a: (abs(schedule.starts[a] - schedule.starts[one]), a))
        found = list(dict.fromkeys([one, *there, *near[: max(self._params.min_size, size // 2)]]))
        return self._fill(schedule, found[:size], size)

    def _change(self, schedule: Schedule, a: int) -> int:
        """Return the slots by which an activity has moved, and those that new people weigh."""
        baseline, start = self._problem.baseline, schedule.starts[a]
        base = baseline.starts[a]
        if base is None:
            return 0
        people = schedule.solution.people[a]
        new = sum(baseline.changes.get((a, n, p), 0) for n, ps in enumerate(people) for p in ps)
        slots = self._problem.timeline.slot_minutes // self._problem.tick
        return abs(start - base) + new // max(1, slots)

    def _people(self, schedule: Schedule, _tier: str, size: int) -> list[int]:
        """Return activities of a few people drawn at random."""
        work: dict[int, list[int]] = defaultdict(list)
        for a in self._planned(schedule):
            for need in schedule.solution.people[a]:
                for person in need:
                    work[person].append(a)
        if not work:
            return self._time(schedule, _tier, size)
        persons = list(work)
        self._random.shuffle(persons)
        found: dict[int, None] = {}
        for person in persons:
            found.update(dict.fromkeys(work[person]))
            if len(found) >= size:
                break
        return list(found)[:size]

    def _skill(self, schedule: Schedule, _tier: str, size: int) -> list[int]:
        """Return activities that share candidates or resources with one, nearest in time."""
        planned = self._planned(schedule)
        one = self._random.choice(planned)
        able = {p for s in self._problem.activities[one].staffing for p in s.people}
        held = {r for r, _ in self._problem.activities[one].demands}
        shared = [
            a
            for a in planned
            if any(not able.isdisjoint(s.people) for s in self._problem.activities[a].staffing)
            or any(r in held for r, _ in self._problem.activities[a].demands)
        ]
        around = schedule.starts[one]
        shared.sort(key=lambda a: (abs(schedule.starts[a] - around), a))
        return shared[:size] or [one]

    def _any(self, schedule: Schedule, _tier: str, size: int) -> list[int]:
        planned = self._planned(schedule)
        return self._random.sample(planned, min(size, len(planned)))
