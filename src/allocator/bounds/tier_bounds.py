"""Bounds on a tier without a search for plans, the cheapest ones first."""

from __future__ import annotations

import math
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from allocator.bounds.capacity_inequalities import CapacityInequalities
from allocator.bounds.cheapest_teams import cheapest_teams
from allocator.bounds.finish_bound import FinishBound
from allocator.bounds.finish_choice import FinishChoice
from allocator.bounds.linear_program import SAFETY_MARGIN, Stop
from allocator.bounds.params import DEFAULT_PARAMS, BoundsParams, GridParams, PeriodParams
from allocator.bounds.period_grid import PeriodGrid, TermWork
from allocator.bounds.period_program import PeriodProgram
from allocator.bounds.set_bound import SetBound
from allocator.bounds.shared_work import SharedWork
from allocator.bounds.tails import Tails
from allocator.bounds.window_load import WindowLoad
from allocator.bounds.work import Work
from allocator.problem.evaluation import Evaluator
from allocator.problem.grain import grain
from allocator.problem.mandatory import mandatory
from allocator.problem.objective import Term, TierKind
from allocator.problem.quick_bounds import QuickBounds
from allocator.problem.time_windows import TimeWindows
from allocator.problem.timeline import IntArray

Bound = tuple[int, str]


def tier_bounds(
    evaluator: Evaluator,
    windows: TimeWindows,
    tier: str,
    *,
    seconds: float,
    stop: Stop,
    params: BoundsParams = DEFAULT_PARAMS,
) -> Iterator[Bound]:
    """Yield ever better lower bounds on a tier.

    They hold for all plans, those that go on after the axis too.

    Parameters
    ----------
    evaluator, windows
        An evaluator of the problem, and its windows from `time_windows`.
    tier
        Name of a tier.
    seconds
        How long at most, about; the first bounds come at once.
    stop
        Asked often; when it is true the generator ends soon.
    params
        The numbers of the bounds.

    Yields
    ------
    The bound in the tier's integer units, each greater than the one before, and where it comes
    from in a few words.
    """
    end = time.monotonic() + seconds
    best: int | None = None
    for bound, source in _all_bounds(evaluator, windows, tier, end, stop, params):
        if best is None or bound > best:
            best = bound
            yield bound, source
        if stop() or time.monotonic() > end:
            return


def _all_bounds(
    evaluator: Evaluator,
    windows: TimeWindows,
    tier: str,
    end: float,
    stop: Stop,
    params: BoundsParams,
) -> Iterator[Bound]:
    problem = evaluator.problem
    kind = problem.tier(tier).kind
    if kind is TierKind.DEADLINES:
        yield 0, "no deadline missed"
        return
    if kind is TierKind.FINISHES:
        yield from _Relaxations(evaluator, windows, end, stop, params).bounds(tier)
        return
    sources = {
        TierKind.VALUE: "nothing dropped",
        TierKind.COST: "the cheapest people of every need",
        TierKind.PREFERENCE: "the preferred people of every need",
        TierKind.BUDGET: "the cheapest people of every need",
        TierKind.STABILITY: "what cannot start as early as in the baseline",
    }
    yield QuickBounds(evaluator, windows).tier(tier), sources[kind]
    if kind in (TierKind.COST, TierKind.PREFERENCE):
        least = cheapest_teams(problem, kind, max(1.0, end - time.monotonic()), stop)
        if least is not None:
            which = "cheapest" if kind is TierKind.COST else "most preferred"
            yield least, f"the {which} team of every item"


class _Relaxations:
    """The bounds of one tier that is about finishes."""

    def __init__(
        self,
        evaluator: Evaluator,
        windows: TimeWindows,
        end: float,
        stop: Stop,
        params: BoundsParams,
    ) -> None:
        self._params = params
        self._problem, self._windows = evaluator.problem, windows
        self._simple = QuickBounds(evaluator, windows)
        self._grain = grain(self._problem)
        self._end, self._stop = end, stop
        self._all_tails: list[dict[int, tuple[int, int]]] = []
        self._alone: list[int] = []

    def _left(self) -> float:
        return max(0.05, self._end - time.monotonic())

    def _over(self) -> bool:
        return self._stop() or time.monotonic() > self._end

    def bounds(self, tier: str) -> Iterator[Bound]:
        kept = mandatory(self._problem)
        terms = [t for t in self._problem.tier(tier).terms if not kept.isdisjoint(t.finish.nodes)]
        simple = [self._simple.term(term) for term in terms]
        yield sum(simple), "chains of links and load of groups"
        self._tails = Tails(self._problem)
        work = self._work = Work(self._problem, self._windows, self._tails, self._params.load)
        if not terms or not work.pieces:
            return
        inequalities = CapacityInequalities(work, self._over)
        load = FinishBound(self._problem, work, inequalities)
        rounds = self._rounds(len(terms))
        total, settled = 0, 0
        waiting: list[Term] = []
        for term, weighted in zip(terms, simple, strict=True):
            tails = self._tails.of(term.finish)
            pieces, tail = load.before(term.finish, tails)
            if not len(pieces):  # nothing is left to do, and it may be over before the plan begins
                settled += weighted
                continue
            reached = 0 if self._over() else load.boundary(pieces, tail, rounds)
            alone = max(self._ticks(reached), self._simple.reached(term))
            waiting.append(term)
            self._all_tails.append(tails)
            self._alone.append(alone)
            total += max(weighted, term.weight * max(0, alone - term.due))
        yield settled + total, "fractional load of capable people, each finish by itself"
        if len(waiting) == 1:
            yield from self._by_sets(waiting[0], settled)
        if len(waiting) > 1:
            for bound, source in self._together(waiting):
                yield settled + bound, source

    def _together(self, terms: Sequence[Term]) -> Iterator[Bound]:
        """Yield bounds on several terms by what they share: a quick program, windows, the rest.

        The quick program may go on until the search is over: without it there is little to tell.
        """
        grids = self._params.periods.grids
        for grid in grids[:1]:
            yield from self._on(grid, terms, lambda: math.inf, self._stop)
        for bound in self._by_windows(terms):
            yield bound, "windows too short for what finishes ask for"
        for grid in grids[1:]:
            yield from self._on(grid, terms, self._left, self._over)

    def _by_sets(self, term: Term, settled: int) -> Iterator[Bound]:
        """Yield bounds on the only term, beside those that are settled."""
        sets = SetBound(self._problem, self._windows, self._tails, self._params.sets)
        tails = self._all_tails[0]
        if not sets.can_bound(tails):
            return
        end = min(self._end, time.monotonic() + self._params.sets.max_seconds)
        for boundary in sets.boundaries(tails, end=end, stop=self._over):
            late = max(0, self._ticks(boundary) - term.due)
            yield settled + term.weight * late, "sets of items that fit together"

    def _by_windows(self, terms: Sequence[Term]) -> Iterator[int]:
        """Yield bounds on all terms by windows of time."""
        params, left = self._params.windows, self._left()
        most = params.max_literals // len(terms)
        if self._over() or most < params.min_borders:
            return
        shared = self._shared(terms, params.groups)
        if not len(shared.pieces):
            return
        together, last = self._span(shared, params.horizon_factor)
        count = min(last // self._grain + 1, most)
        grid = PeriodGrid(
            self._problem,
            shared.load,
            shared.inequalities,
            self._borders(together, last, count),
            self._grain,
        )
        load = WindowLoad(self._problem, shared, params)
        choice = FinishChoice(shared.term_works, grid, load, params)
        end = min(self._end, time.monotonic() + params.time_fraction * left)
        yield from choice.bounds(end, self._over)

    def _rounds(self, terms: int) -> int:
        """Return the rounds in which overload is sought for each of so many terms."""
        params = self._params.load
        if terms <= 1:
            return params.single_term_rounds
        return params.term_rounds if terms <= params.max_separated_terms else 0

    def _on(
        self, grid: GridParams, terms: Sequence[Term], left: Callable[[], float], over: Stop
    ) -> Iterator[Bound]:
        """Yield the bounds of one program; its linear one has the seconds that are left."""
        who = "everybody's time" if grid.groups == 1 else "capable people's time"
        program = None if over() else self._program_on(terms, grid)
        if program is None:
            return
        for bound in program.linear(left, over):
            yield _ceil(bound), f"{who} shared by all, period by period"
        if grid.integer_time_fraction:
            for bound in self._whole(program, grid.integer_time_fraction * self._left()):
                yield _ceil(bound), f"{who} shared by all, finish by finish"

    def _ticks(self, boundary: int) -> int:
        timeline = self._problem.timeline
        instant = timeline.ends[boundary : boundary + 1]
        return int(timeline.team_minutes(instant)[0]) // self._problem.tick

    def _boundary(self, ticks: int) -> int:
        """Return the first boundary at which W has come to so many ticks."""
        timeline = self._problem.timeline
        reached = timeline.team_minutes(timeline.ends) // self._problem.tick
        return min(int(np.searchsorted(reached, ticks)), self._problem.horizon)

    def _program_on(self, terms: Sequence[Term], grid: GridParams) -> PeriodProgram | None:
        """Return a program, or None if it were too coarse to say anything."""
        shared = self._shared(terms, grid.groups)
        params = self._params.periods
        together, last = self._span(shared, params.horizon_factor)
        count = grid.periods
        while (
            count >= params.min_periods
            and _nonzeros(shared.term_works, shared.load, last, count, params) > grid.nonzeros
        ):
            count = int(count * params.period_shrinkage)
        if count < params.min_periods or not len(shared.pieces):
            return None
        borders = self._borders(together, last, count)
        load, inequalities = shared.load, shared.inequalities
        return PeriodProgram(
            shared.term_works,
            PeriodGrid(self._problem, load, inequalities, borders, self._grain),
            load,
            inequalities,
            params,
        )

    def _shared(self, terms: Sequence[Term], groups: int) -> SharedWork:
        """Return the work of all terms, with at most so many groups of people."""
        work = self._work.merged(groups)
        inequalities = CapacityInequalities(work, self._over)
        load = FinishBound(self._problem, work, inequalities)
        term_works = []
        for term, tails, alone in zip(terms, self._all_tails, self._alone, strict=True):
            pieces, tail = load.before(term.finish, tails)
            term_works.append(TermWork(term, pieces, tail, alone))
        return SharedWork(work, inequalities, load, tuple(term_works))

    def _span(self, shared: SharedWork, factor: float) -> tuple[int, int]:
        """Return when everybody together could have done all work, and the end of a grid."""
        pieces, rounds = shared.pieces, self._params.load.shared_rounds
        together = shared.load.boundary(pieces, np.zeros(len(pieces), dtype=np.int64), rounds)
        last = int(together * factor) + 1
        return together, min(self._problem.horizon, last)

    def _borders(self, together: int, last: int, count: int) -> IntArray:
        """Return boundaries, most of them where terms may come to their finish."""
        if count * self._grain >= last:
            return np.arange(0, last + 1, self._grain)
        first = min(self._boundary(min(self._alone)), together)
        few = max(1, int(count * self._params.periods.edge_fraction))
        parts = [(0, first, few), (first, together, count - 2 * few), (together, last, few)]
        spread = [np.linspace(start, end, number + 1) for start, end, number in parts]
        whole = np.round(np.concatenate(spread) / self._grain).astype(np.int64)
        return np.unique(np.minimum(whole, self._problem.horizon // self._grain)) * self._grain

    def _whole(self, program: PeriodProgram, seconds: float) -> Iterator[float]:
        """Run the program with whole finishes in a thread, and yield its bounds as they grow."""
        proved: queue.Queue[float | None] = queue.Queue()

        def work() -> None:
            try:
                if not self._over():
                    program.whole(seconds, self._over, proved.put)
            finally:
                proved.put(None)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        best = 0.0
        while (bound := proved.get()) is not None:
            if bound > best:
                best = bound
                yield bound
        thread.join()


def _nonzeros(
    term_works: Sequence[TermWork], load: FinishBound, last: int, periods: int, params: PeriodParams
) -> float:
    """Estimate the nonzeros of a program: by term and group, the periods that its work spans."""
    total = 0.0
    for term_work in term_works:
        if len(term_work.pieces):
            groups = len(np.unique(load.group[term_work.pieces]))
            span = int(term_work.tail.max()) * periods / max(1, last)
            cell = params.cell_nonzeros + min(span, periods) * params.span_nonzeros
            total += groups * periods * cell
    return total


def _ceil(bound: float) -> int:
    """Round a bound on integers up, after a margin for the arithmetic of floats."""
    return int(np.ceil(bound - SAFETY_MARGIN * max(1.0, abs(bound))))
