"""Runs trials of one plan beside each other, and the planner itself on the best of them."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import replace
from functools import cached_property
from typing import Any, Self

from allocator.calendars import Calendars
from allocator.domain import Plan, Scenario
from allocator.errors import AllocatorError
from allocator.explain.params import DEFAULT_PARAMS, TrialParams
from allocator.explain.trials.compilation import use_kernel
from allocator.explain.trials.outcome import TrialOutcome, outcome_of
from allocator.explain.trials.start import start_of
from allocator.explain.trials.what_if import Effort, WhatIf
from allocator.jobs.executors import executor
from allocator.planner.counted_steps import climbed
from allocator.planner.options import SolveOptions
from allocator.problem.staffing_builder import StaffingBuilders
from allocator.scenario.changes.changed import Changeable

MaybeOutcome = TrialOutcome | None
Outcomes = tuple[MaybeOutcome, ...]
"""What a trial came to with each seed; None where no plan was found."""

Planning = tuple[WhatIf, list[Future[Plan | None]]]
"""A trial that the planner is at, with its calls by seed."""

_PROTOCOL = pickle.HIGHEST_PROTOCOL
_LOOK_SECONDS = 0.1
"""Seconds after which it is looked whether trials are stopped."""

CONTROL = WhatIf("control", change={})
"""The trial in which nothing changes."""


class Trials:
    """Plans changed scenarios of one plan; leave it with ``with``, which ends its workers.

    What was tried is remembered by the key of the trial.

    Parameters
    ----------
    plan
        Every trial starts from it.
    params
        The numbers of trials.
    workers
        Processor cores to use; None for all of them.
    stop
        Set it to end: trials that have begun end with what they have by then, others as None.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        params: TrialParams = DEFAULT_PARAMS.trials,
        workers: int | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self.plan, self.scenario = plan, plan.scenario
        self.calendars = Calendars(plan.scenario)
        self.stop = stop or threading.Event()
        self._params = params
        self.cores = SolveOptions(workers=workers).cores
        self._threads = executor(self.cores)
        self._processes: Executor | None = None
        self._known: dict[tuple[str, int, int, bool], MaybeOutcome] = {}
        self._staffings = StaffingBuilders()
        self._is_compiling = use_kernel(len(plan.items), params)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        if self._processes is not None:
            self._processes.shutdown(wait=False, cancel_futures=True)  # nobody waits for the rest

    def control(self, effort: Effort) -> Outcomes:
        """Return what the same search finds without any change."""
        return self.run([CONTROL], effort)[0]

    def run(
        self, trials: Sequence[WhatIf], effort: Effort, *, is_checked: bool = True
    ) -> list[Outcomes]:
        """Plan each of some changed scenarios with each seed.

        Parameters
        ----------
        trials
            Each with a key of its own.
        effort
            The same for all, and for the control.
        is_checked
            Whether it is checked that the parts of a changed scenario go together. Where not, a
            trial is quicker; what is worth more is to be tried again, and checked.

        Returns
        -------
        list of tuple
            By trial, in the order of the seeds; None where the change cannot be made or no plan
            was found. A plan may be past hard deadlines (``TrialOutcome.excess``).
        """
        found = self.run_while(trials, effort, lambda: True, is_checked=is_checked)
        return [found[trial.key] for trial in trials]

    def run_while(
        self,
        trials: Sequence[WhatIf],
        effort: Effort,
        goes_on: Callable[[], bool],
        *,
        is_checked: bool = True,
    ) -> dict[str, Outcomes]:
        """Plan changed scenarios as :meth:`run` does, as long as there is time.

        Parameters
        ----------
        trials, effort, is_checked
            As there.
        goes_on
            Asked before each trial begins, on a thread of its own; and where the trials were
            stopped meanwhile, whether one that was cut short counts.

        Returns
        -------
        dict
            What each trial came to, by its key; without those that did not begin.
        """

        def known(trial: WhatIf, seed: int) -> tuple[str, int, int, bool]:
            return trial.key, effort.steps, seed, is_checked

        def tried(trial: WhatIf, seeds: tuple[int, ...]) -> Outcomes | None:
            if not goes_on():
                return None
            outcomes = self._tried(trial, Effort(effort.steps, seeds), is_checked)
            is_whole = not self.stop.is_set() or goes_on()
            return outcomes if is_whole else None

        new = {
            trial.key: tuple(seed for seed in effort.seeds if known(trial, seed) not in self._known)
            for trial in trials
        }
        calls = [
            (trial, self._threads.submit(tried, trial, new[trial.key]))
            for trial in trials
            if new[trial.key]
        ]
        for trial, call in calls:
            outcomes = call.result()
            if outcomes is not None:
                places = (known(trial, seed) for seed in new[trial.key])
                self._known |= dict(zip(places, outcomes, strict=True))
        return {
            trial.key: tuple(self._known[known(trial, seed)] for seed in effort.seeds)
            for trial in trials
            if all(known(trial, seed) in self._known for seed in effort.seeds)
        }

    def _tried(self, trial: WhatIf, effort: Effort, is_checked: bool) -> Outcomes:
        nothing: Outcomes = tuple(None for _ in effort.seeds)
        if self.stop.is_set():
            return nothing
        if self._is_compiling:
            self._is_compiling = use_kernel(len(self.plan.items), self._params)
        try:
            scenario = self._changed(trial, is_checked)
            start = start_of(scenario, self.plan.items, self._params, self._staffings)
        except AllocatorError:
            return nothing
        except (ArithmeticError, LookupError, ValueError):
            if is_checked:
                raise
            return nothing
        if start is None:
            return nothing
        found = [
            climbed(
                start.problem,
                start.constructor.decoder,
                start.candidates[0],
                seed=seed,
                steps=effort.steps,
                stopped=self.stop.is_set,
            )
            for seed in effort.seeds
        ]
        return tuple(outcome_of(start.problem, scenario, each) for each in found)

    def _changed(self, trial: WhatIf, is_checked: bool) -> Scenario:
        if trial.change is None:
            return trial.of(self.scenario)
        return self._changeable.changed(trial.change, is_checked=is_checked)

    @cached_property
    def _changeable(self) -> Changeable:
        return Changeable(self.scenario)

    def planned(
        self, trials: Sequence[WhatIf], effort: Effort
    ) -> Iterator[tuple[WhatIf, tuple[Plan | None, ...]]]:
        """Plan each of some changed scenarios with the planner itself, and check the plans.

        It is what ``allocator plan --with CHANGE --start PLAN --steps N --seed SEED`` does.

        Parameters
        ----------
        trials
            Each with a key of its own; ``CONTROL`` for the control.
        effort
            Steps, and seeds of the planner.

        Yields
        ------
        tuple
            Each trial, in their order, with its plans in the order of the seeds; None where no
            plan was found, or the trials were stopped before.
        """
        return self.results(self.begun(trials, effort))

    def begun(self, trials: Sequence[WhatIf], effort: Effort) -> list[Planning]:
        """Begin to plan as :meth:`planned` does; what comes of it is in :meth:`results`.

        What the processes get is packed at once: a scenario remembers what is worked out of it.
        """
        pool, packed = self.pool(), pickle.dumps((self.scenario, self.plan.items), _PROTOCOL)
        relax = bool(self.plan.solver.relaxed)
        options = [
            SolveOptions(seed=seed, workers=1, steps=effort.steps, relax=relax)
            for seed in effort.seeds
        ]
        return [
            (trial, [pool.submit(_planned, packed, trial, each) for each in options])
            for trial in trials
        ]

    def results(
        self, begun: Sequence[Planning]
    ) -> Iterator[tuple[WhatIf, tuple[Plan | None, ...]]]:
        """Yield what comes of what was begun; where it is left, the rest is called off."""
        try:
            for trial, calls in begun:
                if not answered(calls, self.stop):
                    return
                yield trial, tuple(call.result() for call in calls)
        finally:
            for _, calls in begun:
                for call in calls:
                    call.cancel()

    def pool(self) -> Executor:
        """Return where functions of modules run beside each other; of small plans on threads."""
        if len(self.plan.items) < self._params.compile_items:
            return self._threads
        if self._processes is None:
            self._processes = executor(self.cores, "processes")
        return self._processes


def answered(calls: Sequence[Future[Any]], stop: threading.Event) -> bool:
    """Wait for calls; False where they are not all done when it is stopped."""
    while not stop.is_set():
        if not wait(calls, timeout=_LOOK_SECONDS).not_done:
            break
    return not stop.is_set() and all(call.done() for call in calls)


def _planned(packed: bytes, trial: WhatIf, options: SolveOptions) -> Plan | None:
    from allocator.planner import solve

    scenario, start = pickle.loads(packed)
    try:
        return solve(trial.of(scenario), replace(options, start=start)).plan
    except AllocatorError:
        return None
