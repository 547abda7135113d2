"""Decodes priorities into solutions: the kernel as the rest of the planner uses it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from allocator.heuristics.kernel import layout as at
from allocator.heuristics.kernel.decode import STEPS_PER_SLOT, decode
from allocator.heuristics.kernel.flat import flatten
from allocator.heuristics.kernel.jit import current, enabled
from allocator.heuristics.kernel.justify import justify
from allocator.heuristics.kernel.packing import Flat, pack
from allocator.heuristics.kernel.score import compactness, evaluate
from allocator.heuristics.network import Network
from allocator.problem.activity import Activity, Staffing
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem, Solution
from allocator.problem.team_matching import match_team
from allocator.problem.timeline import NEVER, IntArray, Table


def empty_state(flat: Flat) -> IntArray:
    """Make the array of a schedule; see ``layout`` for what lies where.

    It has room for every booking that a plan can hold: two steps for each, and one for a slot.
    """
    activities, people = flat.number(at.ACTIVITIES), flat.number(at.PEOPLE)
    needs = int(flat.list(at.NEED_PTR, activities + 1)[-1])
    count = flat.list(at.NEED_COUNT, needs)
    candidates = int(flat.list(at.CAND_PTR, needs + 1)[-1])
    booked = np.full(people, 3, dtype=np.int64)
    np.add.at(booked, flat.list(at.CAND_PERSON, candidates), 2)
    taken = flat.list(at.PERSON_BOOKED, 4 * flat.number(at.PERSON_BOOKINGS))
    np.add.at(booked, taken[::4], 2)
    booked = np.minimum(booked, flat.number(at.HORIZON) + 3)
    profiles = flat.number(at.PROFILES)
    booked = np.concatenate([booked, booked])[:profiles]
    ptr = np.concatenate([[0], np.cumsum(booked)])
    places, classes = int(count.sum()), flat.number(at.NEED_CLASSES)
    widest = int(np.diff(flat.list(at.INTO_PTR, activities + 1)).max(initial=0))

    def room(size: int, value: int = 0) -> IntArray:
        return np.full(size, value, dtype=np.int64)

    lists = {
        at.PROFILE_PTR: ptr,
        at.PROFILE_STEPS: room(profiles, 1),
        at.STEP_SLOT: room(int(ptr[-1])),
        at.STEP_SHARE: room(int(ptr[-1])),
        at.START: room(activities, -1),
        at.END: room(activities, -1),
        at.HELD: room(activities, -1),
        at.WHO: room(places, -1),
        at.DROPPED: room(flat.number(at.NODES)),
        at.WHO_PTR: np.concatenate([[0], np.cumsum(count)]),
        at.LOCK: room(needs, at.ANYBODY),
        at.TEAM: room(candidates),
        at.NEXT_FIT: room(candidates),
        at.PLACE_OF: room(people),
        at.CHOSEN: room(places),
        at.SEEN: room(people),
        at.PATH: room(places + 1),
        at.LINK_FLOORS: room(2 * widest),
        at.PENDING: room(activities),
        at.HEAP: room(activities),
        at.HEAP_KEY: room(activities),
        at.WORD_USE: room(flat.number(at.WORDS) * flat.number(at.HORIZON)),
        at.GROUP_END: room(flat.number(at.GROUPS)),
        at.BASELINE_FLOOR: room(activities),
        at.EVENT: room(flat.number(at.HORIZON) + 2),
        at.EVENT_NEXT: room(activities),
        at.BUSY: room(people),
        at.DONE: room(flat.number(at.HORIZON) + 2),
        at.DONE_NEXT: room(places),
        at.QUEUE: room(activities),
        at.QUEUE_SIZE: room(classes),
        at.CLOSED: room(classes),
        at.FIRST_FREE: room(classes),
        at.OPEN_CLASSES: room(classes),
        at.LATE: room(flat.number(at.TERMS)),
        at.BARRED: room(people),
        at.REQUIRED: room(people),
        at.BUDGET_COST: room(flat.number(at.BUDGETS)),
        at.ALTERNATIVE: room(activities, -1),
        at.CLOSED_NEED: room(needs),
    }
    return pack(at.STATE_HEAD, {}, lists)


class Decoder:
    """Decodes priorities of one problem, alone in its thread.

    Parameters
    ----------
    problem
        Any: compiled from a scenario, or made of another problem.
    shares_with
        A decoder of the same problem, whose arrays and evaluator are shared.

    Attributes
    ----------
    evaluator
        Scores solutions of the problem.
    flat
        The problem as arrays.
    state
        The schedule decoded last: an array, or a list where nothing is compiled.
    schedule
        The slice of ``state`` to which it can be put back.
    kernel_arrays
        The first arguments of the kernel's searches: the problem's arrays and ``state``.
    """

    def __init__(self, problem: Problem, shares_with: Decoder | None = None) -> None:
        self.problem = problem
        self.evaluator: Evaluator = (
            Evaluator(problem) if shares_with is None else shares_with.evaluator
        )
        self.flat: Flat = (
            flatten(self.evaluator, Network(problem)) if shares_with is None else shares_with.flat
        )
        self._compiled = enabled()
        self.state: Any = self.to_kernel(empty_state(self.flat))
        self.schedule = slice(int(self.state[at.START]), int(self.state[at.WHO_PTR]))
        arrays = (self.flat.data, self.flat.tables, self.flat.values)
        self.kernel_arrays = (*(self.to_kernel(each) for each in arrays), self.state)

    def to_kernel(self, array: Any) -> Any:
        """Return an array as the kernel takes it: a list where it runs plain, which is quicker."""
        return array if self._compiled else array.tolist()

    def decode(self, priority: IntArray, *, parallel: bool = False) -> bool:
        """Build a schedule by priorities; return whether all of it found a place."""
        data, tables, _, _ = self.kernel_arrays
        run = current(decode)
        return bool(run(data, tables, self.state, self.to_kernel(priority), int(parallel)))

    def justify(self, focus: int) -> bool:
        """Move the schedule decoded last right, then decode it anew; return whether it fits.

        Parameters
        ----------
        focus
            0 for deadlines, else one more than the index of the tier; see ``justify``.
        """
        data, tables, _, _ = self.kernel_arrays
        priority = self.to_kernel(np.zeros(self.flat.number(at.ACTIVITIES), dtype=np.int64))
        fits = current(justify)(data, tables, self.state, priority, focus)
        return bool(fits and current(decode)(data, tables, self.state, priority, 0))

    def score(self) -> tuple[int, ...]:
        """Return the excess over deadlines and the tiers of the schedule decoded last."""
        return tuple(int(value) for value in self.ranking()[:-1])

    def ranking(self) -> Any:
        """Return the score and the compactness of the schedule decoded last, as the kernel does."""
        data, _, values, state = self.kernel_arrays
        score = self.to_kernel(np.zeros(self.flat.number(at.TIERS) + 1, dtype=np.int64))
        current(evaluate)(data, values, state, score)
        score[-1] = current(compactness)(data, state)
        return score

    def _list(self, name: int, size: int) -> list[int]:
        """Return the first entries of a list of the schedule."""
        first = self.state[name]
        part = self.state[first : first + size]
        return [int(value) for value in part]

    def _set(self, name: int, index: int, value: int) -> None:
        self.state[self.state[name] + index] = value

    def solution(self) -> Solution:
        """Return the schedule decoded last."""
        problem, flat = self.problem, self.flat
        activities = len(problem.activities)
        first_need = flat.list(at.NEED_PTR, activities + 1).tolist()
        who_ptr = self._list(at.WHO_PTR, first_need[-1] + 1)
        who = self._list(at.WHO, who_ptr[-1])
        candidates = int(flat.list(at.CAND_PTR, first_need[-1] + 1)[-1])
        person = flat.list(at.CAND_PERSON, candidates)
        starts: list[int | None] = []
        people: list[tuple[tuple[int, ...], ...]] = []
        for a, start in enumerate(self._list(at.START, activities)):
            starts.append(None if start < 0 else start)
            chosen = []
            for n in range(first_need[a], first_need[a + 1]):
                team = who[who_ptr[n] : who_ptr[n + 1]] if start >= 0 else []
                chosen.append(tuple(sorted(int(person[c]) for c in team if c >= 0)))
            people.append(tuple(chosen))
        dropped = self._list(at.DROPPED, len(problem.items))
        return Solution(tuple(starts), tuple(people), tuple(not gone for gone in dropped))

    def lock(self, needs: Sequence[Sequence[int]] | None, activity: int) -> None:
        """Let only these people, by need, do an activity; anybody who can if None."""
        first = int(self.flat.list(at.NEED_PTR, activity + 1)[activity])
        filled = -1
        for k in self.problem.activities[activity].choice if needs is not None else ():
            filled = first + k if needs is not None and needs[k] else filled
        self._set(at.ALTERNATIVE, activity, filled)
        for k, staffing in enumerate(self.problem.activities[activity].staffing):
            n = first + k
            if needs is None:
                self._set(at.LOCK, n, at.ANYBODY)
            else:
                self._lock_need(n, staffing, set(needs[k]))

    def _lock_need(self, n: int, staffing: Staffing, wanted: Collection[int]) -> None:
        base = int(self.flat.list(at.CAND_PTR, n + 1)[n])
        for c, person in enumerate(staffing.people, start=base):
            if staffing.count > 1:
                self._set(at.TEAM, c, int(person in wanted))
            elif person in wanted:
                self._set(at.LOCK, n, c)
        if staffing.count > 1:
            self._set(at.LOCK, n, at.TEAM_ONLY)

    def drop(self, activities: Collection[int]) -> None:
        """Leave out these activities and no others, and what waits for them."""
        for node in range(len(self.problem.items)):
            self._set(at.DROPPED, node, 0)
        for a in activities:
            self._set(at.DROPPED, self.problem.activities[a].node, 1)

    def lock_to_baseline(self) -> IntArray:
        """Lock everybody to what they do in the baseline, as far as they can; nothing is dropped.

        Returns
        -------
        The baseline's starts as priorities, -1 where an activity has none.
        """
        baseline, count = self.problem.baseline, len(self.problem.activities)
        priority = np.full(count, -1, dtype=np.int64)
        self.drop(())
        for a, activity in enumerate(self.problem.activities):
            start = baseline.starts[a]
            self._set(at.BASELINE_FLOOR, a, 0 if start is None else start)
            self.lock(None, a)
            if start is not None:
                priority[a] = start * STEPS_PER_SLOT
                self._lock_to_people(activity, baseline.people[a], start)
        return priority

    def _lock_to_people(self, activity: Activity, people: Sequence[int], start: int) -> None:
        """Lock the needs that the same people can fill, each of them once."""
        team: Sequence[Collection[int]] | None = None
        if start < self.problem.horizon:
            team = match_team(activity, people, start)
        if team is None:
            team = _filled_in_turn(activity, people, start)
        first = int(self.flat.list(at.NEED_PTR, activity.index + 1)[activity.index])
        for k, staffing in enumerate(activity.staffing):
            if len(team[k]) == staffing.count:
                self._lock_need(first + k, staffing, team[k])
                if k in activity.choice:
                    self._set(at.ALTERNATIVE, activity.index, first + k)

    def lock_to(self, solution: Solution) -> IntArray:
        """Lock a solution's people, drop what it drops; return its starts as priorities.

        What is not earlier than in the baseline is held there, where the baseline is kept to.
        """
        base = self.flat.list(at.BASELINE_START, len(solution.starts)).tolist()
        for a, start in enumerate(solution.starts):
            self._set(at.BASELINE_FLOOR, a, base[a] if start is None or start >= base[a] else 0)
        for index, chosen in enumerate(solution.people):
            self.lock(None if solution.starts[index] is None else chosen, index)
        for node, there in enumerate(solution.planned):
            self._set(at.DROPPED, node, int(not there))
        last = max((start for start in solution.starts if start is not None), default=0)
        starts = [last + 1 if start is None else start for start in solution.starts]
        return np.array(starts, dtype=np.int64) * STEPS_PER_SLOT


def _filled_in_turn(activity: Activity, people: Sequence[int], start: int) -> list[list[int]]:
    """Return people by need, those that the first needs leave for the next; too few for some.

    Who cannot do it from the start in the baseline on, having left, is left out.
    """
    free = set(people)
    team: list[list[int]] = []
    wanted = max(activity.teams, key=lambda team: _is_of_size(activity, team, len(people)))
    for n, staffing in enumerate(activity.staffing):
        if n not in wanted:
            team.append([])
            continue
        able = [p for p in staffing.people if p in free and _can_yet(staffing.table[p], start)]
        team.append(able[: staffing.count])
        free -= set(team[-1])
    return team


def _is_of_size(activity: Activity, team: Sequence[int], size: int) -> bool:
    return sum(activity.staffing[n].count for n in team) == size


def _can_yet(finish: Table, start: int) -> bool:
    return bool((finish.values[start:] < NEVER).any())
