"""Threads beside the search: lower bounds by linear programs, and the compilation of the kernel."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Self

from allocator.bounds.tier_bounds import tier_bounds
from allocator.heuristics.kernel import announcement, warmup
from allocator.jobs.process import Process, WorkerGoneError
from allocator.planner.operators.protocol import SearchContext
from allocator.planner.operators.whole_model import is_tiny
from allocator.planner.threads import run_in_threads


class BackgroundWork:
    """Runs beside the search while its ``with`` block is entered.

    It does nothing in a reproducible run, nor in the first moment of a tiny problem: the whole
    model solves most of them at once.

    Parameters
    ----------
    context
        What is searched.
    bounds
        Whether bounds are looked for; if not, the kernel is compiled alone.
    """

    def __init__(self, context: SearchContext, *, bounds: bool = True) -> None:
        self._context, self._bounds = context, bounds
        self._stopped = threading.Event()
        self._compiler: Process | None = None
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        context, params = self._context, self._context.params.whole_model
        if context.clock.reproducible:
            return self
        if self._bounds:
            self._start(self._raise_bounds)
        large = len(context.problem.activities) > params.small_activities
        if large and warmup.possible() and not warmup.ready():
            self._start(self._compile)
        return self

    def _start(self, work: Callable[[], None]) -> None:
        self._threads.append(threading.Thread(target=work, daemon=True))
        self._threads[-1].start()

    def _raise_bounds(self) -> None:
        context = self._context
        if is_tiny(context.problem, context.params.whole_model):
            self._stopped.wait(context.params.bounds.tiny_delay_seconds)
        seconds = self._bound_time_fraction * context.clock.left

        for tier in context.problem.tier_names:

            def stop(tier: str = tier) -> bool:
                is_over = context.clock.over or self._stopped.is_set()
                return is_over or context.incumbent.proved(tier)

            for bound, source in tier_bounds(
                context.incumbent.evaluator,
                context.windows,
                tier,
                seconds=seconds,
                stop=stop,
                params=context.params.bounds,
            ):
                context.incumbent.raise_bound(tier, bound, source)

    @property
    def _bound_time_fraction(self) -> float:
        params = self._context.params
        if len(self._context.problem.activities) <= params.whole_model.medium_activities:
            return params.bounds.small_time_fraction
        return params.bound_time_fraction

    def _compile(self) -> None:
        try:
            self._compiler = Process()
            if not self._stopped.is_set():
                announcement.announce()
                self._compiler.call(warmup.warm_up)
        except (WorkerGoneError, RuntimeError, OSError):  # the search does without it
            pass
        finally:
            if self._compiler is not None:
                self._compiler.close()

    def wait_for_kernel(self) -> None:
        """Compile the kernel first, for a search that does not go by time; Ctrl-C ends it."""
        clock = self._context.clock

        def stop_compiling() -> None:
            if clock.interrupted and self._compiler is not None:
                self._compiler.close()

        tiny = is_tiny(self._context.problem, self._context.params.whole_model)
        if not tiny and warmup.possible() and not warmup.ready():
            run_in_threads([self._compile], lambda done: clock.wait(done, stop_compiling))

    def __exit__(self, *exception: object) -> None:
        """End all threads and processes.

        A thread that comes back from a solver's library when the interpreter is already ending
        aborts the process, so they are waited for.
        """
        self._stopped.set()
        if self._compiler is not None:
            self._compiler.close()
        for thread in self._threads:
            thread.join(self._context.params.join_seconds)
