"""The portfolio of operators on one tier: it divides the tier's time among them."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Self

from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.warmup import load_compiled
from allocator.planner.baseline_search import BaselineSearch
from allocator.planner.operators.climb import Climb
from allocator.planner.operators.protocol import (
    Operator,
    SearchContext,
    Target,
    TimeSlice,
)
from allocator.planner.operators.whole_model import is_tiny
from allocator.planner.search_thread import SearchThread, Stage
from allocator.planner.threads import run_in_threads


class Portfolio:
    """The operators of one search; improves a tier at a time.

    Exclusive operators get a fixed fraction of a tier's time and all cores; the others share the
    search threads, one for each core.

    Parameters
    ----------
    context
        What the operators work on.
    operators
        In the order in which they get their first turns.
    """

    def __init__(self, context: SearchContext, operators: Sequence[type[Operator]]) -> None:
        self._context, self._clock = context, context.clock
        self._exclusive = [kind(context) for kind in operators if kind.exclusive]
        self._shared = tuple(kind for kind in operators if not kind.exclusive)
        self._is_tiny = is_tiny(context.problem, context.params.whole_model)
        self._fraction = max((each.time_fraction for each in self._exclusive), default=0.0)
        self._baseline_search = BaselineSearch(context, self._shared, self._run_threads)
        self._threads: list[SearchThread] = []
        self._is_closed = False
        self._engines = ["SGS"]

    @property
    def engines(self) -> str:
        """The families of the operators that were at work."""
        return " + ".join(self._engines)

    def improve(self, tier: str, kept: Sequence[tuple[str, int]], seconds: float) -> None:
        """Minimise one tier, all tiers before it kept at their values.

        Parameters
        ----------
        tier, kept
            The tier, and the values of those before it.
        seconds
            Limit of time; in a reproducible run of what is counted.
        """
        target = _target(self._context, tier, kept)
        if self._fraction >= 1.0:
            self._run_exclusive(target, seconds)
        else:
            self._improve_by_time(target, min(seconds, self._clock.left))

    def _improve_by_time(self, target: Target, seconds: float) -> None:
        end = self._clock.now() + seconds
        near = not self._clock.reproducible and self._baseline_search.can_run(target.tier)
        if near:
            self._use(Climb.family)
            fraction = self._context.params.baseline_search.weighted_time_fraction
            self._baseline_search.run_near(target, fraction * seconds, lambda: self._done(target))
        if near or target.tier == "stability":
            self._search_then_exclusive(target, end)
        elif self._fraction > 0:
            self._look_first(target, seconds)
            if not self._done(target):
                self._warm_up(target, seconds)
            if not self._done(target):
                self._run_exclusive(target, self._fraction * (end - self._clock.now()))
        if not self._done(target):
            self._search(target, seconds=end - self._clock.now())

    def _search_then_exclusive(self, target: Target, end: float) -> None:
        """Search, then leave the rest of the time to what can use it."""
        left = end - self._clock.now()
        rest = (1 - self._context.params.baseline_search.search_time_fraction) * left
        if not self._able(target, rest):
            rest = 0.0
        if not self._clock.reproducible and self._baseline_search.can_run(target.tier):
            self._use(*(kind.family for kind in self._shared))
            self._baseline_search.run_both(target, left - rest, lambda: self._done(target))
        else:
            self._search(target, seconds=left - rest)
        if rest > 0 and not self._done(target):
            self._run_exclusive(target, end - self._clock.now())

    def _look_first(self, target: Target, seconds: float) -> None:
        """Give a short turn to what may solve the problem at once."""
        params = self._context.params.operators
        look = min(params.first_look_seconds, params.first_look_time_fraction * seconds)
        for operator in self._exclusive:
            if operator.looks_first and not self._done(target):
                self._use(operator.family)
                operator.run(self._time_slice(target, look))

    def _warm_up(self, target: Target, seconds: float) -> None:
        """Search on the kernel for a moment, without starting processes."""
        params = self._context.params.operators
        if self._context.has_kernel:
            first = min(params.warm_up_time_fraction * seconds, params.warm_up_seconds)
            slow = [kind.name for kind in self._shared if kind.starts_process]
            self._search(target, seconds=first, excluded=slow)

    def _run_exclusive(self, target: Target, seconds: float) -> None:
        """Divide so many seconds among the exclusive operators that can use them.

        The first has a short turn to show what it can do; if it closes nothing of the gap to the
        bound, the others have all the time. Else they take turns, each twice as long as the one
        before, of half of the time left at most, and one that closes enough of the gap goes on. The
        last one begins where the problem is tiny: the whole model solves most of them at once.
        """
        params, able = self._context.params.operators, self._able(target, seconds)
        if len(able) < 2:
            for operator in able:
                self._use(operator.family)
                operator.run(self._time_slice(target, seconds / len(able)))
            return
        end, turn = self._clock.now() + seconds, params.first_turn_fraction * seconds
        k = len(able) - 1 if self._is_tiny else 0
        helped: set[Operator] = set()
        while able and (left := end - self._clock.now()) > 0 and not self._done(target):
            operator, turn = able[k % len(able)], max(params.min_turn_seconds, turn)
            if len(able) == 1 or left < turn + params.min_turn_seconds:
                turn = left
            if not operator.can_run(self._time_slice(target, turn)):
                able.remove(operator)
                continue
            began = self._clock.now()
            closed = self._close_gap(operator, self._time_slice(target, turn))
            if closed <= 0 and self._clock.now() - began < turn / 2:
                able.remove(operator)  # it has come to its end
                continue
            if closed > 0:
                helped.add(operator)
            if closed < params.closed_gap_fraction:
                k += 1
                if len(able) > 1 and operator is not able[-1] and operator not in helped:
                    able.remove(operator)
            turn = min(2 * turn, (end - self._clock.now()) / 2)

    def _close_gap(self, operator: Operator, time_slice: TimeSlice) -> float:
        """Give a turn to an exclusive operator; return which fraction of the gap it closed."""
        self._use(operator.family)
        incumbent, tier = self._context.incumbent, time_slice.target.tier
        before = incumbent.gap(tier)
        operator.run(time_slice)
        return (before - incumbent.gap(tier)) / max(1, before)

    def _able(self, target: Target, seconds: float) -> list[Operator]:
        return [each for each in self._exclusive if each.can_run(self._time_slice(target, seconds))]

    def _search(
        self,
        target: Target,
        *,
        seconds: float,
        excluded: Collection[str] = (),
    ) -> None:
        """Search on all threads for so long; in a reproducible run on one."""
        self._use(*(kind.family for kind in self._shared if kind.name not in excluded))
        if not self._threads or self._is_closed:
            self._is_closed = False
            self._threads = self._make_threads(
                1 if self._clock.reproducible else self._context.cores
            )
        time_slice = self._time_slice(target, seconds)

        def is_over() -> bool:
            return self._done(target) or time_slice.left <= 0

        stage = Stage(time_slice, is_over, excluded)
        self._run_threads([(thread, stage) for thread in self._threads])

    def _make_threads(self, count: int) -> list[SearchThread]:
        load_compiled()
        decoder = self._context.decoder or Decoder(self._context.problem)
        context = replace(self._context, decoder=decoder)
        return [SearchThread(context.of_thread(k), self._shared) for k in range(count)]

    def _run_threads(self, stages: Sequence[tuple[SearchThread, Stage]]) -> None:
        run_in_threads([partial(thread.run, stage) for thread, stage in stages], self._wait)

    def _wait(self, done: threading.Event) -> None:
        self._clock.wait(done, lambda: self._close_threads() if self._clock.over else None)

    def _time_slice(self, target: Target, seconds: float) -> TimeSlice:
        now = self._clock.now
        return TimeSlice(target=target, seconds=seconds, end=now() + seconds, now=now)

    def _done(self, target: Target) -> bool:
        return self._context.incumbent.proved(target.tier) or self._clock.over

    def _use(self, *families: str) -> None:
        now = list(dict.fromkeys(families))
        self._engines += [name for name in now if name not in self._engines]
        self._context.incumbent.engine = " + ".join(now)

    def _close_threads(self) -> None:
        self._is_closed = True
        self._baseline_search.close()
        for thread in self._threads:
            thread.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._close_threads()


def _target(context: SearchContext, tier: str, kept: Sequence[tuple[str, int]]) -> Target:
    focus = 0 if tier == "deadlines" else 1 + context.problem.tier_names.index(tier)
    return Target(tier=tier, focus=focus, kept=tuple(kept))
