"""What must be done inside windows of time, by the finishes that are chosen for the terms.

A piece of work whose head is h, and which must end at a boundary e for a chosen finish, can be
done before a window [t, u) for u no more than its rate allows from h to t, and after it no more
than from u to e. What is left must be done inside. Work that begins before the window and ends
after it goes on throughout, since its people stay with it: energetic reasoning [1]_, for work of
groups of people with calendars.

.. [1] Baptiste, Le Pape, Nuijten. 1999. Satisfiability tests and time-bound adjustments for
   cumulative scheduling problems. *Annals of Operations Research* 92: 305-333.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.bounds.capacity_inequalities import CapacityInequality
from allocator.bounds.finish_bound import FinishBound
from allocator.bounds.linear_program import FloatArray, Stop
from allocator.bounds.params import WindowParams
from allocator.bounds.period_grid import TermWork
from allocator.bounds.shared_work import SharedWork
from allocator.problem.crowds import crowds
from allocator.problem.model import Problem
from allocator.problem.timeline import IntArray


@dataclass(frozen=True)
class WorkWindow:
    """An inequality between work and capacity from one boundary to another.

    Attributes
    ----------
    begin, end
        Boundaries.
    inequality
        Whose work and capacity.
    excess
        By how much the work for the finishes at hand exceeds the capacity, as a part of it.
    """

    begin: int
    end: int
    inequality: CapacityInequality
    excess: float

    @property
    def capacity(self) -> float:
        """What the inequality's people can do from begin to end."""
        return float(self.inequality.ended[self.end] - self.inequality.begun[self.begin])

    def is_near(self, other: WorkWindow, slots: int) -> bool:
        """Return whether another window says nearly the same."""
        apart = max(abs(self.begin - other.begin), abs(self.end - other.end))
        return self.inequality is other.inequality and apart < slots


class WindowLoad:
    """The work of some terms in windows.

    A piece that several finishes wait for is counted for the one that leaves it the least time.
    Resources count where all they carry lies on slots.

    Parameters
    ----------
    shared
        The terms and their work.
    """

    def __init__(self, problem: Problem, shared: SharedWork, params: WindowParams) -> None:
        self._problem, self._work, self._params = problem, shared.work, params
        load, self._inequalities = shared.load, shared.inequalities
        pieces, self._term, self._tail = self._assigned(load, shared.term_works)
        self._group, self._head = load.group[pieces], load.head[pieces]
        self._volume, held = load.volume[pieces], load.held[pieces]
        slot = np.where(held, problem.timeline.slot_minutes, 1)
        self._rate = load.rate[pieces] * slot
        least_rate = np.array([piece.least_rate for piece in shared.work.pieces])
        self._least_rate = least_rate[pieces] * slot
        self._groups, self._first_piece = np.unique(self._group, return_index=True)
        for crowd in crowds(problem, params.crowds):
            self._inequalities.add_crowd(crowd.people)
        self._cumulated = [self._of_group(group) for group in self._groups.tolist()]

    def _assigned(
        self, load: FinishBound, term_works: Sequence[TermWork]
    ) -> tuple[IntArray, IntArray, IntArray]:
        """Return pieces in the order of their groups, the term of each, and its tail."""
        per_slot = max(1, self._problem.timeline.slot_minutes // self._problem.tick)
        best: dict[int, tuple[float, int, int]] = {}
        for j, term_work in enumerate(term_works):
            wanted = max(term_work.alone, term_work.term.due) / per_slot
            for piece, tail in zip(term_work.pieces.tolist(), term_work.tail.tolist(), strict=True):
                if not load.held[piece] or load.aligned:
                    found = (wanted - tail, j, tail)
                    best[piece] = min(found, best.get(piece, found))
        order = sorted(best, key=lambda piece: (int(load.group[piece]), piece))
        chosen = [(piece, *best[piece][1:]) for piece in order]
        table = np.array(chosen, dtype=np.int64).reshape(-1, 3)
        return table[:, 0], table[:, 1], table[:, 2]

    def _of_group(self, number: int) -> FloatArray:
        """Return the different capacities of a group's people up to boundaries, each once."""
        group, problem = self._work.groups[number], self._problem
        if group.resource is not None:
            return np.arange(problem.horizon + 1, dtype=float)[None, :]
        capacities = {problem.working_time[person] for person, _ in group.speeds}
        return np.array([each.cumulated / each.scale for each in capacities])

    def inside(
        self, finishes: IntArray, begin: int, ends: IntArray, chosen: IntArray | None = None
    ) -> FloatArray:
        """Return, shape (chosen pieces, ends), the work from one boundary to others at least.

        Parameters
        ----------
        finishes
            By chosen piece, or shape (pieces, ends): the boundary of its term's finish.
        chosen
            Indices of pieces; all of them by default.
        """
        at: IntArray | slice = slice(None) if chosen is None else chosen
        rate, volume = self._rate[at][:, None], self._volume[at][:, None]
        last = np.reshape(finishes, (len(volume), -1)) - self._tail[at][:, None]
        before = np.clip((begin - self._head[at][:, None]) * rate, 0.0, 1.0)
        after = np.clip((last - ends[None, :]) * rate, 0.0, 1.0)
        through = self._throughout(begin, ends)[np.searchsorted(self._groups, self._group[at])]
        through = through * self._least_rate[at][:, None]
        shifted = np.minimum(through, 1.0 - np.maximum(before, after))
        return np.asarray(volume * np.clip(np.maximum(1.0 - before - after, shifted), 0.0, 1.0))

    def _throughout(self, begin: int, ends: IntArray) -> FloatArray:
        """Return, shape (groups, ends), whole slots that whoever has least works meanwhile."""
        return np.array(
            [(each[:, ends] - each[:, [begin]]).min(axis=0) for each in self._cumulated]
        )

    def demand(self, window: WorkWindow, term: int, finishes: IntArray) -> FloatArray:
        """Return the weighted work of a term in a window for each of some finishes."""
        weights = window.inequality.groups[self._group]
        chosen = np.flatnonzero((self._term == term) & (weights > 0))
        if not len(chosen):
            return np.zeros(len(finishes))
        end = np.full(len(finishes), window.end, dtype=np.int64)
        all_finishes = np.broadcast_to(finishes, (len(chosen), len(finishes)))
        return np.asarray(weights[chosen] @ self.inside(all_finishes, window.begin, end, chosen))

    def overloaded(self, finishes: IntArray, stop: Stop) -> list[WorkWindow]:
        """Return windows in which chosen finishes ask for more than there is, the worst first.

        Parameters
        ----------
        finishes
            By term.
        """
        if not len(self._term):
            return []
        mine = finishes[self._term]
        tightest = self._tightest(mine, stop)
        found = [window for window in tightest if window.excess > self._params.min_excess]
        if not found:
            found = list(self._with_other_weights(mine, tightest, stop))
        return found[: self._params.windows_at_once]

    def _tightest(self, mine: IntArray, stop: Stop) -> list[WorkWindow]:
        """Return different windows by the part of the capacity that is asked for, most first.

        Parameters
        ----------
        mine
            By piece: the finish that its term has.
        """
        pool = [each for each in self._inequalities.pool if each.groups[self._groups].any()]
        weights = np.array([each.groups[self._groups] for each in pool])
        begins, ends = self._borders(mine - self._tail)
        found: list[WorkWindow] = []
        for begin in begins.tolist():
            later = ends[ends > begin]
            if stop() or not len(later) or not pool:
                break
            work = self._by_group(mine, begin, later)
            capacity = np.array([each.ended[later] - each.begun[begin] for each in pool])
            excess = (weights @ work - capacity) / np.maximum(1.0, capacity)
            for k, which in enumerate(excess.argmax(axis=0).tolist()):
                found.append(WorkWindow(begin, int(later[k]), pool[which], float(excess[which, k])))
        found.sort(key=lambda window: -window.excess)
        return self._different(found)

    def _by_group(self, mine: IntArray, begin: int, ends: IntArray) -> FloatArray:
        """Return, shape (groups, ends), the work of each group inside windows."""
        inside = self.inside(mine, begin, ends)
        return np.asarray(np.add.reduceat(inside, self._first_piece, axis=0))

    def _with_other_weights(
        self, mine: IntArray, tightest: Sequence[WorkWindow], stop: Stop
    ) -> Iterator[WorkWindow]:
        """Yield the tightest windows with inequalities between groups that were not known."""
        known = self._inequalities
        for window in tightest[: self._params.searched_windows]:
            if stop():
                return
            volume = np.zeros(known.count)
            volume[self._groups] = self._by_group(mine, window.begin, np.array([window.end]))[:, 0]
            capacity = np.maximum(known.ended[:, window.end] - known.begun[:, window.begin], 0.0)
            found = known.overload(volume, capacity)
            if found is not None:
                yield WorkWindow(window.begin, window.end, found, self._params.min_excess)

    def _borders(self, last: IntArray) -> tuple[IntArray, IntArray]:
        """Return where windows may begin and end: where some piece begins or ends at the edge."""
        most, horizon = self._params, self._problem.horizon
        slots = np.ceil(1.0 / np.maximum(self._rate, 1.0 / max(1, horizon))).astype(np.int64)
        begins = np.unique(np.concatenate([self._head, last - slots]))
        ends = np.unique(np.concatenate([last, self._head + slots]))
        begins = begins[(begins >= 0) & (begins < horizon)]
        ends = ends[(ends > 0) & (ends <= horizon)]
        return _spread(begins, most.max_begins), _spread(ends, most.max_ends)

    def _different(self, found: Sequence[WorkWindow]) -> list[WorkWindow]:
        """Return the first windows that are not much alike, up to as many as are used."""
        chosen: list[WorkWindow] = []
        slots = max(2, round(float(np.median(1.0 / self._rate)) / 2))
        for window in found:
            if len(chosen) >= max(self._params.windows_at_once, self._params.searched_windows):
                break
            if not any(window.is_near(other, slots) for other in chosen):
                chosen.append(window)
        return chosen


def _spread(values: IntArray, most: int) -> IntArray:
    """Return at most so many of sorted values, evenly spread."""
    if len(values) <= most:
        return values
    return values[np.unique(np.linspace(0, len(values) - 1, most).astype(np.int64))]
