"""Gives people to activities whose starts are known, or says which of them cannot all have some.

People who can fill the same needs are one class. Where everybody is on an item with more than half
of their time, who of a class does what need not be said: intervals of time of which no more than
so many overlap can always be shared out to so many people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from allocator.planner.solver_time import SolverTime
from allocator.problem.model import Booking, Problem
from allocator.problem.team_matching import Team

Starts = Sequence[int | None]


@dataclass(frozen=True)
class Overlap:
    """Two activities that overlap.

    Attributes
    ----------
    first, second
        Indices of the activities.
    first_slots, second_slots
        The least slots from the start of each by which it must be over before the other starts, or
        they still overlap.
    """

    first: int
    second: int
    first_slots: int
    second_slots: int


@dataclass(frozen=True)
class EquallyAble:
    """People who can fill the same needs, all in the same time."""

    people: tuple[int, ...]


@dataclass(frozen=True)
class _Stretch:
    """The shortest time that an activity takes those who fill one of its needs."""

    activity: int
    need: int
    start: int
    end: int


class PeopleForStarts:
    """Looks for people of one problem.

    What it takes for granted of people's time is the least that they can need: where no people are
    found here there are none.

    Parameters
    ----------
    problem
        Any.
    seconds, time
        Limit for one question, and what it is counted by.
    stop
        Asked often; when it is true, what is asked ends soon.
    """

    def __init__(
        self,
        problem: Problem,
        seconds: float,
        time: SolverTime,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._problem, self._seconds, self._time, self._stop = problem, seconds, time, stop
        self._classes = _classes(problem)
        self._class_of = {p: k for k, each in enumerate(self._classes) for p in each.people}
        self._sizes: dict[tuple[int, int], dict[int, int]] = {}
        self._undecided: Starts | None = None

    def people(self, starts: Starts) -> tuple[Team, ...] | None:
        """Return people by activity and need; None where there are none or none were found."""
        chosen = self._chosen(starts, range(len(starts)))
        self._undecided = starts if chosen is True else None
        return None if not isinstance(chosen, dict) else self._named(starts, chosen)

    def conflicts(self, starts: Starts, most: int = 5) -> Iterator[list[Overlap]]:
        """Yield overlaps of activities that no plan can have all; nothing if none are known.

        Of the activities of each none can be spared: with one less there are people. Whatever the
        starts, activities that overlap in pairs are all under way at some time, so that people who
        are missing for these starts are missing for any others with the same overlaps.
        """
        if self._undecided is starts and not self._problem.booked:
            return  # the same question would be as hard again
        kept = [a for a, start in enumerate(starts) if start is not None]
        for _ in range(most):
            if self._stop() or self._chosen(starts, kept, booked=False) is not False:
                return
            core = self._shrunk(starts, kept)
            yield _overlapping(self._stretches(starts, core))
            kept = [a for a in kept if a not in core]

    def _shrunk(self, starts: Starts, kept: list[int]) -> list[int]:
        """Leave out activities as long as no people are found for the rest, many at a time."""
        kept = sorted(kept, key=lambda a: starts[a] or 0)
        size = len(kept) // 2
        while size:
            at = 0
            while at < len(kept) and not self._stop():
                rest = kept[:at] + kept[at + size :]
                if self._chosen(starts, rest, booked=False) is False:
                    kept = rest
                else:
                    at += size
            size //= 2
        return kept

    def _stretches(self, starts: Starts, kept: Iterable[int]) -> list[_Stretch]:
        found = []
        for a in kept:
            start = starts[a]
            if start is not None:
                for n, staffing in enumerate(self._problem.activities[a].staffing):
                    found.append(_Stretch(a, n, start, start + staffing.fewest_slots))
        return found

    def _able(self, activity: int, need: int) -> dict[int, int]:
        """Return how many of each class can fill a need."""
        if (activity, need) not in self._sizes:
            found: dict[int, int] = {}
            for p in self._problem.activities[activity].staffing[need].people:
                found[self._class_of[p]] = found.get(self._class_of[p], 0) + 1
            self._sizes[activity, need] = found
        return self._sizes[activity, need]

    def _chosen(
        self, starts: Starts, kept: Iterable[int], *, booked: bool = True
    ) -> dict[tuple[int, int], dict[int, int]] | bool:
        """Return how many of each class are on each need; False if impossible, True if unknown.

        Time that is booked counts if it is asked for, and with it who is on other activities: both
        have nothing to do with overlaps.
        """
        model = cp_model.CpModel()
        stretches = self._stretches(starts, kept)
        number: dict[tuple[int, int], dict[int, cp_model.IntVar]] = {}
        of_class: dict[int, list[tuple[_Stretch, cp_model.IntVar]]] = {}
        for stretch in stretches:
            key = stretch.activity, stretch.need
            count = self._problem.activities[stretch.activity].staffing[stretch.need].count
            number[key] = {
                c: model.new_int_var(0, min(size, count), "number")
                for c, size in self._able(*key).items()
            }
            model.add(sum(number[key].values()) == count)
            for c, variable in number[key].items():
                of_class.setdefault(c, []).append((stretch, variable))
        for c, used in of_class.items():
            self._add_load(model, c, used, self._booked_of(c) if booked else [])
        if booked:
            self._add_pairs(model, number)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.catch_sigint_signal = False
        self._time.limit(solver, self._seconds)
        status = solver.solve(model)
        self._time.count(solver, model)
        if status == cp_model.INFEASIBLE:
            return False
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return True
        return {
            key: {c: solver.value(variable) for c, variable in by_class.items()}
            for key, by_class in number.items()
        }

    def _add_pairs(
        self, model: cp_model.CpModel, number: dict[tuple[int, int], dict[int, cp_model.IntVar]]
    ) -> None:
        """Activities have different people, or the same, as they ask; each is a class there."""
        rules = self._problem.people_rules
        on: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for (a, _), by_class in number.items() if rules.has_pairs else ():
            for c, variable in by_class.items():
                on.setdefault((a, c), []).append(variable)
        placed = {a for a, _ in on}
        for a, b in rules.apart:
            for c in [c for one, c in on if one == a and (b, c) in on]:
                model.add(sum(on[a, c]) + sum(on[b, c]) <= 1)
        for a, b in rules.together:
            for c in [c for one, c in on if one == a and b in placed]:
                model.add(sum(on[a, c]) <= sum(on.get((b, c), [])))
        for a, p in rules.on:
            if a in placed:
                model.add(sum(on.get((a, self._class_of.get(p, -1)), [])) >= 1)

    def _add_load(
        self,
        model: cp_model.CpModel,
        c: int,
        used: list[tuple[_Stretch, cp_model.IntVar]],
        booked: Sequence[Booking],
    ) -> None:
        """At each start, no more of a class are at work than there are, by shares."""
        problem, people = self._problem, self._classes[c].people
        capacity, limits = len(people) * problem.share_scale, problem.people_rules.max_items
        known: set[frozenset[int]] = set()
        for at in sorted({s.start for s, _ in used} | {b.start for b in booked}):
            now = [k for k, (s, _) in enumerate(used) if s.start <= at < s.end]
            if frozenset(now) in known and not booked:
                continue
            known.add(frozenset(now))
            taken = sum(b.amount for b in booked if b.start <= at < b.end)
            load = sum(self._share(used[k][0]) * used[k][1] for k in now)
            model.add(load <= capacity - taken)
            if people[0] in limits:
                held = sum(1 for b in booked if b.start <= at < b.end)
                model.add(sum(used[k][1] for k in now) <= limits[people[0]] - held)
        by_activity: dict[int, list[cp_model.IntVar]] = {}
        for stretch, variable in used:
            by_activity.setdefault(stretch.activity, []).append(variable)
        for variables in by_activity.values():
            if len(variables) > 1:
                model.add(sum(variables) <= len(people))

    def _booked_of(self, c: int) -> list[Booking]:
        people = self._classes[c].people
        return [b for b in self._problem.booked if b.kind == "person" and b.index in people]

    def _share(self, stretch: _Stretch) -> int:
        return self._problem.activities[stretch.activity].staffing[stretch.need].share

    def _named(
        self, starts: Starts, chosen: dict[tuple[int, int], dict[int, int]]
    ) -> tuple[Team, ...] | None:
        """Say who of each class it is: whoever was first free, in the order of starts."""
        problem = self._problem
        free = {p: 0 for each in self._classes for p in each.people}
        teams: list[list[tuple[int, ...]]] = [[() for _ in a.staffing] for a in problem.activities]
        for stretch in sorted(self._stretches(starts, range(len(starts))), key=lambda s: s.start):
            team: list[int] = []
            for c, count in chosen[stretch.activity, stretch.need].items():
                people = self._classes[c].people
                able = [p for p in people if len(people) == 1 or free[p] <= stretch.start]
                if len(able) < count:
                    return None
                team += able[:count]
            for p in team:
                free[p] = max(free[p], stretch.end)
            teams[stretch.activity][stretch.need] = tuple(sorted(team))
        return tuple(tuple(team) for team in teams)


def _classes(problem: Problem) -> list[EquallyAble]:
    """Return the classes; everybody is one where shares of time can be small, or time is booked.

    So is whoever can do what asks who is on other activities.
    """
    needs: dict[int, list[int]] = {}
    tables: dict[int, list[object]] = {}
    seen: dict[object, int] = {}
    small = False
    for activity in problem.activities:
        for staffing in activity.staffing:
            number = seen.setdefault(staffing, len(seen))
            small = small or 2 * staffing.share <= problem.share_scale
            for p, table in zip(staffing.people, staffing.finish, strict=True):
                if number not in needs.setdefault(p, []):
                    needs[p].append(number)
                    tables.setdefault(p, []).append(table)
    apart = {b.index for b in problem.booked if b.kind == "person"}
    for a in problem.people_rules.members:
        apart.update(p for staffing in problem.activities[a].staffing for p in staffing.people)
    found: dict[object, list[int]] = {}
    for p in sorted(needs):
        alone = p if small or p in apart else -1
        found.setdefault((alone, tuple(needs[p]), tuple(tables[p])), []).append(p)
    return [EquallyAble(tuple(people)) for people in found.values()]


def _overlapping(stretches: Sequence[_Stretch]) -> list[Overlap]:
    """Return the overlaps of different activities that there are for certain."""
    least: dict[tuple[int, int], tuple[int, int]] = {}
    for k, one in enumerate(stretches):
        for other in stretches[k + 1 :]:
            apart = one.end <= other.start or other.end <= one.start
            if one.activity != other.activity and not apart:
                pair = one.activity, other.activity
                slots = one.end - one.start, other.end - other.start
                known = least.get(pair, slots)
                least[pair] = min(known[0], slots[0]), min(known[1], slots[1])
    return [Overlap(*pair, *slots) for pair, slots in least.items()]
